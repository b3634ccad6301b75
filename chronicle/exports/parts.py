"""What every export tells of an event: what the chronology lists, and of an event that can be read in the language, its facts."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, QuerySet

from actors.facts import Receipt, public_place, receipt
from chronicle import facts
from chronicle.capacities import Asked, Titles, said, titles_of_all
from chronicle.event_page import NOTICES
from chronicle.exports.related import Related, light
from chronicle.facts import OutcomeShown, PersonShown, Receipts, StatementShown
from chronicle.models import Event, EventCitation, EventTag, Listing, Outcome, Participant, Statement, Stop
from chronicle.paging import ORDER
from publishing import date_words, languages, navigation
from publishing.models import Edition
from publishing.partial_dates import PartialDate
from publishing.record_page import Label, notice

# Events read at once: so many lie in memory, however long the chronology.
PIECE = 200
# What an export does not tell.
UNREAD = ("sought", "event__body", "event__sought")


@dataclass(frozen=True)
class At:
    """A place on the way of an event that the public sees; (longitude, latitude) where they are known."""

    key: uuid.UUID
    place: Label
    point: tuple[float, float] | None
    date: PartialDate | None
    came_from: Label | None
    # The place before, by its key, to tell whether the way is one.
    place_key: uuid.UUID
    came_from_key: uuid.UUID | None
    came_from_point: tuple[float, float] | None


@dataclass(kw_only=True)
class Told:
    """An event as exports tell it, in the language of the export where it can be read in it; `lang` is that of its title."""

    event: Event
    title: str
    lang: str
    url: str
    # The lead, or in which language the event can be read.
    lead: str
    date: PartialDate | None
    date_words: str
    date_as_printed: str
    kind: str
    # How it stands, where it was not simply held.
    status: str
    changed: dt.datetime
    version: int
    tags: list[str]
    stops: list[At] = field(default_factory=list)
    people: list[PersonShown] = field(default_factory=list)
    statements: list[StatementShown] = field(default_factory=list)
    outcomes: list[OutcomeShown] = field(default_factory=list)
    sources: list[Receipt] = field(default_factory=list)


def events_of(rows: QuerySet[Listing], language: str) -> Iterator[Told]:
    """Yield the events of places in a chronology, in their order. Some twenty queries for each piece of them."""
    related = Related()
    rows = rows.select_related("event").defer(*(f"{name}_{code}" for name in UNREAD for code in languages.codes())).order_by(*ORDER)
    last: Listing | None = None
    while True:
        behind = rows if last is None else rows.filter(lies_behind(last), lower__gte=last.lower)
        piece = list(behind[:PIECE])
        yield from told([row.event for row in piece], language, related)
        if len(piece) < PIECE:
            return
        last = piece[-1]


def lies_behind(row: Listing) -> Q:
    """Return the condition that something stands behind a place; the first bound is what the index is entered by."""
    return Q(lower__gt=row.lower) | Q(upper__gt=row.upper) | Q(upper=row.upper, event__gt=row.event_id)


def told(events: Sequence[Event], language: str, related: Related | None = None) -> list[Told]:
    """Return events as exports tell them."""
    keys, related = [event.pk for event in events], related or Related()
    related.give(events, "parent")
    tags, versions = tags_of(keys, language), dict(Edition.objects.filter(record__in=keys).order_by().values_list("record").annotate(Max("number")))
    found = [summary(event, tags[event.pk], versions.get(event.pk, 0), language) for event in events]
    with_facts([each for each in found if each.event.is_available_in(language)], language, related)
    return found


def summary(event: Event, tags: list[str], version: int, language: str) -> Told:
    """Return what the chronology itself lists of an event."""
    readable = event.language_for(language)
    is_here = readable == language
    title, lang = event.title_in(language)
    date: Any = event.date  # a PartialDate, which mypy takes for text
    return Told(
        event=event,
        title=title,
        lang=lang,
        url=navigation.absolute(navigation.record_address(event, readable)),
        lead=getattr(event, f"lead_{language}") if is_here else notice(NOTICES, readable),
        date=date,
        date_words=date_words.words(date, language),
        date_as_printed=said(event, "date_words", event, language)[0],
        kind=facts.word(Event.Kind, event.kind, language) if event.kind != Event.Kind.OTHER else "",
        status=facts.word(Event.Status, event.status, language) if event.status != Event.Status.HELD else "",
        changed=max(filter(None, (event.updated_at, event.live_at))),
        version=version,
        tags=tags,
    )


def tags_of(keys: Sequence[uuid.UUID], language: str) -> dict[uuid.UUID, list[str]]:
    """Return {event: its tags}. One query."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for row in EventTag.objects.filter(content_object__in=keys).select_related("tag").order_by("tag__name"):
        found[row.content_object_id].append(languages.filled(row.tag, "label", language)[0])
    return found


