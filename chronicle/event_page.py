"""The page of an event: every fact that is recorded of it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actors.facts import Receipt
from actors.maps.drawing import Map, drawn
from actors.maps.places import spots
from chronicle import coverage, facts, linked_data, neighbours
from chronicle.agreement_facts import stages_at
from chronicle.capacities import said, titles_at
from chronicle.cited import Cited, sources_of
from chronicle.coverage import Coverage
from chronicle.facts import OutcomeShown, PersonShown, Receipts, StatementShown, StopShown
from chronicle.models import Chronology, Event, EventLink
from chronicle.neighbours import Neighbours
from chronicle.tags import tags_of
from library.pictures import Picture, figures_for, picture_of
from publishing import languages
from publishing.fields import richtext
from publishing.fields.richtext import script_data
from publishing.partial_dates import PartialDate
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, described, label
from publishing.remembered import Stamp

NOTICES = {
    "en": _("This page is available in English."),
    "ka": _("This page is available in Georgian."),
    "": _("This page is available in another language."),
}
# What the other event is to the one whose page is shown, where the other has the row.
LINKED_FROM = {
    EventLink.Relation.FIRST_SINCE: _("followed for the first time by"),
    EventLink.Relation.BEFORE: _("after"),
    EventLink.Relation.AFTER: _("before"),
    EventLink.Relation.SOON_AFTER: _("soon followed by"),
    EventLink.Relation.DURING: _("at that time"),
    EventLink.Relation.CAUSED_BY: _("led to"),
    EventLink.Relation.FOLLOWS_UP: _("followed up by"),
}


@dataclass(frozen=True)
class When:
    """The date of an event: in words of ours, and as the source prints it."""

    date: PartialDate | None
    words: str
    words_lang: str
    is_inferred: bool


@dataclass(frozen=True)
class Other:
    """Another event, with what is known of its date; `relation` is what it is to this one, "" for a part of it."""

    event: Label
    when: When | None
    relation: str = ""
    anchor: str = ""
    # Where the relation comes from; a part states none.
    sources: list[Receipt] = field(default_factory=list)
    locator: str = ""
    source_lang: str = ""

    @property
    def date(self) -> PartialDate | None:
        """The date, None where there is none."""
        return self.when.date if self.when else None


@dataclass(kw_only=True)
class EventPage(RecordPage):
    """An event."""

    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    image: Picture | None = None
    sort: str = ""
    # How it stands, where it was not simply held.
    status: str = ""
    access: str = ""
    when: When | None = None
    duration: tuple[str, str] = ("", "")
    venue: tuple[str, str] = ("", "")
    parent: Other | None = None
    format: Label | None = None
    ordinal: int | None = None
    stops: list[StopShown] = field(default_factory=list)
    map: Map | None = None
    # [(role, those who had it)]
    people: list[tuple[str, list[PersonShown]]] = field(default_factory=list)
    parts: list[Other] = field(default_factory=list)
    statements: list[StatementShown] = field(default_factory=list)
    outcomes: list[OutcomeShown] = field(default_factory=list)
    # [(stage, agreement)] of agreements of which it was a stage
    agreements: list[tuple[str, Label]] = field(default_factory=list)
    background: list[Other] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)
    tags: list[Label] = field(default_factory=list)
    chronologies: list[Label] = field(default_factory=list)
    neighbours: Neighbours | None = None
    coverage: Coverage = field(default_factory=Coverage)
    json_ld: SafeString | str = ""


@lru_cache
def events_by(column: str) -> Prepared:
    """Return the query for the event with a given value in a column of which no two are alike, with what it belongs to."""
    events = Event.objects.filter(**{column: Given("value", Event._meta.get_field(column))})
    # Of most events no article tells, and few are a stage of an agreement: to know it spares them a query each.
    same = Event.objects.filter(pk=OuterRef("pk")).order_by()
    known = {name: Exists(same.filter(**{f"{rows}__isnull": False})) for name, rows in (("is_told", "articles"), ("is_stage", "agreement_stages"))}
    return Prepared(events.select_related("parent", "format", "image", "card_image").annotate(**known).order_by())


def event_page(
    event: Event, language: str, under: Stamp | None = None, *, chronology: Chronology | None = None, untranslated: bool = True
) -> EventPage:
    """Return what the page of an event shows, with the neighbours that it has in a chronology.

    `untranslated` tells whether texts about it are listed that are not in the language.
    """
    page = EventPage.of(event, language, NOTICES, under)
    with_words(page, event, language)
    receipts, page.citations = sources_of(event, language)
    with_others(page, event, receipts, language, chronology)
    if not page.notice:
        with_facts(page, event, receipts, language)
        page.agreements = stages_at(event, language) if getattr(event, "is_stage", True) else []
    page.tags = tags_of(event, language)
    if getattr(event, "is_told", True):
        page.coverage = coverage.newest(event, language, untranslated=untranslated)
    page.json_ld = script_data(linked_data.event(event, page, language), "application/ld+json")
    return page


def with_words(page: EventPage, event: Event, language: str) -> None:
    """Add what the event itself says."""
    page.sort = str(event.get_kind_display()) if event.kind != Event.Kind.OTHER else ""
    page.status = str(event.get_status_display()) if event.status != Event.Status.HELD else ""
    page.access = str(event.get_access_display()) if event.access != Event.Access.UNKNOWN else ""
    page.when = when(event, language)
    page.duration, page.venue = worded(event, "duration", language), worded(event, "venue", language)
    page.format = label(event.format, language) if event.format is not None and event.format.is_live else None
    page.ordinal = event.ordinal if page.format is not None else None
    if not page.notice:
        page.lead, body = getattr(event, f"lead_{language}"), getattr(event, f"body_{language}")
        page.body = richtext.render(body, pictures=figures_for(body, language), language=language)
        page.image = picture_of(event.image, language)
        page.description = described(event, language, page.lead, body)


def when(event: Event, language: str) -> When | None:
    """Return the date of an event, None where nothing is said of it."""
    words, lang = said(event, "date_words", event, language)
    date: Any = event.date  # a PartialDate, which mypy takes for text
    return When(date, words, languages.other(lang, language), event.year_inferred) if date or words else None


def worded(event: Event, name: str, language: str) -> tuple[str, str]:
    """Return (a text of an event, its language where that is not the page's)."""
    text, lang = said(event, name, event, language)
    return text, languages.other(lang, language)


def with_facts(page: EventPage, event: Event, receipts: Receipts, language: str) -> None:
    """Add where it went, who took part, what was said and what came of it. Six queries."""
    stops = list(event.stops.select_related("place", "came_from"))
    page.stops = facts.stops(stops, receipts, language)
    page.map = drawn(spots((stop.place for stop in stops), language), language)
    related = ("actor", "post__office", "office", "tenure__actor", "tenure__post__office", "came_from")
    rows = list(event.participants.select_related(*related))
    actors = {row.actor_id for row in rows if row.actor_id and not said(row, "capacity", event, language)[0] and not row.tenure_id}
    posts = {row.post_id for row in rows if row.post_id and not row.actor_id}
    date: Any = event.date
    people = facts.people(rows, event, titles_at(date, actors, posts, language), receipts, language)
    page.people = [(role, list(found)) for role, found in groupby(people, key=lambda person: person.role)]
    spoken = event.statements.select_related("actor", "office").prefetch_related("about")
    page.statements = facts.statements(spoken, event, receipts, language)
    came = event.outcomes.select_related("tenure__actor", "tenure__post__office", "office", "led_to", "agreement")
    page.outcomes = facts.outcomes(came, event, receipts, language)


def with_others(page: EventPage, event: Event, receipts: Receipts, language: str, chronology: Chronology | None) -> None:
    """Add the chronologies that it stands in, its parts, what it is part of, and its background. Three queries."""
    links = list(EventLink.objects.filter(Q(event=event) | Q(other=event)).order_by("position", "id"))
    places = neighbours.places_of(event, language)
    wanted = {key for link in links for key in (link.event_id, link.other_id)} | neighbours.keys(places, chronology)
    wanted.discard(event.pk)
    found = others(event, wanted)
    page.parts = [other(each, language) for each in in_order(found.values()) if each.parent_id == event.pk]
    if event.parent is not None and event.parent.is_live:
        page.parent = other(event.parent, language)
    for link in links:
        is_ours = link.event_id == event.pk
        linked = found.get(link.other_id if is_ours else link.event_id)
        if linked is not None:
            relation = link.get_relation_display() if is_ours else LINKED_FROM[EventLink.Relation(link.relation)]
            page.background.append(other(linked, language, relation=str(relation), **facts.stated(link, receipts)))
    page.background.sort(key=lambda each: (each.date is None, each.date))
    page.chronologies = [label(place.chronology, language) for place in places]
    page.neighbours = neighbours.shown(places, chronology, found, language)


def others(event: Event, keys: set[uuid.UUID]) -> dict[uuid.UUID, Event]:
    """Return the live events with these keys, and the parts of an event. One query."""
    rows = Event.objects.live().filter(Q(pk__in=keys) | Q(parent=event)).without_texts()
    return {each.pk: each for each in rows}


def in_order(events: Any) -> Sequence[Event]:  # Any: events, in whatever order
    """Return events by date; those without stand at the end."""
    return sorted(events, key=lambda each: (each.date_lower or dt.date.max, each.date_upper or dt.date.max, each.pk))


def other(event: Event, language: str, *, relation: str = "", **stated: Any) -> Other:  # Any: values of `facts.Stated`
    """Return another event as the page names it."""
    return Other(label(event, language), when(event, language), relation, **stated)
