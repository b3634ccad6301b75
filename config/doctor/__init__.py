"""`manage.py doctor`: looks at a deployment as an operator would, and says in plain words what to mend."""
