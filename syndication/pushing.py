"""The loop beside the worker's tasks that hands changes to partners, many at a time, so that none waits for another."""

import datetime as dt
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from django.db import Error, close_old_connections, connections
from django.db.models import Exists, OuterRef
from django.utils import timezone

from syndication import delivering, expanding, notices, websub
from syndication.models import Attempt, Delivery, HubState
from syndication.purging.telling import Teller

logger = logging.getLogger(__name__)

# Messages on the way at one time: in all, and to one partner. A thread that is done takes the next one of its partner, so many times.
THREADS, TO_ONE, IN_A_ROW = 16, 2, 50
# Seconds between two looks for work; between two looks at what grows old.
LOOK_EVERY, TIDY_EVERY = 1.0, 600.0
RETRY_AFTER = 5.0
# What arrived is kept so long, but for the last of each record: it says who knows the record.
KEPT = dt.timedelta(days=90)
ATTEMPTS_KEPT = dt.timedelta(days=30)


class Pusher:
    """Who is served now, and by how many threads."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.pool = ThreadPoolExecutor(THREADS, thread_name_prefix="push")
        self.lock = threading.Lock()
        self.busy: Counter[UUID | str] = Counter()
        self.teller = Teller()
        self.tidy_at = 0.0

    def look(self) -> None:
        """Expand what is new, and begin with all that is due as far as threads are free."""
        expanding.expand_all()
        notices.note_days()
        self.begin("mails", 1, notices.send_due)
        self.begin("hub", 1, websub.ping)
        self.begin("cache", 1, self.teller.tell_due)
        for key in delivering.with_work():
            for _free in range(TO_ONE):
                self.begin(key, TO_ONE, lambda key=key: delivering.serve(key, IN_A_ROW, self.stop))
        if time.monotonic() >= self.tidy_at:
            tidy()
            self.tidy_at = time.monotonic() + TIDY_EVERY

    def begin(self, name: UUID | str, most: int, act: Callable[[], object]) -> None:
        """Do something in a thread, unless as many are at it already, or all are taken."""
        with self.lock:
            if self.busy[name] >= most or self.busy.total() >= THREADS:
                return
            self.busy[name] += 1
        self.pool.submit(self.done, name, act)

    def done(self, name: UUID | str, act: Callable[[], object]) -> None:
        """Do it; what goes wrong is written to the log, and tried anew with the next look."""
        try:
            close_old_connections()
            act()
        except Exception:
            logger.exception("What was to be pushed was not.")
        finally:
            connections.close_all()
            with self.lock:
                self.busy[name] -= 1
                self.busy += Counter()


def push_until(stop: threading.Event) -> None:
    """Hand changes to partners until `stop` is set; what is on the way then is finished first."""
    pusher = Pusher(stop)
    while not stop.is_set():
        try:
            close_old_connections()
            pusher.look()
            stop.wait(LOOK_EVERY)
        except Error as error:
            logger.warning("Nothing is pushed. The database does not answer: %s", error)
            connections.close_all()
            stop.wait(RETRY_AFTER)
    pusher.pool.shutdown(wait=True, cancel_futures=True)
    connections.close_all()


def tidy() -> None:
    """Forget what arrived long ago."""
    now = timezone.now()
    Attempt.objects.filter(at__lt=now - ATTEMPTS_KEPT).exclude(delivery__outcome=Delivery.Outcome.WAITING).delete()
    later = Delivery.objects.filter(partner=OuterRef("partner"), record=OuterRef("record"), sequence__gt=OuterRef("sequence"))
    old = Delivery.objects.filter(done_at__lt=now - KEPT)
    old.filter(Exists(later)).delete()
    old.filter(sequence=None).delete()
    HubState.objects.filter(sequence__gt=expanding.newest()).update(sequence=expanding.newest())
