"""The cache in which the processes of a machine count together, where there is no Redis."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache

# Seconds between two looks for what has run out, and for which a process waits for another one that writes.
SWEPT_EVERY, PATIENCE = 60, 1
# Nothing in it is worth waiting for the disk, and nothing that has run out stays to be read.
TABLE = """PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;
    CREATE TABLE IF NOT EXISTS kept (name TEXT PRIMARY KEY, value ANY, ends REAL NOT NULL) WITHOUT ROWID;"""
FRESH = "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value, ends = excluded.ends WHERE ends <= ?"
# Until when what never runs out is kept, in seconds since 1970.
NEVER = float("inf")


class FileCounts(BaseCache):
    """Django's cache on an SQLite file, for numbers and words: of several processes that count, none loses a step.

    OSError where the file cannot be read or written; one that a crash has spoiled is begun anew.
    """

    def __init__(self, location: str | Path, params: dict[str, Any]) -> None:  # Any: as in Django
        super().__init__(params)
        self.path = Path(location)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:  # Any: as in Django
        """Keep a value unless one is kept; tell whether it was."""
        with self.asked() as ask:
            row = (self.make_and_validate_key(key, version), value, self.ends(timeout), time.time())
            return ask.execute(FRESH, row).rowcount > 0

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return what is kept."""
        with self.asked() as ask:
            name = self.make_and_validate_key(key, version)
            row = ask.execute("SELECT value FROM kept WHERE name = ? AND ends > ?", (name, time.time())).fetchone()
        return row[0] if row else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        with self.asked() as ask:
            ask.execute("REPLACE INTO kept VALUES (?, ?, ?)", (self.make_and_validate_key(key, version), value, self.ends(timeout)))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number in one step; ValueError where none is kept."""
        with self.asked() as ask:
            name = self.make_and_validate_key(key, version)
            step = "UPDATE kept SET value = value + ? WHERE name = ? AND ends > ? RETURNING value"
            row = ask.execute(step, (delta, name, time.time())).fetchall()
        if not row:
            raise ValueError(key)
        number: int = row[0][0]
        return number

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep what is kept for so long from now; tell whether there is something."""
        with self.asked() as ask:
            row = (self.ends(timeout), self.make_and_validate_key(key, version), time.time())
            return ask.execute("UPDATE kept SET ends = ? WHERE name = ? AND ends > ?", row).rowcount > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget something; tell whether it was kept."""
        with self.asked() as ask:
            return ask.execute("DELETE FROM kept WHERE name = ?", (self.make_and_validate_key(key, version),)).rowcount > 0

    def clear(self) -> None:
        """Forget everything."""
        with self.asked() as ask:
            ask.execute("DELETE FROM kept")

    def ends(self, timeout: Any) -> float:
        """Return until when to keep something, in seconds since 1970."""
        seconds = self.get_backend_timeout(timeout)
        return NEVER if seconds is None else seconds

    @contextmanager
    def asked(self) -> Iterator[sqlite3.Connection]:
        """Give this process's connection to the file, to one thread at a time."""
        with lock:
            try:
                yield opened(self.path)
            except sqlite3.Error as error:
                close(self.path, spoiled=not isinstance(error, sqlite3.OperationalError))
                raise OSError(f"{self.path}: {error}") from error


lock = Lock()
# (file, process) -> (connection, when to look next for what has run out); a process that was forked off opens its own.
connections: dict[tuple[Path, int], tuple[sqlite3.Connection, float]] = {}


def opened(path: Path) -> sqlite3.Connection:
    """Return the connection to a file, without what has run out in it."""
    known, sweep_at = connections.get((path, os.getpid()), (None, 0.0))
    if known is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        known = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        connections[path, os.getpid()] = (known, 0)
        known.executescript(TABLE)
    if sweep_at <= (now := time.monotonic()):
        known.execute("DELETE FROM kept WHERE ends <= ?", (time.time(),))
        connections[path, os.getpid()] = (known, now + SWEPT_EVERY)
    return known


def close(path: Path, *, spoiled: bool) -> None:
    """Close the connection to a file that failed; one that is no database any longer goes."""
    known, _sweep_at = connections.pop((path, os.getpid()), (None, 0.0))
    if known is not None:
        known.close()
    for ending in ("", "-wal", "-shm") if spoiled else ():
        path.with_name(path.name + ending).unlink(missing_ok=True)
