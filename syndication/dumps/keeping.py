"""The loop beside the worker's tasks that makes the dump anew: now and then, and at once where the last one must not be handed out."""

import datetime as dt
import logging
import threading
import time

from django.conf import settings
from django.db import Error, close_old_connections, connections
from django.utils import timezone

from publishing import changes
from publishing.middleware import release
from syndication.dumps.handing import Dump, current
from syndication.dumps.making import OccupiedError, StoppedError, make

logger = logging.getLogger(__name__)

# Seconds between two looks. After a dump the machine rests for so many times as long as it took.
LOOK_EVERY, REST = 2.0, 2.0
RETRY_AFTER = 60.0


def keep_until(stop: threading.Event) -> None:
    """Make dumps when they are due until `stop` is set."""
    if not settings.DUMP_EVERY:
        return
    while not stop.is_set():
        pause = LOOK_EVERY
        close_old_connections()
        began = time.monotonic()
        try:
            if is_due(current()):
                make(stop)
                pause += REST * (time.monotonic() - began)
        except StoppedError:
            break
        except OccupiedError as error:
            logger.info("The dump: %s", error)
        except (Error, OSError):
            logger.exception("The dump could not be made; next try in %.0f s.", RETRY_AFTER)
            pause = RETRY_AFTER
        stop.wait(pause)
    connections.close_all()


def is_due(dump: Dump | None) -> bool:
    """Tell whether a dump is to be made: there is none, it may not be handed out, it is of another release, or it is old and something changed."""
    if dump is None or dump.manifest["release"] != release():
        return True
    head = changes.head()
    if head.sequence == dump.sequence:
        return False
    is_old = timezone.now() - dump.made_at >= dt.timedelta(seconds=settings.DUMP_EVERY)
    return is_old or not dump.may_be_handed_out(head)
