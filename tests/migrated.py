"""The embedded database as the migrations leave it, kept between runs: to make it costs ten seconds, to read it a few hundredths."""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from pathlib import Path

from django.db import connection

PROJECT = Path(__file__).parent.parent
# What decides what the migrations leave: they themselves, the rights that they give, and the packages whose tables they lay.
MADE_OF = ("*/migrations/*.py", "tests/*/migrations/*.py", "publishing/roles.py", "requirements*.txt", "config/settings.py")


@contextmanager
def begun(folder: Path) -> Iterator[None]:
    """Let the test database begin as an earlier run left it in a folder, if nothing has changed since: Django finds every migration done then.

    Other databases are migrated as always.
    """
    if connection.vendor != "sqlite":
        yield
        return
    # A database in memory lives as long as somebody is connected.
    with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
        if (kept := file_in(folder)).exists():
            with closing(sqlite3.connect(kept)) as file:
                file.backup(memory)
        yield


def keep(folder: Path) -> None:
    """Write the migrated database into the folder, whole or not at all, if it is not there yet; what earlier states left goes."""
    if connection.vendor != "sqlite" or (kept := file_in(folder)).exists():
        return
    unfinished = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as file:
        connection.connection.backup(file)
    unfinished.replace(kept)
    for other in set(folder.glob("*.sqlite3")) - {kept}:
        other.unlink(missing_ok=True)


def file_in(folder: Path) -> Path:
    """Return the file of what the migrations leave today."""
    return folder / f"{fingerprint()}.sqlite3"


@lru_cache
def fingerprint() -> str:
    """Return what names the state of all that the migrated database is made of, when the tests began: a file may be edited while they run."""
    digest = hashlib.sha256(sqlite3.sqlite_version.encode())
    for path in sorted(path for pattern in MADE_OF for path in PROJECT.glob(pattern)):
        digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
