"""Counting without a write for each request: a process counts in memory, up to a cap, and writes what it counted now and then."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from django.db import Error

Key = TypeVar("Key", bound=Hashable)
logger = logging.getLogger(__name__)
_tallies: "list[Tally]" = []


class Tally(Generic[Key]):
    """Counts keys, at most `most` different ones at a time, and hands the counts to `write` every `seconds` or `counts`.

    Whoever comes next pays for the writing (`flush_due`); a process that ends unasked loses what it counted since.
    """

    def __init__(self, write: Callable[[dict[Key, int]], None], *, most: int, seconds: float = 60, counts: int = 1000) -> None:
        self.write = write
        self.most = most
        self.seconds = seconds
        self.counts = counts
        self.lock = threading.Lock()
        self.counted: Counter[Key] = Counter()
        self.since = time.monotonic()
        _tallies.append(self)

    def add(self, key: Key) -> None:
        """Count a key; one too many is not counted. Writes when that is enough."""
        with self.lock:
            if key in self.counted or len(self.counted) < self.most:
                self.counted[key] += 1
            full = self.counted.total() >= self.counts
        if full:
            self.flush()

    def flush(self) -> None:
        """Write what was counted. A database out of reach costs the figures of a minute, and no reader his page."""
        with self.lock:
            counted, self.counted = dict(self.counted), Counter()
            self.since = time.monotonic()
        if not counted:
            return
        try:
            self.write(counted)
        except Error:
            logger.warning("What was counted could not be written.", exc_info=True)

    def forget(self) -> None:
        """Begin anew, without what was counted."""
        with self.lock:
            self.counted = Counter()
            self.since = time.monotonic()


def flush_due() -> None:
    """Write what has waited long enough. Costs next to nothing where nothing waits."""
    now = time.monotonic()
    for tally in _tallies:
        if tally.counted and now - tally.since >= tally.seconds:
            tally.flush()
