"""Which events stand in which chronologies: by hand, or by a rule of kind and place. The one writer of `Listing`."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from actors.models import Place
from chronicle import sought
from chronicle.models import Chronology, ChronologyEntry, ChronologyRule, Event, Listing, Statement, Stop
from chronicle.tasks import settle_place
from publishing import languages, listing

# Of so many events the step of a place takes along; of more, a task does.
AT_ONCE = 500
# What a place in a chronology says of its event beside the listing columns.
COLUMNS = ("lower", "upper", "first_year", "last_year", "kind", *(f"sought_{code}" for code in languages.codes()))
# {(chronology, event)}
Pairs = set[tuple[uuid.UUID, uuid.UUID]]


def settle(record: Event | Chronology) -> None:
    """Bring an event's, or a chronology's, places in chronologies up to date. In the transaction of the step.

    The chronologies are locked in one order for everybody, so that a rule and an event that meet it do not miss each other.
    """
    one: dict[str, Any] = {"event": record.pk} if isinstance(record, Event) else {"chronology": record.pk}
    rules = ChronologyRule.objects.all() if isinstance(record, Event) else ChronologyRule.objects.filter(chronology=record)
    list(Chronology.objects.select_for_update().filter(pk__in=rules.values("chronology")).order_by("pk").values_list("pk"))
    if isinstance(record, Event):
        by_hand = entered(**one) if (rows := record.lent("entries")) is None else {(row.chronology_id, record.pk) for row in rows}
        write(by_hand | chosen_of({record.pk: record.kind}), {record.pk: record}, **one)
    else:
        write(entered(**one) | chosen_in(record.pk), **one)


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
        kinds = dict(Event.objects.filter(pk__in=some).order_by().values_list("pk", "kind"))
        write(entered(event__in=some) | chosen_of(kinds), event__in=some)


def at_place(place: uuid.UUID) -> QuerySet[Event]:
    """Return the events at a place and at all that lies in it."""
    parents = parents_of_places()
    within = [each for each in parents if place in above(each, parents)]
    return Event.objects.filter(pk__in=Stop.objects.filter(place__in=within).values("event"))


def pairs() -> Pairs:
    """Return which events belong to which chronologies, all of them."""
    return entered().union(*(chosen_in(key) for key in ChronologyRule.objects.order_by().values_list("chronology", flat=True).distinct()))


def entered(**some: Any) -> Pairs:  # Any: a condition on entries
    """Return which events were put into which chronologies by hand."""
    return set(ChronologyEntry.objects.filter(**some).values_list("chronology", "event"))


def chosen_in(chronology: uuid.UUID) -> Pairs:
    """Return which events the rules of a chronology choose. One query for each rule, and one for the places."""
    rules = list(ChronologyRule.objects.filter(chronology=chronology))
    parents = parents_of_places() if any(rule.place_id for rule in rules) else {}
    return {(chronology, key) for rule in rules for key in Event.objects.filter(chosen_by(rule, parents)).values_list("pk", flat=True)}


def chosen_of(kinds: Mapping[uuid.UUID, str]) -> Pairs:
    """Return which chronologies choose these events by a rule, of {event: its kind}. Three queries, however many rules there are."""
    rules = [rule for rule in ChronologyRule.objects.all() if not rule.kind or rule.kind in kinds.values()]
    around: dict[uuid.UUID, set[uuid.UUID]] = {}
    if any(rule.place_id for rule in rules):
        parents = parents_of_places()
        for event, place in Stop.objects.filter(event__in=kinds).order_by().values_list("event", "place"):
            around.setdefault(event, set()).update(above(place, parents))
    return {
        (rule.chronology_id, event)
        for rule in rules
        for event, kind in kinds.items()
        if rule.kind in ("", kind) and (rule.place_id is None or rule.place_id in around.get(event, ()))
    }


def chosen_by(rule: ChronologyRule, parents: dict[uuid.UUID, uuid.UUID | None]) -> Q:
    """Return the condition that an event is one of those that a rule chooses; twin of `chosen_of`."""
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


def write(wanted: Pairs, known: Mapping[uuid.UUID, Event] | None = None, **one: Any) -> None:  # Any: the key of an event or of a chronology
    """Let exactly these places be there, among those of one event or chronology if it is named. `known` events are not read again."""
    stored = {(row.chronology_id, row.event_id): row for row in Listing.objects.filter(**one)}
    if gone := [row.pk for pair, row in stored.items() if pair not in wanted]:
        Listing.objects.filter(pk__in=gone).delete()
    events = known or Event.objects.in_bulk({event for _chronology, event in wanted})
    said = sought.statements_of(events, are_lent=known is not None) if wanted else {}
    fresh: list[Listing] = []
    changed: list[Listing] = []
    for chronology, event in sorted(wanted, key=str):
        row = stored.get((chronology, event)) or Listing(chronology_id=chronology, event_id=event)
        values = columns(events[event], said[event])
        if row.pk is None or columns_of(row) != values:
            for name, value in values.items():
                setattr(row, name, value)
            (fresh if row.pk is None else changed).append(row)
    Listing.objects.bulk_create(fresh, batch_size=500)
    if changed:
        Listing.objects.bulk_update(changed, list(columns_of(changed[0])), batch_size=200)


def columns(event: Event, said: Collection[Statement]) -> dict[str, object]:
    """Return what a place in a chronology takes from its event and from what was said there."""
    lower, upper = event.date_lower or dt.date.max, event.date_upper or dt.date.max
    counted = {"first_year": lower.year, "last_year": upper.year, "kind": event.kind}
    return {"lower": lower, "upper": upper, **counted, **sought.columns(event, said), **listing.columns(event)}


def columns_of(row: Listing) -> dict[str, object]:
    """Return what a place in a chronology says of its event."""
    return {name: getattr(row, name) for name in COLUMNS} | listing.columns(row)


def differences() -> Iterator[str]:
    """Yield each place in a chronology that lacks, is too many, or says something else than its event."""
    wanted, stored = pairs(), {(row.chronology_id, row.event_id): row for row in Listing.objects.all()}
    events = Event.objects.in_bulk({event for _chronology, event in wanted})
    said = sought.statements_of(events)
    for chronology, event in sorted(wanted | stored.keys(), key=str):
        row = stored.get((chronology, event))
        if row is None:
            yield f"event {event}: lacks in chronology {chronology}"
        elif (chronology, event) not in wanted:
            yield f"event {event}: does not belong to chronology {chronology}"
        elif columns_of(row) != columns(events[event], said[event]):
            yield f"event {event}: is not listed in chronology {chronology} as it is"


def fix() -> None:
    """Make the places in all chronologies anew."""
    write(pairs())
