"""What a file is and what it holds, found out in a process of its own, which knows no database and dies of what it cannot bear.

`python -m library.inspection look|read PATH` writes one JSON object. Nothing here imports Django, or is imported by the web server.
"""
