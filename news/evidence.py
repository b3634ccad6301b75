"""What articles attest: on the day on which an article appeared, somebody whom it names held the post whose title it gives."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from uuid import UUID

from django.db.models import Case, DateTimeField, F, Max, Min, Value, When
from django.db.models.functions import Least
from django.utils import timezone

from actors.evidence import shown_by
from actors.models import Tenure
from news.models import Mention
from publishing import languages
from publishing.partial_dates import PartialDate

CAPACITIES = [f"capacity_{code}" for code in languages.codes()]


def attested(tenures: Sequence[Tenure]) -> Iterator[tuple[UUID, PartialDate]]:
    """Yield (key of a tenure, day of an article that shows it), of all public tenures of some people. One query.

    Between two days on which one of them may begin or end, all articles with one capacity show the same: of these the database
    returns the first and the last.
    """
    people = sorted(tenures, key=lambda tenure: str(tenure.actor_id))
    held = {actor: list(rows) for actor, rows in groupby(people, key=lambda tenure: tenure.actor_id)}
    moments = [timezone.make_aware(dt.datetime.combine(day, dt.time.min)) for day in sorted(turns(tenures))]
    # An article appeared when it came into the lists of its first language; it is in those of the others since then, or later.
    appeared = [F(f"listed_at_{code}") for code in languages.codes()]
    listed = reduce(or_, (Mention.objects.listed_in(code) for code in languages.codes()))
    between = Case(*(When(at__lt=moment, then=Value(place)) for place, moment in enumerate(moments)), default=Value(len(moments)))
    rows = listed.filter(actor__in=list(held)).annotate(at=Least(*appeared, *appeared[:1], output_field=DateTimeField()), between=between)
    groups = rows.order_by().values_list("actor", "between", *CAPACITIES).annotate(first=Min("at"), last=Max("at"))
    for actor, _between, *typed, first, last in groups:
        days = {timezone.localdate(moment) for moment in (first, last)}
        for tenure in shown_by(held[actor], min(days), dict(zip(CAPACITIES, typed, strict=True))):
            yield from ((tenure.pk, PartialDate.of(day)) for day in days)


def turns(tenures: Sequence[Tenure]) -> set[dt.date]:
    """Return the days on which it may change what somebody surely or possibly holds."""
    begins = {day for tenure in tenures for day in (tenure.start_lower, tenure.start_upper) if day}
    ends = {day + dt.timedelta(days=1) for tenure in tenures for day in (tenure.end_lower, tenure.end_upper) if day and day < dt.date.max}
    # The first day alone may be sure: the one after it is another.
    return {day for day in begins | ends | {day + dt.timedelta(days=1) for day in begins if day < dt.date.max} if day.year > 1}
