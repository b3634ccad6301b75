"""What articles attest: on the day on which an article appeared, somebody whom it names held the post whose title it gives."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import DateTimeField, F, Max, Min
from django.db.models.functions import Least
from django.utils import timezone

from actors.evidence import by_person, shown_by, stretch_of
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
    held = by_person(tenures)
    # An article appeared when it came into the lists of its first language; it is in those of the others since then, or later.
    appeared = [F(f"listed_at_{code}") for code in languages.codes()]
    listed = reduce(or_, (Mention.objects.listed_in(code) for code in languages.codes()))
    at = Least(*appeared, *appeared[:1], output_field=DateTimeField())
    rows = listed.filter(actor__in=list(held)).annotate(at=at, between=stretch_of(tenures, at=midnight))
    groups = rows.order_by().values_list("actor", "between", *CAPACITIES).annotate(first=Min("at"), last=Max("at"))
    for actor, _between, *typed, first, last in groups:
        days = {timezone.localdate(moment) for moment in (first, last)}
        for tenure in shown_by(held[actor], min(days), dict(zip(CAPACITIES, typed, strict=True))):
            yield from ((tenure.pk, PartialDate.of(day)) for day in days)


def midnight(day: dt.date) -> dt.datetime:
    """Return when a day begins where the site is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
