"""People, places, offices and events of any number for benchmarks, written in bulk past forms and workflow."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from actors.models import Actor, Office, Place, Post
from chronicle import attended, listings
from chronicle.models import Attendance, Chronology, ChronologyEntry, ChronologyRule, Event, Format, Listing, Participant, Statement, Stop
from config.archive_text import Writer
from config.seeding_store import BATCH, each, store, without_indexes
from publishing import changes, listing, standings, uses
from publishing.models import Address, Findable, Standing, Use
from publishing.publishable import State
from publishing.searching import index, words

# Of the first events, so many stand in a chronology of few.
FEW = 50
FIRST = dt.date(1992, 1, 1)
DAYS = 30 * 365
# How exactly dates are known: to the day for most, to the month, to the year, not at all.
PRECISIONS = (10, 10, 10, 10, 10, 10, 7, 7, 4, 0)
# People are called by name, by number of their address.
PERSON = "Person"
PLACES, OFFICES, FORMATS = 60, 40, 5
TABLES = [Event, Participant, Stop, Statement, Attendance, Listing]


def fill_events(number: int, seed: int, actors: int = 0, tell: Callable[[int], None] = lambda _done: None) -> dict[str, str]:
    """Write events with those who took part, where and what was said; all stand in the chronology "seed-all", the first 50 in "seed-few" too.

    Without a number of actors there is one for 20 events. `tell` hears how many events are written.
    """
    actors = actors or max(30, number // 20)
    for _done in each(People(actors, seed).write, range(0, actors, BATCH), actors):
        pass
    scene = Scene.made(number, seed)
    with without_indexes(TABLES, number):
        for done in each(scene.write, range(0, number, BATCH), number):
            tell(min(done * BATCH, number))
    with transaction.atomic():
        changes.touch(None, "events made", number=number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"few": "seed-few", "all": "seed-all"}


@dataclass
class People:
    """So many actors."""

    number: int
    seed: int

    @transaction.atomic
    def write(self, start: int) -> None:
        """Write the actors from a number on, as many as make a part."""
        made(Actor, min(BATCH, self.number - start), PERSON, Random(self.seed), start=start)  # noqa: S311 - texts, not secrets


@dataclass
class Scene:
    """What events have in common: who may take part, and where. The same seed and number give the same events."""

    number: int
    seed: int
    actors: list[uuid.UUID]
    places: list[uuid.UUID]
    posts: list[uuid.UUID]
    formats: list[uuid.UUID]
    everything: Chronology
    few: Chronology

    @classmethod
    @transaction.atomic
    def made(cls, number: int, seed: int) -> "Scene":
        """Make places, a tenth of which the others lie in, offices with a post each, formats, and two chronologies."""
        draw = Random(seed)  # noqa: S311 - texts, not secrets
        places, offices, formats = made(Place, PLACES, "Place", draw), made(Office, OFFICES, "Ministry", draw), made(Format, FORMATS, "Format", draw)
        Place.objects.bulk_update([at_home(place, places[at % 6]) for at, place in enumerate(places) if at >= PLACES // 10], ["parent"])
        uses.recount([("place", place.pk) for place in places])
        posts = Post.objects.bulk_create([Post(office=office, title_en="Head") for office in offices])
        everything, few = chronology("seed-all"), chronology("seed-few")
        ChronologyRule.objects.bulk_create([ChronologyRule(chronology=everything, kind=kind) for kind in Event.Kind.values])
        actors = list(Actor.objects.filter(slug_en__startswith=f"seed-{PERSON.lower()}-").order_by("slug_en").values_list("pk", flat=True))
        return cls(number, seed, actors, keys(places), keys(posts), keys(formats), everything, few)

    @transaction.atomic
    def write(self, start: int) -> None:
        """Write the events from a number on, as many as make a part."""
        draw = Random(f"{self.seed}/{start}")  # noqa: S311 - texts, not secrets
        events = made(Event, min(BATCH, self.number - start), "Event", draw, formats=self.formats, start=start)
        rows: list[Any] = [row for event in events for row in self.rows_of(event, draw)]
        for model in (Participant, Stop, Statement):
            store(model, [row for row in rows if isinstance(row, model)])
        store(Attendance, list(attended.rows_of(keys(events)).values()))
        few = events[: max(0, FEW - start)]
        ChronologyEntry.objects.bulk_create([ChronologyEntry(chronology=self.few, event=event) for event in few])
        pairs = [(self.everything, event) for event in events] + [(self.few, event) for event in few]
        said = {row.event_id: [row] for row in rows if isinstance(row, Statement)}
        store(Listing, [Listing(chronology=where, event=event, **listings.columns(event, said[event.pk])) for where, event in pairs])
        named = {event.pk: {event.format_id} - {None} for event in events}
        for event in few:
            named[event.pk].add(self.few.pk)
        for row in rows:
            named[row.event_id].update({getattr(row, f"{name}_id", None) for name in ("actor", "post", "place")} - {None})
        store(Use, [Use(kind="event", record=event, used=used, is_stored=True) for event, things in named.items() for used in sorted(things)])

    def rows_of(self, event: Event, draw: Random) -> list[Any]:
        """Return who took part in an event, where it was, and what was said."""
        some = draw.sample(self.actors, 3)
        people = [Participant(event=event, actor_id=actor, position=at) for at, actor in enumerate(some)]
        said = Statement(event=event, actor_id=some[0], text_en=f"We agreed on number {draw.randrange(1000)}.", text_ka="შევთანხმდით.")
        post, place = Participant(event=event, post_id=draw.choice(self.posts), position=3), Stop(event=event, place_id=draw.choice(self.places))
        return [*people, post, place, said]


def keys(records: list[Any]) -> list[uuid.UUID]:
    """Return the keys of records."""
    return [record.pk for record in records]


def made(model: type[Any], number: int, word: str, draw: Random, *, formats: list[uuid.UUID] | None = None, start: int = 0) -> list[Any]:
    """Make public records in bulk, numbered from `start` on, with their addresses."""
    writer, now = Writer(draw), timezone.now()
    found: list[Any] = []
    texts: list[Findable] = []
    standing: list[Standing] = []
    for place in range(start, start + number):
        slug = f"seed-{word.lower()}-{place}"
        record = model(slug_en=slug, slug_ka=slug, state=State.PUBLISHED, published_at_en=now, published_at_ka=now, first_published_at=now)
        for code in ("en", "ka"):
            setattr(record, f"{model.title_field}_{code}", f"{word} Number {place}")
        if formats is not None:
            dress(record, writer, draw, formats)
        listing.derive(record)
        found.append(record)
        texts += index.rows_of(record)
        standing.append(Standing(record=record.pk, **standings.columns(record, {}, standings.Drafted())))
    store(model, found)
    store(Findable, texts)
    words.learn(texts)
    store(Standing, standing)
    store(Address, [Address(kind=model._meta.model_name, slug=record.slug_en, record=record.pk) for record in found])
    return found


def dress(event: Event, writer: Writer, draw: Random, formats: list[uuid.UUID]) -> None:
    """Give an event a title, a lead, a date of some precision, a kind, and now and then a format."""
    for code in ("en", "ka"):
        text = writer.text(code)
        setattr(event, f"title_{code}", text.title)
        setattr(event, f"lead_{code}", text.lead)
    day = FIRST + dt.timedelta(days=draw.randrange(DAYS))
    event.date, event.kind = day.isoformat()[: draw.choice(PRECISIONS)], draw.choice(Event.Kind.values)
    event.format_id = draw.choice(formats) if draw.random() < 0.1 else None  # noqa: PLR2004 - a tenth


def at_home(place: Place, parent: Place) -> Place:
    """Put a place into another one."""
    place.parent = parent
    return place


def chronology(slug: str) -> Chronology:
    """Make a public chronology."""
    now = timezone.now()
    texts = {"title_en": slug, "title_ka": slug, "slug_en": slug, "slug_ka": slug}
    record = Chronology(**texts, state=State.PUBLISHED, published_at_en=now, published_at_ka=now, first_published_at=now)
    listing.derive(record)
    record.save()
    standings.write(record)
    index.settle(record)
    Address.objects.create(kind="chronology", slug=slug, record=record.pk)
    return record
