"""Where public pages are read: from the replica, while it stands exactly where the primary stood when the page was asked for.

Decision 0006 says why.
"""

import logging
import time
from collections.abc import Callable
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.http import HttpRequest, HttpResponse

from publishing.models import ChangeHead
from publishing.prepared import Prepared
from publishing.reading import reading_from

logger = logging.getLogger(__name__)

REPLICA = "replica"
# A replica that failed is left alone for so long, in seconds: whoever asks waits for it.
REST_SECONDS = 2.0


def is_there() -> bool:
    """Tell whether the operator has set a replica."""
    return REPLICA in connections.settings


def stands_at(head: ChangeHead) -> bool:
    """Tell whether the database that is read from has exactly the counter row that the primary had. One query.

    Every editorial act writes that row last, and seals it with the audit log: in the snapshot where it is the same row,
    nothing is missing that an editor did before, not even an act that moved no number.
    """
    there = next(iter(counter().records()), None) or ChangeHead()
    return all(getattr(there, field.attname) == getattr(head, field.attname) for field in ChangeHead._meta.concrete_fields)


@lru_cache
def counter() -> Prepared:
    """Return the query for the counter row."""
    return Prepared(ChangeHead.objects.filter(pk=1))


def is_ones_own(response: HttpResponse) -> bool:
    """Tell whether an answer is for one reader and shows what moves no counter, such as the mails that he gets: he may just have changed it."""
    return "no-store" in response.headers.get("Cache-Control", "")


class Replica:
    """What a process knows of the replica: whether it failed a moment ago."""

    def __init__(self) -> None:
        self.away_until = 0.0

    def answered(self, request: HttpRequest, head: ChangeHead, ask: Callable[[HttpRequest], HttpResponse]) -> HttpResponse | None:
        """Return what `ask` answers a reader from the replica, in one snapshot that stands at `head`; None where the primary is to be asked.

        One query more than on the primary. Inside a transaction nothing but the primary is read: it may have written.
        """
        if not is_there() or time.monotonic() < self.away_until or connections[DEFAULT_DB_ALIAS].in_atomic_block:
            return None
        there = connections[REPLICA]
        was_open = there.connection is not None
        try:
            return self.in_snapshot(request, head, ask)
        except Error as error:
            if not was_open:
                self.rest(error)
                return None
        # It may have hung up since the request before.
        there.close()
        try:
            return self.in_snapshot(request, head, ask)
        except Error as error:
            self.rest(error)
            return None

    def in_snapshot(self, request: HttpRequest, head: ChangeHead, ask: Callable[[HttpRequest], HttpResponse]) -> HttpResponse | None:
        """Ask inside one transaction of the replica."""
        there = connections[REPLICA]
        known = set(vars(request))
        with transaction.atomic(using=REPLICA), reading_from(REPLICA):
            if not stands_at(head):
                return None
            response = ask(request)
            # Views answer for themselves what went wrong: a replica that was shut down, or a query that it broke off (hot standby conflict).
            has_failed = there.errors_occurred
            # There may be nothing left to end.
            transaction.set_rollback(has_failed, using=REPLICA)
        if has_failed:
            logger.warning("The replica failed while %s was read: the primary answers.", request.path_info)
            self.away_until = time.monotonic() + REST_SECONDS
        elif not is_ones_own(response):
            return response
        for name in set(vars(request)) - known:
            # What the views noted on the way.
            del vars(request)[name]
        return None

    def rest(self, error: Exception) -> None:
        """Leave the replica alone for a while."""
        logger.warning("The replica does not answer, the primary does: %s", error)
        self.away_until = time.monotonic() + REST_SECONDS
