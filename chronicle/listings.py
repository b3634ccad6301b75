"""Which events stand in which chronologies: by hand, or by a rule of kind and place. The one writer of `Listing`."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from actors.models import Place
from chronicle.models import Chronology, ChronologyEntry, ChronologyRule, Event, Listing, Stop
from chronicle.tasks import settle_place
from publishing import listing

# Of so many events the step of a place takes along; of more, a task does.
AT_ONCE = 500
# {(chronology, event)}
Pairs = set[tuple[uuid.UUID, uuid.UUID]]


def settle(record: Event | Chronology) -> None:
    """Bring an event's, or a chronology's, places in chronologies up to date. In the transaction of the step.

    The chronologies are locked in one order for everybody, so that a rule and an event that meet it do not miss each other.
    """
    one: dict[str, Any] = {"event": record.pk} if isinstance(record, Event) else {"chronology": record.pk}
    rules = ChronologyRule.objects.all() if isinstance(record, Event) else ChronologyRule.objects.filter(chronology=record)
    list(Chronology.objects.select_for_update().filter(pk__in=rules.values("chronology")).order_by("pk").values_list("pk"))
    write(pairs(**one), **one)


def settle_around(place: Place) -> None:
    """Bring the events at a place, and in what lies in it, into the chronologies whose rules choose by place. In the transaction of the step.

    Of more than a few events it is done by a task after the commit.
    """
    if not ChronologyRule.objects.filter(place__isnull=False).exists():
        return
    if at_place(place.pk).count() > AT_ONCE:
        transaction.on_commit(partial(settle_place.enqueue, str(place.pk)))
    else:
        settle_events(at_place(place.pk))


@transaction.atomic
def settle_events(events: QuerySet[Event]) -> None:
    """Bring the places of some events in chronologies up to date, a few events at a time."""
    list(Chronology.objects.select_for_update().filter(pk__in=ChronologyRule.objects.values("chronology")).order_by("pk").values_list("pk"))
    keys = list(events.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        write(pairs(events=some), event__in=some)


def at_place(place: uuid.UUID) -> QuerySet[Event]:
    """Return the events at a place and at all that lies in it."""
    parents = parents_of_places()
    within = [each for each in parents if place in above(each, parents)]
    return Event.objects.filter(pk__in=Stop.objects.filter(place__in=within).values("event"))


def pairs(*, event: uuid.UUID | None = None, chronology: uuid.UUID | None = None, events: Collection[uuid.UUID] | None = None) -> Pairs:
    """Return which events belong to which chronologies: of one event, of some, of one chronology, or all."""
    entries, rules = ChronologyEntry.objects.all(), ChronologyRule.objects.all()
    wanted = [event] if event is not None else events
    if wanted is not None:
        entries = entries.filter(event__in=wanted)
    if chronology is not None:
        entries, rules = entries.filter(chronology=chronology), rules.filter(chronology=chronology)
    found: Pairs = set(entries.values_list("chronology", "event"))
    chosen = list(rules)
    parents = parents_of_places() if chosen else {}
    for rule in chosen:
        some = Event.objects.filter(chosen_by(rule, parents))
        keys = (some if wanted is None else some.filter(pk__in=wanted)).values_list("pk", flat=True)
        found |= {(rule.chronology_id, key) for key in keys}
    return found


def chosen_by(rule: ChronologyRule, parents: dict[uuid.UUID, uuid.UUID | None]) -> Q:
    """Return the condition that an event is one of those that a rule chooses."""
    chosen = Q()
    if rule.kind:
        chosen &= Q(kind=rule.kind)
    if rule.place_id is not None:
        places = [place for place in parents if rule.place_id in above(place, parents)]
        chosen &= Q(pk__in=Stop.objects.filter(place__in=places).values("event"))
    return chosen


def parents_of_places() -> dict[uuid.UUID, uuid.UUID | None]:
    """Return {place: the place it lies in}."""
    return dict(Place.objects.values_list("pk", "parent"))


def above(place: uuid.UUID, parents: dict[uuid.UUID, uuid.UUID | None]) -> Collection[uuid.UUID]:
    """Return a place and those that it lies in."""
    seen: dict[uuid.UUID, None] = {}
    step: uuid.UUID | None = place
    while step is not None and step not in seen:
        seen[step] = None
        step = parents.get(step)
    return seen


def write(wanted: Pairs, **one: Any) -> None:  # Any: the key of an event or of a chronology
    """Let exactly these places be there, among those of one event or chronology if it is named."""
    stored = {(row.chronology_id, row.event_id): row for row in Listing.objects.filter(**one)}
    if gone := [row.pk for pair, row in stored.items() if pair not in wanted]:
        Listing.objects.filter(pk__in=gone).delete()
    events = Event.objects.in_bulk({event for _chronology, event in wanted})
    fresh: list[Listing] = []
    changed: list[Listing] = []
    for chronology, event in sorted(wanted, key=str):
        row = stored.get((chronology, event)) or Listing(chronology_id=chronology, event_id=event)
        values = columns(events[event])
        if row.pk is None or columns_of(row) != values:
            for name, value in values.items():
                setattr(row, name, value)
            (fresh if row.pk is None else changed).append(row)
    Listing.objects.bulk_create(fresh, batch_size=500)
    if changed:
        Listing.objects.bulk_update(changed, list(columns_of(changed[0])), batch_size=200)


def columns(event: Event) -> dict[str, object]:
    """Return what a place in a chronology takes from its event."""
    return {"lower": event.date_lower or dt.date.max, "upper": event.date_upper or dt.date.max, **listing.columns(event)}


def columns_of(row: Listing) -> dict[str, object]:
    """Return what a place in a chronology says of its event."""
    return {"lower": row.lower, "upper": row.upper, **listing.columns(row)}


def differences() -> Iterator[str]:
    """Yield each place in a chronology that lacks, is too many, or says something else than its event."""
    wanted, stored = pairs(), {(row.chronology_id, row.event_id): row for row in Listing.objects.all()}
    events = Event.objects.in_bulk({event for _chronology, event in wanted})
    for chronology, event in sorted(wanted | stored.keys(), key=str):
        row = stored.get((chronology, event))
        if row is None:
            yield f"event {event}: lacks in chronology {chronology}"
        elif (chronology, event) not in wanted:
            yield f"event {event}: does not belong to chronology {chronology}"
        elif columns_of(row) != columns(events[event]):
            yield f"event {event}: is not listed in chronology {chronology} as it is"


def fix() -> None:
    """Make the places in all chronologies anew."""
    write(pairs())
