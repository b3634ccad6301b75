"""Backups of everything: the database and the files of the library, of one moment, sealed.

A backup is a folder named after its moment: `content.tar.age`, `key.age` where a pass phrase opens it, and `backup.json`, which is
written last. One without `backup.json` was broken off.
"""
