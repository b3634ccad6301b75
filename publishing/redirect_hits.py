"""Which old addresses are still used: counted a day at a time in memory, written in batches, with nothing about who asked."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from publishing.models import Redirect, RedirectHits
from publishing.robots import is_robot
from publishing.tallies import Tally

# Different old addresses that a process counts between two writings.
MOST_COUNTED = 2000
DAYS_KEPT = 90


def note(request: HttpRequest, redirect: Redirect) -> None:
    """Count that a person asked for an old address. A link checker or a robot says nothing about readers."""
    if request.method == "GET" and "Sec-Purpose" not in request.headers and not is_robot(request.headers.get("User-Agent", "")):
        tally.add((timezone.localdate(), redirect.pk))


def write(counted: dict[tuple[dt.date, int], int]) -> None:
    """Add counts to the rows of their days; what is older than anybody asks for goes."""
    with transaction.atomic():
        rows = [RedirectHits(day=day, redirect=key) for day, key in sorted(counted)]
        RedirectHits.objects.bulk_create(rows, ignore_conflicts=True)
        for (day, key), count in sorted(counted.items()):
            RedirectHits.objects.filter(day=day, redirect=key).update(hits=F("hits") + count)
        RedirectHits.objects.filter(day__lt=first_day()).delete()


tally: Tally[tuple[dt.date, int]] = Tally(write, most=MOST_COUNTED)


def first_day() -> dt.date:
    """Return the first of the days that are kept."""
    return timezone.localdate() - dt.timedelta(days=DAYS_KEPT)


@dataclass(frozen=True)
class Use:
    """How often an old address was asked for in the days that are kept, and when last."""

    hits: int
    last: dt.date


def uses(keys: Iterable[int]) -> dict[int, Use]:
    """Return {key of a redirect: its use} of those that were used. One query."""
    tally.flush()
    found = RedirectHits.objects.filter(redirect__in=list(keys), day__gte=first_day()).values("redirect").annotate(total=Sum("hits"), last=Max("day"))
    return {row["redirect"]: Use(row["total"], row["last"]) for row in found.order_by()}
