"""Figures of all processes of a machine: each counts in memory, and adds what it counted to one file within a second.

So they go on over restarts, a process that ends takes none with it but those of its last second, and counting costs a request
no more than a step in a dictionary. A file that cannot be written costs figures, and nobody his page.
"""

import atexit
import logging
import sqlite3
import threading
from bisect import bisect_left
from collections import Counter
from contextlib import closing
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# Upper edges of the histogram, in seconds.
EDGES = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
# How long what was counted waits to be written, and a process for another one that writes, in seconds.
WRITE_AFTER, PATIENCE = 1.0, 5.0
TABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; CREATE TABLE IF NOT EXISTS figures (name TEXT PRIMARY KEY, value REAL) WITHOUT ROWID;"
ADD = "INSERT INTO figures VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value"

# A figure: what is counted, and its labels.
Figure = tuple[str, ...]


class Figures:
    """What this process counted and has not written yet."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counted: Counter[Figure] = Counter()
        self.waits = False

    def add(self, figures: dict[Figure, float]) -> None:
        """Count; what is counted first after a writing begins the wait for the next one."""
        with self.lock:
            for figure, value in figures.items():
                self.counted[figure] += value  # type: ignore[assignment]
            begins, self.waits = not self.waits, True
        if begins:
            timer = threading.Timer(WRITE_AFTER, self.write)
            timer.daemon = True
            timer.start()

    def write(self) -> None:
        """Add what was counted to the file."""
        with self.lock:
            counted, self.counted, self.waits = self.counted, Counter(), False
        if not counted:
            return
        try:
            with closing(opened()) as file, file:
                file.executemany(ADD, [("\0".join(figure), value) for figure, value in counted.items()])
        except (sqlite3.Error, OSError) as error:
            logger.warning("Figures could not be written: %s", error)

    def forget(self) -> None:
        """Begin anew, with nothing counted here or written."""
        with self.lock:
            self.counted, self.waits = Counter(), False
        for ending in ("", "-wal", "-shm"):
            Path(f"{path()}{ending}").unlink(missing_ok=True)


figures = Figures()
atexit.register(figures.write)


def path() -> Path:
    """Return the file that all processes add to. It may be deleted at any time: the figures begin anew."""
    return Path(settings.DATA_DIR) / "figures.sqlite3"


def opened() -> sqlite3.Connection:
    """Open the file, made if it lacks."""
    file = sqlite3.connect(path(), timeout=PATIENCE)
    file.executescript(TABLE)
    return file


def add(kind: str, status: int, cached: str, seconds: float) -> None:
    """Count one request."""
    # An edge is part of its bucket; beyond the last one lies everything.
    edge = bisect_left(EDGES, seconds)
    more: dict[Figure, float] = {("requests", kind, str(status)): 1, ("seconds", kind, str(edge)): 1, ("seconds_sum", kind): seconds}
    if cached:
        more["cache", cached] = 1
    figures.add(more)


def read() -> dict[Figure, float]:
    """Return what all processes counted, this one's last second too."""
    figures.write()
    try:
        with closing(opened()) as file:
            return {tuple(name.split("\0")): value for name, value in file.execute("SELECT name, value FROM figures ORDER BY name")}
    except (sqlite3.Error, OSError) as error:
        logger.warning("Figures could not be read: %s", error)
        return {}
