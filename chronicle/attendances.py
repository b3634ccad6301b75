"""Who was at which event: the one writer of `Attendance`.

What follows from a post changes with the tenures of people, and where something lies with places. After each step of an event, a
person, an office or a place, the rows of the events that it concerns are written anew; `check_content` compares them all.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet

from actors.models import Actor, Office, Place, Tenure
from chronicle.attended import DEEPEST, Key, above, rows_of
from chronicle.models import Attendance, Event, Participant, Statement, Stop
from publishing import consistency, listing
from publishing.publishable import State
from publishing.registry import follow

AT_ONCE = 500
COLUMNS = ("by_id", "through_id", "role", "side", "rank", "spot_id", "statement_id", "statements", "at", "whole", "year")


def register() -> None:
    """Let each step of what the rows are made of bring them up to date."""
    for model, settle in ((Event, settle_event), (Actor, settle_actor), (Office, settle_office), (Place, settle_place)):
        follow(model, settle)
    consistency.register(consistency.Check("who was at which event", differences, fix))


def settle_event(event: Event) -> None:
    """Bring the rows of an event, and of what is part of it, up to date. In the transaction of the step."""
    keys = fresh = {event.pk}
    for _step in range(DEEPEST):
        fresh = set(Event.objects.filter(parent__in=fresh).values_list("pk", flat=True)) - keys
        if not fresh:
            break
        keys = keys | fresh
    write(keys, event)


def settle_actor(actor: Actor) -> None:
    """Bring the rows of events up to date that name a person, or a post that the person holds or held, and say something else."""
    own = without(Participant.objects.filter(actor=actor), actor=actor.pk), without(Statement.objects.filter(actor=actor), actor=actor.pk)
    posts = Participant.objects.filter(actor__isnull=True, post__in=Tenure.objects.filter(actor=actor).values("post"))
    by_post = Attendance.objects.filter(actor=actor, through__isnull=False)
    write(set(own[0].union(own[1], posts.order_by().values_list("event"), by_post.values_list("event")).values_list("event", flat=True)))


def settle_office(office: Office) -> None:
    """Bring the rows of events up to date that name an office, or a post of it, and do not say so yet."""
    named = Q(office=office, actor__isnull=True, post__isnull=True) | Q(post__office=office) | Q(tenure__post__office=office, post__isnull=True)
    spoken = without(Statement.objects.filter(office=office), office=office.pk)
    write(set(without(Participant.objects.filter(named), office=office.pk).union(spoken).values_list("event", flat=True)))


def settle_place(place: Place) -> None:
    """Bring the rows of events up to date that happened at a place, or in what lies in it, where it lies elsewhere than they say."""
    around = dict(Place.objects.in_state(State.PUBLISHED).values_list("pk", "parent"))
    inside = [key for key in {*around, place.pk} if place.pk in above(key, around) or key == place.pk]
    over = above(place.pk, around)
    stops = Stop.objects.filter(place__in=inside)
    keys = {key for each in over for key in without(stops, place=each).values_list("event", flat=True)}
    stale = Attendance.objects.filter(place__isnull=False, spot__in=inside).exclude(place__in={*over, *inside})
    if not over:
        stale = Attendance.objects.filter(place=place)
    write(keys | set(stale.values_list("event", flat=True)))


def without(rows: QuerySet, **subject: uuid.UUID) -> QuerySet:
    """Return the published events of rows that have no attendance of what they name."""
    there = Attendance.objects.filter(event=OuterRef("event"), **subject)
    return rows.filter(~Exists(there), event__in=Event.objects.in_state(State.PUBLISHED)).order_by().values_list("event")


def write(keys: Collection[uuid.UUID], step: Event | None = None) -> None:
    """Let exactly the rows that they should have be there, of these events; one of them may just have taken a `step`."""
    every = sorted(keys)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        wanted = rows_of(some, step if step is not None and step.pk in some else None)
        stored = {key_of(row): row for row in Attendance.objects.filter(event__in=some)}
        if gone := [row.pk for key, row in stored.items() if key not in wanted]:
            Attendance.objects.filter(pk__in=gone).delete()
        changed = [copied(row, stored[key]) for key, row in wanted.items() if key in stored and columns_of(row) != columns_of(stored[key])]
        Attendance.objects.bulk_create([row for key, row in wanted.items() if key not in stored], batch_size=AT_ONCE)
        if changed:
            Attendance.objects.bulk_update(changed, [*names_of(COLUMNS), *listing.columns(changed[0])], batch_size=200)


def names_of(columns: Iterable[str]) -> list[str]:
    """Return the fields of columns."""
    return [name.removesuffix("_id") for name in columns]


def copied(row: Attendance, to: Attendance) -> Attendance:
    """Give a stored row what it should say. Saves nothing."""
    for name, value in columns_of(row).items():
        setattr(to, name, value)
    return to


def key_of(row: Attendance) -> Key:
    """Return whose row at which event it is."""
    name = next(name for name in ("actor", "office", "place") if getattr(row, f"{name}_id"))
    return row.event_id, name, getattr(row, f"{name}_id")


def columns_of(row: Attendance) -> dict[str, object]:
    """Return what a row says."""
    return {**{name: getattr(row, name) for name in COLUMNS}, **listing.columns(row)}


def differences() -> Iterator[str]:
    """Yield each row that lacks, is too many, or says something else than its event."""
    every = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        wanted, stored = rows_of(some), {key_of(row): row for row in Attendance.objects.filter(event__in=some)}
        for event, name, subject in sorted(wanted.keys() | stored.keys(), key=str):
            row, should = stored.get((event, name, subject)), wanted.get((event, name, subject))
            if row is None:
                yield f"event {event}: lacks its {name} {subject}"
            elif should is None:
                yield f"event {event}: has the {name} {subject} without reason"
            elif columns_of(row) != columns_of(should):
                yield f"event {event}: tells of the {name} {subject} what is not so"


def fix() -> None:
    """Make all rows anew."""
    write(list(Event.objects.values_list("pk", flat=True)))
