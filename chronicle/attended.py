"""What events say of who was there and where they were: the rows of `Attendance` as they should be."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from actors.models import Actor, Place, Tenure
from actors.timeline import moment
from chronicle.capacities import LONGEST
from chronicle.models import Attendance, Event, Participant, Statement, Stop
from publishing import listing
from publishing.partial_dates import Certainty, PartialDate
from publishing.publishable import State

Role, Side, Kind = Participant.Role, Attendance.Side, Event.Kind
# Whom somebody met, by the part that they had. Who supported an event was not there for that.
SIDES: dict[str, Attendance.Side] = {
    **dict.fromkeys((Role.VISITOR, Role.DELEGATION), Side.GUEST),
    **dict.fromkeys((Role.HOST, Role.COUNTERPART), Side.HOST),
    **dict.fromkeys((Role.SIGNATORY, Role.SPEAKER, Role.ATTENDEE), Side.EITHER),
}
# Of several parts that somebody had, the first of these is told; "" is that of who spoke only.
PARTS: list[str] = [*SIDES, Role.SUPPORTER, ""]
# At which events people meet.
MEETINGS = {
    Kind.VISIT,
    Kind.WORKING_VISIT,
    Kind.DELEGATION,
    Kind.MEETING,
    Kind.TALKS,
    Kind.TOUR,
    Kind.SIGNING,
    Kind.OPENING,
    Kind.SESSION,
    Kind.OTHER,
}
# More steps than any visit has parts in parts.
DEEPEST = 20
PARENT: Any = Event._meta.get_field("parent")

# (event, "actor", "office" or "place", its key)
Key = tuple[uuid.UUID, str, uuid.UUID]
# {("actor", "office" or "place", its key): its row}, of one event
Rows = dict[tuple[str, Any], Attendance]


@dataclass
class Known:
    """What is read at once for several events."""

    events: dict[uuid.UUID, Event] = field(default_factory=dict)
    # Public events by key, those that others are part of included.
    above: dict[uuid.UUID, Event] = field(default_factory=dict)
    people: defaultdict[uuid.UUID, list[Participant]] = field(default_factory=lambda: defaultdict(list))
    said: defaultdict[uuid.UUID, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    stops: defaultdict[uuid.UUID, list[uuid.UUID]] = field(default_factory=lambda: defaultdict(list))
    # {post: its tenures}, {place: the place that it lies in}, of what is published.
    tenures: defaultdict[uuid.UUID, list[Tenure]] = field(default_factory=lambda: defaultdict(list))
    around: dict[uuid.UUID, uuid.UUID | None] = field(default_factory=dict)


def rows_of(keys: Collection[uuid.UUID], step: Event | None = None) -> dict[Key, Attendance]:
    """Return the rows of these events, none for one that is not published. At most eight queries, and one for each step above them.

    `step` is one of them that has just taken a step: it is not read again, nor the rows that came with it.
    """
    known = read(keys, step)
    found: dict[Key, Attendance] = {}
    for event in known.events.values():
        found |= of_event(event, known)
    return found


def read(keys: Collection[uuid.UUID], step: Event | None = None) -> Known:
    """Read what is known of these events."""
    known = Known()
    others = [key for key in keys if step is None or key != step.pk]
    known.events = published(others)
    if step is not None and step.state == State.PUBLISHED:
        known.events[step.pk] = step
    known.above = with_above(known.events)
    for person in rows(known.events, step, Participant.objects.select_related("post", "tenure__post")):
        known.people[person.event_id].append(person)
    for said in rows(known.events, step, Statement.objects.only("event", "actor", "office")):
        known.said[said.event_id].append(said)
    for stop in rows(known.events, step, Stop.objects.only("event", "place")):
        known.stops[stop.event_id].append(stop.place_id)
    if posts := {person.post_id for people in known.people.values() for person in people if person.post_id and not person.actor_id}:
        for tenure in Tenure.objects.filter(post__in=posts, actor__in=Actor.objects.in_state(State.PUBLISHED)).in_order():
            known.tenures[tenure.post_id].append(tenure)
    if known.stops:
        known.around = dict(Place.objects.in_state(State.PUBLISHED).values_list("pk", "parent"))
    return known


def rows(events: Collection[uuid.UUID], step: Event | None, stored: QuerySet) -> Iterator[Any]:  # Any: rows of a kind
    """Yield the rows of a kind of these events, in their order: those that came with the step, and those that are stored. One query at most."""
    lent = step.lent(stored.model._meta.get_field("event").remote_field.get_accessor_name()) if step is not None and step.pk in events else None
    yield from lent or ()
    if others := [key for key in events if lent is None or step is None or key != step.pk]:
        yield from stored.filter(event__in=others).order_by("position", "id")


def published(keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Event]:
    """Return {key: event} of those that are published. One query, none for none."""
    if not keys:
        return {}
    return {event.pk: event for event in Event.objects.in_state(State.PUBLISHED).filter(pk__in=keys).without_texts()}


def with_above(events: dict[uuid.UUID, Event]) -> dict[uuid.UUID, Event]:
    """Return events with those that they are part of. One query for each step above them, none for what an event brings along."""
    found, fresh = dict(events), events
    for _step in range(DEEPEST):
        wanted = {event.parent_id for event in fresh.values() if event.parent_id} - found.keys()
        if not wanted:
            break
        # Which came with the event, locked (`chronicle.family`).
        brought = {parent.pk: parent for event in fresh.values() if PARENT.is_cached(event) and (parent := event.parent) is not None}
        fresh = published(wanted - brought.keys()) | {key: brought[key] for key in wanted & brought.keys() if brought[key].state == State.PUBLISHED}
        found |= fresh
    return found


def of_event(event: Event, known: Known) -> dict[Key, Attendance]:
    """Return the rows of one event."""
    people = people_at(event, known)
    set_sides(event, people.values())
    stops = known.stops[event.pk]
    for row in people.values():
        row.spot_id = stops[0] if stops else None
    rows = {**places_of(stops, known), **people}
    whole, date = whole_of(event, known), event.date
    for row in rows.values():
        row.event_id, row.whole, row.year = event.pk, whole.pk, year_of(whole)
        row.at = moment(date, 0) if date else UNDATED
        for name, value in listing.columns(event).items():
            setattr(row, name, value)
    return {(event.pk, name, key): row for (name, key), row in rows.items()}


def people_at(event: Event, known: Known) -> Rows:
    """Return the people and the offices that were at an event, or spoke there."""
    rows: Rows = {}
    for row in (row for person in known.people[event.pk] for row in rows_by(person, event, known)):
        place = ("actor", row.actor_id) if row.actor_id else ("office", row.office_id)
        if place not in rows or told_by(row) < told_by(rows[place]):
            rows[place] = row
    for said in known.said[event.pk]:
        name = "actor" if said.actor_id else "office"
        if key := (said.actor_id or said.office_id):
            row = rows.setdefault((name, key), Attendance(**{f"{name}_id": key}))
            row.statement_id = row.statement_id or said.pk
            row.statements += 1
    return rows


def places_of(stops: Sequence[uuid.UUID], known: Known) -> Rows:
    """Return the places where an event was, and those that these lie in."""
    rows: Rows = {}
    for spot in stops:
        for place in above(spot, known.around):
            rows.setdefault(("place", place), Attendance(place_id=place, spot_id=spot))
    return rows


# What has no date stands at the end of timelines.
UNDATED = moment(PartialDate.of(dt.date(1, 1, 2)), 0)


def rows_by(person: Participant, event: Event, known: Known) -> Iterator[Attendance]:
    """Yield who was there by a row of an event: a person, the holder of a post, an office, or both."""
    role = person.role
    if person.actor_id:
        yield Attendance(actor_id=person.actor_id, role=role)
        post = person.post or (person.tenure.post if person.tenure else None)
        if post is not None:
            yield Attendance(office_id=post.office_id, by_id=person.actor_id, role=role)
    elif person.post is not None:
        holders = [tenure.actor_id for tenure in known.tenures[person.post.pk] if held_it(tenure, event)]
        if len(set(holders)) == 1:
            yield Attendance(actor_id=holders[0], through_id=person.post.office_id, role=role)
        yield Attendance(office_id=person.post.office_id, role=role)
    elif person.office_id:
        yield Attendance(office_id=person.office_id, role=role)


def held_it(tenure: Tenure, event: Event) -> bool:
    """Tell whether a tenure surely held at the time of an event."""
    date: Any = event.date
    if not date or date.upper - date.lower > LONGEST:
        return False
    return all(tenure.certainty_on(day) == Certainty.SURELY for day in (date.lower, date.upper))


def told_by(row: Attendance) -> tuple[bool, int]:
    """Return the place of a row among those of one person or office: what needs nobody else to be public first, then by the part."""
    return bool(row.by_id or row.through_id), PARTS.index(row.role)


def set_sides(event: Event, rows: Iterable[Attendance]) -> None:
    """Say whom each of them met. Without guests nobody receives anybody: all who are there meet each other."""
    rows = list(rows)
    is_meeting = event.status == Event.Status.HELD and event.kind in MEETINGS
    has_guests = any(SIDES.get(row.role) == Side.GUEST for row in rows)
    ranks: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        side = SIDES.get(row.role, Side.NONE) if is_meeting else Side.NONE
        row.side = Side.EITHER if side == Side.HOST and not has_guests else side
        row.rank = ranks[row.side]
        ranks[row.side] += 1


def whole_of(event: Event, known: Known) -> Event:
    """Return what an event is part of, the outermost that is published and dated; itself if it is part of nothing."""
    found = event
    for _step in range(DEEPEST):
        parent = known.above.get(found.parent_id) if found.parent_id else None
        if parent is None or year_of(parent) is None:
            return found
        found = parent
    return found


def year_of(event: Event) -> int | None:
    """Return the year in which an event began, None where it is not known."""
    date: Any = event.date
    return date.lower.year if date and date.lower != dt.date.min else None


def above(place: uuid.UUID, around: dict[uuid.UUID, uuid.UUID | None]) -> Sequence[uuid.UUID]:
    """Return a place and those that it lies in, up to one that is not published."""
    seen: list[uuid.UUID] = []
    step: uuid.UUID | None = place
    while step is not None and step in around and step not in seen:
        seen.append(step)
        step = around[step]
    return seen
