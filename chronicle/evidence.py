"""What events attest: on the day of an event that took place, who took part in it held the post as whose holder they did."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db.models import F, Max, Min

from actors.evidence import by_person, shown_by, stretch_of
from actors.models import Tenure
from chronicle.models import Event, Participant
from publishing import languages
from publishing.partial_dates import PartialDate

CAPACITIES = [f"capacity_{code}" for code in languages.codes()]


def attested(tenures: Sequence[Tenure]) -> Iterator[tuple[UUID, PartialDate]]:
    """Yield (key of a tenure, day of an event that shows it), of all public tenures of some people. One query.

    Events count whose day is known: of a month nobody knows on which of its days it shows a post. A row that names the tenure shows
    it; what was a former capacity shows nothing.
    """
    held = by_person(tenures)
    keys = {tenure.pk for tenure in tenures}
    events = Event.objects.live().filter(status=Event.Status.HELD, date_lower=F("date_upper"))
    rows = Participant.objects.filter(actor__in=list(held), is_former=False, event__in=events.order_by())
    rows = rows.annotate(stretch=stretch_of(tenures, "event__date_lower"))
    found = rows.order_by().values_list("actor", "tenure", "stretch", *CAPACITIES)
    for actor, key, _stretch, *typed, first, last in found.annotate(first=Min("event__date_lower"), last=Max("event__date_lower")):
        if key is None:
            shown = [tenure.pk for tenure in shown_by(held[actor], first, dict(zip(CAPACITIES, typed, strict=True)))]
        else:
            shown = [key] if key in keys else []
        yield from ((pk, PartialDate.of(day)) for pk in shown for day in {first, last})
