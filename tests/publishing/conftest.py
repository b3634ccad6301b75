"""What tests of the kernel share."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
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
    in_memory = connections["default"]
    name = in_memory.settings_dict["NAME"]
    path = tmp_path / "database.sqlite3"
    in_memory.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        in_memory.connection.backup(copy)
    in_memory.settings_dict["NAME"] = str(path)
    del connections["default"]
    try:
        yield
    finally:
        connections["default"].close()
        in_memory.settings_dict["NAME"] = name
        connections["default"] = in_memory
