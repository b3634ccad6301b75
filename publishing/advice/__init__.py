"""Advice to whoever writes: what of a form readers would stumble over, though nothing forbids it.

Checks are classes, one for each thing (`findings.py`), registered by apps in their `ready`. They look at a form as a dictionary
(`texts.py`), never at the record alone, and write nothing.
"""
