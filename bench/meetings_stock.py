"""An archive of meetings, made in bulk from a seed."""

import datetime as dt
import random

from django.db import connection
from django.utils import timezone

from actors.models import Actor
from chronicle import attendances
from chronicle.attended import SIDES
from chronicle.meetings import Pair, Party
from chronicle.models import Attendance, Event, Participant
from publishing import languages, listing
from publishing.publishable import Publishable, State

EACH = 10
PEOPLE = 5000
BEGIN = dt.date(1992, 1, 1)
# The one who went to each fourth event, and the one who received at each fourth.
GUEST, HOST = "Much Travelled", "Much Visited"
ROLES = ["visitor", "delegation", "delegation", "host", "counterpart", "counterpart", "counterpart", "attendee", "speaker", "supporter"]


def public(record: Publishable, name: str) -> Publishable:
    """Make a record public in all languages. Saves nothing."""
    for code in languages.codes():
        setattr(record, f"{record.title_field}_{code}", name)
        setattr(record, f"{record.slug_field}_{code}", name.lower().replace(" ", "-"))
        setattr(record, f"published_at_{code}", timezone.now() - dt.timedelta(days=1))
    record.state = State.PUBLISHED
    listing.derive(record)
    return record


def fill(events: int, *, seed: int, people: int = PEOPLE) -> int:
    """Fill an empty database; return how many rows of who was there it has."""
    chance = random.Random(seed)
    actors = [public(Actor(), name) for name in (GUEST, HOST, *(f"Person {number:05}" for number in range(people)))]
    Actor.objects.bulk_create(actors, batch_size=500)
    for start in range(0, events, 1000):
        made, rows = [], []
        for number in range(start, min(start + 1000, events)):
            day = BEGIN + dt.timedelta(days=chance.randrange(12_000))
            event = Event(kind="visit", date=day.isoformat())
            made.append(public(event, f"Event {number:05}"))
            there = chance.sample(actors[2:], EACH)
            if number % 4 == 0:
                there[0] = actors[0]
            if number % 8 in (0, 1):
                there[3] = actors[1]
            rows += [
                Participant(event=event, actor=actor, role=role, position=place) for place, (actor, role) in enumerate(zip(there, ROLES, strict=True))
            ]
        Event.objects.bulk_create(made, batch_size=500)
        Participant.objects.bulk_create(rows, batch_size=500)
    settle()
    return Attendance.objects.count()


def settle() -> None:
    """Write who was there: on PostgreSQL in one statement, which says what `attendances.fix` does of such events."""
    if connection.vendor != "postgresql":
        attendances.fix()
        return
    listed = ", ".join(f"listed_at_{code}, available_{code}" for code in languages.codes())
    sides = " ".join(f"WHEN p.role = '{role}' THEN {int(side)}" for role, side in SIDES.items())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO chronicle_attendance (event_id, actor_id, role, side, rank, statements, at, whole, year, {listed}) "  # noqa: S608 - no input
            f"SELECT e.id, p.actor_id, p.role, CASE {sides} ELSE 0 END, p.position, 0, e.date_lower, e.id, EXTRACT(YEAR FROM e.date_lower), {listed} "
            "FROM chronicle_participant p JOIN chronicle_event e ON e.id = p.event_id"
        )


def pairs() -> dict[str, Pair]:
    """Return the pairs that are asked for: the two who met most, and two who met seldom."""
    guest, host = (Actor.objects.get(name_en=name) for name in (GUEST, HOST))
    others = Actor.objects.exclude(pk__in=[guest.pk, host.pk]).order_by("name_en")[:2]
    both = {"the busiest": (guest, host), "two of the others": tuple(others)}
    return {name: Pair(Party("actor", a.pk), Party("actor", b.pk), "en", untranslated=True) for name, (a, b) in both.items()}
