"""What tests of the kernel share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture(autouse=True)
def _own_media(own_media: None) -> None:
    """Hardly a test here that does not run `check_content`, or a walk, which look at files too."""


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Move to a file on SQLite, as sites have it: a database in memory knows no waiting for a lock, and no second process."""
    if connection.vendor != "sqlite":
        yield
        return
    with moved_to(tmp_path / "database.sqlite3"):
        yield


@contextmanager
def moved_to(path: Path) -> Iterator[None]:
    """Let connections that are opened in the block lead to a file, which begins as a copy of the database in memory.

    They get settings of their own: whoever has a connection to the database in memory, as the live server does, would open
    it anew at the file if it found the name changed, and stay there.
    """
    in_memory = connections["default"]
    in_memory.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        in_memory.connection.backup(copy)
    connections.settings["default"] = {**in_memory.settings_dict, "NAME": str(path)}
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"] = in_memory.settings_dict
        connections["default"] = in_memory
