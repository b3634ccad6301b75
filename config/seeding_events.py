"""People, places, offices and events of any number for benchmarks, written in bulk past forms and workflow."""

import datetime as dt
from random import Random
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from actors.models import Actor, Office, Place, Post
from chronicle import attended, listings
from chronicle.models import Attendance, Chronology, ChronologyEntry, ChronologyRule, Event, Format, Listing, Participant, Statement, Stop
from config.archive_text import Writer
from publishing import changes, listing, standings, uses
from publishing.models import Address, Findable, Standing
from publishing.publishable import State
from publishing.searching import index, words

BATCH = 2000
# Of the first events, so many stand in a chronology of few.
FEW = 50
FIRST = dt.date(1992, 1, 1)
DAYS = 30 * 365
# How exactly dates are known: to the day for most, to the month, to the year, not at all.
PRECISIONS = (10, 10, 10, 10, 10, 10, 7, 7, 4, 0)


def fill_events(number: int, seed: int) -> dict[str, str]:
    """Write events with those who took part, where and what was said; all stand in the chronology "seed-all", the first 50 in "seed-few" too."""
    draw = Random(seed)  # noqa: S311 - texts, not secrets
    with transaction.atomic():
        actors, places = made(Actor, max(30, number // 20), "Person", draw), made(Place, 60, "Place", draw)
        Place.objects.bulk_update([at_home(place, places[each % 6]) for each, place in enumerate(places) if each >= len(places) // 10], ["parent"])
        offices, formats = made(Office, 40, "Ministry", draw), made(Format, 5, "Format", draw)
        posts = Post.objects.bulk_create([Post(office=office, title_en="Head") for office in offices])
        events = made(Event, number, "Event", draw, formats=formats)
        rows: list[Any] = [row for each in events for row in rows_of(each, draw, actors, places, posts)]
        for model in (Participant, Stop, Statement):
            model.objects.bulk_create([row for row in rows if isinstance(row, model)], batch_size=BATCH)
        for start in range(0, number, BATCH):
            there = attended.rows_of([event.pk for event in events[start : start + BATCH]])
            Attendance.objects.bulk_create(there.values(), batch_size=BATCH)
        everything, few = chronology("seed-all"), chronology("seed-few")
        ChronologyRule.objects.bulk_create([ChronologyRule(chronology=everything, kind=kind) for kind in Event.Kind.values])
        ChronologyEntry.objects.bulk_create([ChronologyEntry(chronology=few, event=event) for event in events[:FEW]])
        pairs = [(everything, event) for event in events] + [(few, event) for event in events[:FEW]]
        said = {row.event_id: [row] for row in rows if isinstance(row, Statement)}
        Listing.objects.bulk_create(
            [Listing(chronology=where, event=event, **listings.columns(event, said[event.pk])) for where, event in pairs],
            batch_size=BATCH,
        )
        uses.recount([("event", event.pk) for event in events])
        uses.recount([("place", place.pk) for place in places])
        changes.touch(None, "events made", number=number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"few": "seed-few", "all": "seed-all"}


def made(model: type[Any], number: int, word: str, draw: Random, *, formats: list[Format] | None = None) -> list[Any]:
    """Make public records in bulk, with their addresses."""
    writer, now, found = Writer(draw), timezone.now(), []
    for each in range(number):
        slug = f"seed-{word.lower()}-{each}"
        record = model(slug_en=slug, slug_ka=slug, state=State.PUBLISHED, published_at_en=now, published_at_ka=now, first_published_at=now)
        for code in ("en", "ka"):
            setattr(record, f"{model.title_field}_{code}", f"{word} Number {each}")
        if formats is not None:
            dress(record, writer, draw, formats)
        listing.derive(record)
        found.append(record)
    model.objects.bulk_create(found, batch_size=BATCH)
    texts = [row for each in found for row in index.rows_of(each)]
    Findable.objects.bulk_create(texts, batch_size=BATCH)
    words.learn(texts)
    Standing.objects.bulk_create([Standing(record=each.pk, **standings.columns(each, {}, standings.Drafted())) for each in found], batch_size=BATCH)
    kind = model._meta.model_name
    Address.objects.bulk_create([Address(kind=kind, slug=record.slug_en, record=record.pk) for record in found], batch_size=BATCH)
    return found


def dress(event: Event, writer: Writer, draw: Random, formats: list[Format]) -> None:
    """Give an event a title, a lead, a date of some precision, a kind, and now and then a format."""
    for code in ("en", "ka"):
        text = writer.text(code)
        setattr(event, f"title_{code}", text.title)
        setattr(event, f"lead_{code}", text.lead)
    day = FIRST + dt.timedelta(days=draw.randrange(DAYS))
    event.date, event.kind = day.isoformat()[: draw.choice(PRECISIONS)], draw.choice(Event.Kind.values)
    event.format = draw.choice(formats) if draw.random() < 0.1 else None  # noqa: PLR2004 - a tenth


def rows_of(event: Event, draw: Random, actors: list[Actor], places: list[Place], posts: list[Post]) -> list[Any]:
    """Return who took part in an event, where it was, and what was said."""
    some = draw.sample(actors, 3)
    people = [Participant(event=event, actor=actor, position=each) for each, actor in enumerate(some)]
    said = Statement(event=event, actor=some[0], text_en=f"We agreed on number {draw.randrange(1000)}.", text_ka="შევთანხმდით.")
    return [*people, Participant(event=event, post=draw.choice(posts), position=3), Stop(event=event, place=draw.choice(places)), said]


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
