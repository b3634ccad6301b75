"""What events call a person, against the tenures of the person’s form: told to whoever changes these."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q

from actors.checks import Notice, form_of
from actors.contradictions import Record
from actors.models import Actor, Tenure
from chronicle.capacities import LONGEST
from chronicle.checks import sound
from chronicle.in_office import against
from chronicle.models import Event, Participant
from publishing import languages

# Of somebody who took part more often, the last events are looked at.
LOOKED_AT = 200
# So many are told.
MOST = 5


def events_against(actor: Actor, tenures: Sequence[Tenure]) -> Iterator[Notice]:
    """Yield the events whose typed capacity these tenures speak against, the last ones first. One query."""
    typed = Q(*(~Q(**{f"capacity_{code}": ""}) for code in languages.codes()), _connector=Q.OR)
    rows = Participant.objects.filter(typed, actor=actor, event__in=Event.objects.kept().filter(date_lower__isnull=False))
    return islice(contradicted(actor, tenures, rows.select_related("event").order_by("-event__date_lower", "pk")[:LOOKED_AT]), MOST)


def contradicted(actor: Actor, tenures: Sequence[Tenure], rows: Iterable[Participant]) -> Iterator[Notice]:
    """Yield what the tenures have against these rows."""
    for row in rows:
        if (date := sound(row.event.date)) is not None and date.upper - date.lower <= LONGEST:
            row.actor = actor
            record = Record(date.lower, {actor.pk: list(tenures)})
            for reason in against(row, record, date, is_former=row.is_former):
                yield Notice(reason, [form_of(row.event)])
