"""The database as a long run reads it: without keeping what it has read, and as it stood at one moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core import signals
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import close_old_connections, connection

from pages.leaving.writing import one_moment
from publishing.models import ChangeHead

# Of what was read, SQLite maps nothing into memory, and keeps so many kB.
READ_ONCE = {"mmap_size": 0, "cache_size": -4000}


@contextmanager
def reading_through() -> Iterator[None]:
    """Let SQLite read the whole archive, page after page, without keeping what it has read, as it does for readers who come again."""
    with altered(READ_ONCE if connection.vendor == "sqlite" else {}):
        yield


@contextmanager
def keeping_connection() -> Iterator[None]:
    """Let requests that this process makes of itself leave the connection as it is, whatever goes on in it."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in ends:
            signal.connect(close_old_connections)


@contextmanager
def keeping_no_pages() -> Iterator[None]:
    """Let this process keep no page in its own memory: it asks for each once. What several processes share may know some already."""
    kept = caches["default"]
    if isinstance(kept, LocMemCache):
        caches["default"] = DummyCache("", {})
    try:
        yield
    finally:
        caches["default"] = kept


@contextmanager
def standing_still() -> Iterator[ChangeHead]:
    """Let the site stand as it is now, for this connection, and refuse it every write: it would keep everybody else from writing.

    Gives the last public change as of which it stands.
    """
    with altered({"query_only": 1} if connection.vendor == "sqlite" else {}), one_moment():
        yield ChangeHead.objects.filter(pk=1).first() or ChangeHead()


@contextmanager
def altered(pragmas: dict[str, int]) -> Iterator[None]:
    """Set what SQLite does inside the block."""
    with connection.cursor() as cursor:
        kept = {name: cursor.execute(f"PRAGMA {name}").fetchone() for name in pragmas}
        for name, value in pragmas.items():
            cursor.execute(f"PRAGMA {name}={value}")
        try:
            yield
        finally:
            # A database in memory has nothing to map.
            for name, row in kept.items():
                if row:
                    cursor.execute(f"PRAGMA {name}={int(row[0])}")