def with_facts(events: Sequence[Told], language: str, related: Related) -> None:
    """Add what the pages of these events print of them. Seven queries, and those for records that are not known yet."""
    keys = [each.event.pk for each in events]
    receipts = facts.receipts_of(keys, language)
    stops = rows_of(Stop, keys, related, "place", "came_from")
    people = rows_of(Participant, keys, related, "actor", "post", "office", "tenure", "came_from")
    statements = rows_of(Statement, keys, related, "actor", "office")
    outcomes = rows_of(Outcome, keys, related, "tenure", "office", "led_to", "agreement")
    citations = rows_of(EventCitation, keys, related, "source")
    titles = titles_of_all({each.event.pk: asked(each.event, people[each.event.pk], language) for each in events}, language)
    for each in events:
        event, key = each.event, each.event.pk
        each.stops = [at for row in stops[key] if (at := stop(row, language)) is not None]
        each.people = facts.people(people[key], event, titles.get(key, Titles()), receipts, language)
        each.statements = facts.statements(statements[key], event, receipts, language)
        each.outcomes = facts.outcomes(outcomes[key], event, receipts, language)
        each.sources = sources(each, [receipt(row.source, language) for row in citations[key]], receipts)


def rows_of(model: Any, keys: Sequence[uuid.UUID], related: Related, *names: str) -> dict[uuid.UUID, list[Any]]:  # Any: a model of rows; rows
    """Return {event: its rows, in their order}, with the records that they name in some columns."""
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    every = light(model.objects.filter(event__in=keys).order_by("position", "id"))
    related.give(every, *names)
    for row in every:
        found[row.event_id].append(row)
    return found


def asked(event: Event, rows: Sequence[Participant], language: str) -> Asked:
    """Return of whom an event's page prints the title of the day."""
    date: Any = event.date
    actors = {row.actor_id for row in rows if row.actor_id and not row.tenure_id and not said(row, "capacity", event, language)[0]}
    return Asked(date, actors, {row.post_id for row in rows if row.post_id and not row.actor_id})


def stop(row: Stop, language: str) -> At | None:
    """Return a place on the way, None of one that the public does not see."""
    place, came_from = public_place(row.place, language), public_place(row.came_from, language)
    if place is None:
        return None
    date: Any = row.date
    came_from_key = row.came_from_id if came_from is not None else None
    return At(row.pk, place, point(row.place), date, came_from, row.place_id, came_from_key, point(row.came_from) if came_from is not None else None)


def point(place: Any) -> tuple[float, float] | None:  # Any: a Place, or None
    """Return (longitude, latitude) of a place, in the order of GeoJSON."""
    return None if place is None or place.longitude is None else (float(place.longitude), float(place.latitude))


def sources(event: Told, cited: Sequence[Receipt], receipts: Receipts) -> list[Receipt]:
    """Return the sources of an event and of those facts of it that are told, each once."""
    of_facts = (source for fact in (*event.people, *event.statements, *event.outcomes) for source in fact.sources)
    of_stops = (source for at in event.stops for source in receipts.get(at.key, []))
    return list(dict.fromkeys([*cited, *of_stops, *of_facts]))
