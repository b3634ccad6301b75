"""How often records were read in the last weeks, kept in their standings: counted anew by the worker every hour."""

import datetime as dt
import logging
import threading
from uuid import UUID

from django.db import Error, close_old_connections, connections
from django.db.models import Q, Sum
from django.utils import timezone

from publishing.models import Standing, Visits

logger = logging.getLogger(__name__)

DAYS = 28
# Seconds between two counts.
COUNT_EVERY = 3600.0
BATCH = 500


def count_until(stop: threading.Event) -> None:
    """Count readers now and every hour, until `stop` is set."""
    while not stop.is_set():
        try:
            close_old_connections()
            count()
        except Error as error:
            logger.warning("The database does not answer, readers are counted later: %s", error)
        except Exception:
            logger.exception("Readers could not be counted.")
        finally:
            connections.close_all()
        stop.wait(COUNT_EVERY)


def count(today: dt.date | None = None) -> int:
    """Count the visits of the last four weeks of every record; return how many rows changed."""
    found = visits((today or timezone.localdate()) - dt.timedelta(days=DAYS))
    changed = []
    for row in Standing.objects.filter(readers__gt=0).only("record", "readers"):
        if row.readers != (number := found.pop(row.pk, 0)):
            row.readers = number
            changed.append(row)
    keys = list(found)
    for start in range(0, len(keys), BATCH):
        for row in Standing.objects.filter(pk__in=keys[start : start + BATCH]).only("record", "readers"):
            row.readers = found[row.pk]
            changed.append(row)
    Standing.objects.bulk_update(changed, ["readers"], batch_size=BATCH)
    return len(changed)


def visits(since: dt.date) -> dict[UUID, int]:
    """Return {key of a record: its visits since a day}; pages that are of no record are left out."""
    rows = Visits.objects.filter(Q(page__contains=":"), day__gt=since).order_by().values_list("page").annotate(number=Sum("visits"))
    found = {}
    for page, number in rows:
        try:
            found[UUID(page.partition(":")[2])] = number
        except ValueError:
            continue
    return found
