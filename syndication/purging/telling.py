"""Telling the cache in front of the site that something public changed: at once after the commit, and again by the worker.

At once, since nobody is to read what was withdrawn. Again, since the counter of changes is the outbox: what was not told is
told later; and since a page that was being made during the commit may have reached the cache just after the first time.
"""

import datetime as dt
import logging
import time
from functools import partial

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone
from urllib3.exceptions import HTTPError

from publishing.kept_pages import guarded
from publishing.models import ChangeHead
from publishing.strangers import COUNTS
from syndication.purging.adapters import KINDS, Call, target_of
from syndication.sending import Answer, NotSentError, posted, reason

logger = logging.getLogger(__name__)

# Seconds for one request: while an editor waits for it, and otherwise.
AT_ONCE, LATER = 2.0, 15.0
# After a failure the worker waits so many seconds, doubled each time up to the last.
PAUSE, LONGEST_PAUSE = 2.0, 300.0
# Under which name all processes know since when the cache does not answer.
FAILING = "purge:failing"


def at_once(before: int, after: int, adds: bool) -> None:  # noqa: FBT001 - as `publishing.changes.Moved` says
    """Tell of a change right after its commit, unless the cache does not answer: then the worker goes on trying."""
    del before, adds
    # An act of many changes is told once, by the last.
    if not settings.PURGE_URL or failing_since() is not None or newest() != after:
        return
    try:
        tell(AT_ONCE)
    except NotSentError as error:
        logger.warning("The cache in front of the site was not told of a change, the worker tries again: %s", error)


def failing_since() -> dt.datetime | None:
    """Return since when the worker tells the cache in vain; None if it does not."""
    said = guarded(partial(caches[COUNTS].get, FAILING))
    return dt.datetime.fromisoformat(said) if said else None


class Teller:
    """What a worker told the cache last. One that begins tells once more: nothing that another did not tell is lost."""

    def __init__(self) -> None:
        self.told: int | None = None
        self.failures, self.next_at = 0, 0.0

    def tell_due(self) -> bool:
        """Tell of what came since; return whether something was told."""
        if not settings.PURGE_URL or time.monotonic() < self.next_at:
            return False
        # Read before telling: what comes meanwhile is told next time.
        last = newest()
        if last == self.told:
            return False
        try:
            tell(LATER)
        except NotSentError as error:
            logger.warning("The cache in front of the site was not told of changes, it is tried again: %s", error)
            self.next_at = time.monotonic() + min(PAUSE * 2 ** min(self.failures, 10), LONGEST_PAUSE)
            self.failures += 1
            guarded(partial(caches[COUNTS].add, FAILING, timezone.now().isoformat(), None))
            return False
        self.told, self.failures, self.next_at = last, 0, 0.0
        guarded(partial(caches[COUNTS].delete, FAILING))
        return True


def newest() -> int:
    """Return the number of the last public change; of those too that have no entry in the log."""
    return ChangeHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0


def tell(seconds: float) -> None:
    """Tell every cache that the operator named; NotSentError, after all of them were tried, if one does not take it."""
    failed = []
    for address in settings.PURGE_URL.split(","):
        try:
            answer = sent(KINDS[settings.PURGE_KIND](address.strip(), settings.PURGE_TOKEN), seconds)
            if not answer.is_good:
                failed.append(f"{answer.status} {answer.said}")
        except (HTTPError, OSError, ValueError) as error:
            failed.append(reason(error))
    if failed:
        raise NotSentError("; ".join(failed))


def sent(call: Call, seconds: float) -> Answer:
    """Send a request and return the answer. Errors are those of the library."""
    target = target_of(call.address)
    headers = {**call.headers, "Host": target.name, "User-Agent": "Matiane"}
    return posted(target, target.host, call.body, headers, time.monotonic() + seconds, method=call.method, wait=seconds)
