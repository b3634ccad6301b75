"""Which events stand in which chronologies: by hand, or by a rule of kind and place. The one writer of `Listing`."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from actors.models import Place
from chronicle.models import Chronology, ChronologyEntry, ChronologyRule, Event, Listing, Stop
from publishing import listing

# {(chronology, event)}
Pairs = set[tuple[uuid.UUID, uuid.UUID]]


def settle(record: Event | Chronology) -> None:
    """Bring an event's, or a chronology's, places in chronologies up to date. In the transaction of the step.

    The chronologies are locked in one order for everybody, so that a rule and an event that meet it do not miss each other.
    """
    one = {"event": record.pk} if isinstance(record, Event) else {"chronology": record.pk}
    rules = ChronologyRule.objects.all() if isinstance(record, Event) else ChronologyRule.objects.filter(chronology=record)
    list(Chronology.objects.select_for_update().filter(pk__in=rules.values("chronology")).order_by("pk").values_list("pk"))
    write(pairs(**one), **one)


def pairs(*, event: uuid.UUID | None = None, chronology: uuid.UUID | None = None) -> Pairs:
    """Return which events belong to which chronologies: of one event, of one chronology, or all."""
    entries, rules = ChronologyEntry.objects.all(), ChronologyRule.objects.all()
    if event is not None:
        entries = entries.filter(event=event)
    if chronology is not None:
        entries, rules = entries.filter(chronology=chronology), rules.filter(chronology=chronology)
    found: Pairs = set(entries.values_list("chronology", "event"))
    chosen = list(rules)
    parents = parents_of_places() if chosen else {}
    for rule in chosen:
        events = Event.objects.filter(chosen_by(rule, parents))
        keys = (events if event is None else events.filter(pk=event)).values_list("pk", flat=True)
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
