"""Which pages made under an earlier public change may still be shown: those since which nothing was taken back.

Decision 0005 says why.
"""

import time
from dataclasses import dataclass
from functools import partial

from django.core.cache import caches
from django.db import Error, InterfaceError, OperationalError

from publishing import changes
from publishing.kept_pages import KEPT_SECONDS, Page, guarded
from publishing.models import Change, ChangeHead
from publishing.strangers import COUNTS

# After these, what was public stands as it stood, and something stands beside it. All others may have taken a word back,
# and so may a number without an entry: a label, a setting, a picture.
ADDING = (Change.Kind.PUBLISHED,)
# Older pages are not asked about: so many changes lie between.
MOST_BETWEEN = 100
# A database that did not answer is not asked again for so long, in seconds: whoever asks waits for it.
AWAY_SECONDS = 1.0
NOTED = "page:noted"
# What a driver raises where no database answers.
AWAY = (OperationalError, InterfaceError)


class AwayError(OperationalError):
    """The database did not answer a moment ago."""


@dataclass(frozen=True)
class Known:
    """The last public change that is known of, and the last one that may have taken something back."""

    sequence: int
    floor: int


def note(before: int, after: int, adds: bool) -> None:  # noqa: FBT001 - as `changes.Moved` says
    """Note after a commit that the counter moved, for when no database can be asked. `adds`: all of it was new."""
    known = noted()
    if known is not None and known.sequence >= after:
        return
    floor = known.floor if adds and known is not None and known.sequence == before else after
    guarded(partial(caches[COUNTS].set, NOTED, f"{after} {floor}", None))


def noted() -> Known | None:
    """Return what the processes of this machine, or with Redis of all machines, noted last."""
    said = guarded(partial(caches[COUNTS].get, NOTED))
    if not said:
        return None
    sequence, floor = said.split()
    return Known(int(sequence), int(floor))


def only_added(made: int, now: int) -> bool:
    """Tell whether between two public changes, the first left out, nothing was taken back. One query."""
    if not 0 <= now - made <= MOST_BETWEEN:
        return False
    return Change.objects.filter(sequence__gt=made, sequence__lte=now, kind__in=ADDING).count() == now - made


class Pulse:
    """What a process knows of the counter: it asks the database, and remembers what it said last."""

    def __init__(self) -> None:
        self.seen = 0
        self.away_until = 0.0

    def head(self) -> ChangeHead:
        """Return the counter row; OperationalError or InterfaceError where no database answers, at once if none did a moment ago."""
        if time.monotonic() < self.away_until:
            raise AwayError("The database did not answer a moment ago.")
        try:
            head = changes.head()
        except AWAY:
            self.away_until = time.monotonic() + AWAY_SECONDS
            raise
        self.seen = head.sequence
        return head

    def may_stand_in(self, page: Page | None, sequence: int | None = None) -> bool:
        """Tell whether a kept page may be shown under a public change, or, without one, while no database answers."""
        if page is None or time.time() - page.made_at > KEPT_SECONDS:
            return False
        if sequence is not None and time.monotonic() >= self.away_until:
            try:
                return only_added(page.sequence, sequence)
            except Error:
                pass
        known = noted()
        if known is None or known.sequence < max(self.seen, sequence or 0):
            # Nobody noted the last change: nothing is known but its number.
            return page.sequence >= max(self.seen, sequence or 0) > 0
        return page.sequence >= known.floor
