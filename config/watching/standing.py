"""Figures of how things stand, asked when somebody reads them: publications, queue, partners, mails, backups."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Count, Min
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from config.backups import places
from publishing import closing
from publishing.models import Change, ChangeHead
from syndication.models import Delivery, HubState, Mailing, Partner
from syndication.purging.telling import failing_since

logger = logging.getLogger(__name__)

Samples = list[tuple[str, dict[str, str], float]]
DAY = dt.timedelta(days=1)


def families() -> Iterator[tuple[str, str, str, Samples]]:
    """Yield each figure. One that cannot be asked for is left out: the others may say why."""
    for name, form, tells, ask in FIGURES:
        try:
            yield f"matiane_{name}", form, tells, ask()
        except (DatabaseError, OSError) as error:
            logger.warning("The figure %s could not be asked for: %s", name, error)


def seconds_since(moment: dt.datetime | None) -> float:
    """Return how long ago something was; 0 for never and for what is yet to come."""
    return max(0.0, (timezone.now() - moment).total_seconds()) if moment is not None else 0.0


def one(value: float | None) -> Samples:
    """Return a figure without labels; nothing where there is none."""
    return [] if value is None else [("", {}, value)]


def head() -> ChangeHead:
    """Return the counter row; nothing is settled for it."""
    return ChangeHead.objects.filter(pk=1).first() or ChangeHead()


def changes_by_kind() -> Samples:
    """Return the entries of the change log by kind."""
    found = Change.objects.order_by("kind").values_list("kind").annotate(number=Count("sequence"))
    return [("", {"kind": kind}, number) for kind, number in found]


def overdue() -> Samples:
    """Return for how long something scheduled has been due that nobody announced."""
    return one(seconds_since(head().next_due_at))


def tasks() -> Samples:
    """Return how many tasks wait, and run."""
    known = dict(DBTaskResult.objects.filter(status__in=OPEN).order_by().values_list("status").annotate(number=Count("pk")))
    return [("", {"status": str(status).lower()}, known.get(status, 0)) for status in OPEN]


OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def oldest_task() -> Samples:
    """Return for how long the first task of the queue has waited."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    return one(seconds_since(waiting.aggregate(first=Min("enqueued_at"))["first"]))


def failed_tasks() -> Samples:
    """Return how many tasks failed within a day."""
    return one(DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=timezone.now() - DAY).count())


def partners_behind() -> Samples:
    """Return of each partner, by its key, how many changes were not handed on yet."""
    last = head().sequence
    known = Partner.objects.active().order_by("pk").values_list("pk", "sequence")
    return [("", {"partner": str(key)}, max(0, last - sequence)) for key, sequence in known]


def partners_failing() -> Samples:
    """Return of each partner, by its key, for how long its webhook has failed."""
    known = Partner.objects.active().order_by("pk").values_list("pk", "failing_since")
    return [("", {"partner": str(key)}, seconds_since(since)) for key, since in known]


def deliveries() -> Samples:
    """Return how many messages to partners wait."""
    return one(Delivery.objects.waiting().count())


def hub_behind() -> Samples:
    """Return how many changes the WebSub hub was not told of; nothing where there is no hub."""
    told = HubState.objects.filter(pk=1).values_list("sequence", flat=True).first() if settings.WEBSUB_HUB else None
    return one(None if told is None else max(0, head().sequence - told))


def purge_failing() -> Samples:
    """Return for how long the cache in front of the site has not answered."""
    return one(seconds_since(failing_since()) if settings.PURGE_URL else None)


def mails() -> Samples:
    """Return how many mails to readers wait."""
    return one(Mailing.objects.count())


def backup_age() -> Samples:
    """Return how old the newest backup is; nothing where there is none."""
    found = places.backups()
    return one(seconds_since(found[0].at) if found else None)


FIGURES: list[tuple[str, str, str, Callable[[], Samples]]] = [
    ("publications_total", "counter", "Entries of the public change log, by kind.", changes_by_kind),
    ("change_sequence", "counter", "Number of the last public change.", lambda: one(head().sequence)),
    ("overdue_seconds", "gauge", "For how long something scheduled is due and not announced.", overdue),
    ("tasks", "gauge", "Tasks that wait or run.", tasks),
    ("task_oldest_seconds", "gauge", "How long the first task of the queue has waited.", oldest_task),
    ("tasks_failed_day", "gauge", "Tasks that failed within a day.", failed_tasks),
    ("partner_behind_changes", "gauge", "Public changes not handed on to a partner yet.", partners_behind),
    ("partner_failing_seconds", "gauge", "How long the webhook of a partner has failed.", partners_failing),
    ("deliveries_waiting", "gauge", "Messages to partners that wait.", deliveries),
    ("hub_behind_changes", "gauge", "Public changes the WebSub hub was not told of.", hub_behind),
    ("purge_failing_seconds", "gauge", "How long the cache in front of the site has not answered.", purge_failing),
    ("mails_waiting", "gauge", "Mails to readers that wait.", mails),
    ("backup_age_seconds", "gauge", "How old the newest backup is.", backup_age),
    ("desk_closed", "gauge", "1 while the site is read only.", lambda: one(float(closing.is_closed()))),
]
