"""The pages of chronologies: their list, and each as a document of dated entries by year and month."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.utils.safestring import SafeString

from actors import facts as actor_facts
from chronicle.event_page import NOTICES, When, when
from chronicle.filters import EventFilter
from chronicle.format_page import with_text
from chronicle.models import Chronology, Event, Listing, Participant, Stop
from chronicle.neighbours import entry_address
from chronicle.years import UNDATED
from publishing import dates, languages, navigation
from publishing.partial_dates import PartialDate
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, label
from publishing.remembered import Stamp

# So many names stand in an entry; the page of the event has all of them.
NAMED = 3


@dataclass(frozen=True)
class Entry:
    """An event in a chronology."""

    anchor: str
    title: Label
    when: When | None
    lead: str
    # Where to read it, if not in the page's language.
    notice: str
    notice_url: str
    notice_lang: str
    kind: str
    status: str
    places: list[Label]
    people: list[Label]
    # Whether it falls into the time that is asked about possibly only.
    is_possible: bool = False


@dataclass(frozen=True)
class Month:
    """The entries of a month; `label` is "" for those whose month is not known, and for what has no month of its own."""

    label: str
    entries: list[Entry]


@dataclass(frozen=True)
class Year:
    """The months of a year; `label` is "" for entries without a date, `anchor` where a label stands for the second time."""

    label: str
    months: list[Month]
    anchor: str = ""


@dataclass(kw_only=True)
class ChronologyPage(RecordPage):
    """A chronology."""

    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    years: list[Year] = field(default_factory=list)


def chronologies(language: str) -> list[tuple[Label, str, str]]:
    """Return (name and address, lead, language of the lead) of every chronology that the public sees. One query."""
    found = []
    unread = [f"introduction_{code}" for code in languages.codes()]
    for chronology in Chronology.objects.live().defer(*unread).order_by("folded", "id"):
        code = chronology.language_for(language)
        found.append((label(chronology, language), getattr(chronology, f"lead_{code}"), languages.other(code, language)))
    return found


@lru_cache
def chronologies_by(column: str) -> Prepared:
    """Return the query for the chronology with a given value in a column of which no two are alike."""
    return Prepared(Chronology.objects.filter(**{column: Given("value", Chronology._meta.get_field(column))}).order_by())


def chronology_page(
    chronology: Chronology, rows: Sequence[Listing], language: str, under: Stamp | None = None, filters: EventFilter | None = None
) -> ChronologyPage:
    """Return what a page of a chronology shows; `filters` are those that the rows answer. Two queries beside its rows."""
    page = ChronologyPage.of(chronology, language, NOTICES, under)
    with_text(page, chronology, language)
    entries = entries_of([row.event for row in rows], chronology, language)
    if filters is not None:
        entries = [(event, replace(each, is_possible=filters.is_possible(dated(event)))) for event, each in entries]
    page.years = years(entries, language)
    return page


def entries_of(events: Sequence[Event], chronology: Chronology | None, language: str) -> list[tuple[Event, Entry]]:
    """Return each event with what a list says of it, a list of a chronology if one is named. Two queries."""
    places, people = places_of(events, language), people_of(events, language)
    return [(event, entry(event, chronology, language, places[event.pk], people[event.pk])) for event in events]


def years(entries: Iterable[tuple[Event, Entry]], language: str) -> list[Year]:
    """Return entries, which come in their order, by year and month."""
    found: list[Year] = []
    for year, in_year in groupby(entries, key=lambda pair: year_of(pair[0])):
        months = [
            Month(dates.month_name(month, language) if month else "", [each for _event, each in in_month])
            for month, in_month in groupby(in_year, key=lambda pair: month_of(pair[0]))
        ]
        anchor = "" if any(each.label == year for each in found) else f"y{year or UNDATED}"
        found.append(Year(year, months, anchor))
    return found


def year_of(event: Event) -> str:
    """Return the year under which an event stands, "" where none is known."""
    date: Any = event.date
    return "" if not date or date.lower == dt.date.min else str(date.lower.year)


def month_of(event: Event) -> int:
    """Return the month under which an event stands, 0 where none is known."""
    date: Any = event.date
    first = date.start if date else None
    return first.lower.month if first and (first.lower.year, first.lower.month) == (first.upper.year, first.upper.month) else 0


def entry(event: Event, chronology: Chronology | None, language: str, places: list[Label], people: list[Label]) -> Entry:
    """Return an event as a chronology lists it, or another list of events."""
    found = label(event, language)
    url = entry_address(chronology, event, language) if chronology is not None else found.url
    is_here = event.is_available_in(language)
    readable = event.language_for(language)
    return Entry(
        anchor=f"event-{event.short_id}",
        title=Label(found.label, url, found.lang),
        when=when(event, language),
        lead=getattr(event, f"lead_{language}") if is_here else "",
        notice="" if is_here else str(NOTICES.get(readable) or NOTICES[""]),
        notice_url="" if is_here else navigation.record_address(event, readable),
        notice_lang="" if is_here else readable,
        kind=str(event.get_kind_display()) if event.kind != Event.Kind.OTHER else "",
        status=str(event.get_status_display()) if event.status != Event.Status.HELD else "",
        places=places,
        people=people,
    )


def dated(event: Event) -> PartialDate | None:
    """Return the date of an event."""
    date: Any = event.date  # a PartialDate, which mypy takes for text
    return date


def places_of(events: Sequence[Event], language: str) -> dict[uuid.UUID, list[Label]]:
    """Return {event: the places on its way}. One query."""
    found: dict[uuid.UUID, list[Label]] = defaultdict(list)
    for stop in Stop.objects.filter(event__in=[event.pk for event in events]).select_related("place").order_by("position", "id"):
        place = actor_facts.public_place(stop.place, language)
        if place is not None and place not in found[stop.event_id]:
            found[stop.event_id].append(place)
    return found


def people_of(events: Sequence[Event], language: str) -> dict[uuid.UUID, list[Label]]:
    """Return {event: the first who took part, of those whom the public sees}. One query."""
    found: dict[uuid.UUID, list[Label]] = defaultdict(list)
    rows = Participant.objects.filter(event__in=[event.pk for event in events], actor__isnull=False).select_related("actor")
    for row in rows.order_by("position", "id"):
        if row.actor is not None and row.actor.is_live and len(found[row.event_id]) < NAMED:
            found[row.event_id].append(actor_facts.actor_label(row.actor, language))
    return found
