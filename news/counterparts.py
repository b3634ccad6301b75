"""An article and an event of which one began from the other: a title, a date or a place that changed on one is offered to the other.

A `Counterpart` notes what each had said when the other last took it over, or left it. Only what the source says anew since then
is offered, so what somebody reworded on purpose stays. An article has no date and no place of its own: where its texts name
them in words of the house, these change. Nothing becomes public: what is taken over waits in the draft.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from actors.models import Place
from chronicle.models import Event, Stop
from news.models import ArticleEvent, Counterpart
from publishing import languages
from publishing.models import Draft
from publishing.publishable import Publishable, State
from publishing.rights import User, as_seen_by, languages_of, may, may_open
from publishing.state import State as FormState
from publishing.state import row_keys

ARTICLE, EVENT = "article", "event"
DATE, PLACES, STOPS = "date", "places", "stops"
# The texts in which an article may name a date or a place.
TEXTS = ("title", "lead", "body")


def titles(code: str) -> str:
    """Return the key of a title."""
    return f"title_{code}"


@dataclass
class Side:
    """One of the two: what it says now, as far as somebody may know, and the languages in which they may change it."""

    record: Publishable
    state: FormState
    codes: Collection[str] = ()

    @property
    def places(self) -> list[str]:
        """Where an event went, as keys."""
        return [str(key) for row in row_keys(self.state, STOPS) if (key := self.state.get(f"{STOPS}/{row}/place"))]


@dataclass
class Pair:
    """An article and an event, as somebody may know them."""

    noted: Counterpart
    article: Side
    event: Side
    # {key of a place that changed: {language, or "" for the desk: its name}}
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def begin(article: Publishable, event: Publishable, article_says: FormState, event_says: FormState) -> None:
    """Note that one began from the other, with what both say. Inside the transaction of the act."""
    noted = {titles(code): event_says[titles(code)] for code in languages.codes()}
    said_by_event = {**noted, DATE: event_says[DATE], PLACES: Side(event, event_says).places}
    said_by_article = {titles(code): article_says[titles(code)] for code in languages.codes()}
    defaults = {"event_said": said_by_event, "article_said": said_by_article}
    Counterpart.objects.update_or_create(article_id=article.pk, event_id=event.pk, defaults=defaults)


# What both say


def pairs(rows: QuerySet[Counterpart], by: User, *, here: Publishable | None = None, state: FormState | None = None) -> list[Pair]:
    """Return the pairs among these that somebody may compare; `here` is a record whose form has this state."""
    drafts = Draft.objects.filter(record=OuterRef(ARTICLE)), Draft.objects.filter(record=OuterRef(EVENT))
    columns = {
        f"{name}_{part}": Subquery(rows_of.values(part)[:1])
        for name, rows_of in zip((ARTICLE, EVENT), drafts, strict=True)
        for part in ("data", "base")
    }
    listed = Exists(ArticleEvent.objects.filter(article=OuterRef(ARTICLE), event=OuterRef(EVENT)))
    found = []
    for row in rows.select_related(ARTICLE, EVENT).annotate(**columns, is_listed=listed).order_by("pk"):
        sides = {}
        for name, record in ((ARTICLE, row.article), (EVENT, row.event)):
            form = (
                state if here is not None and record.pk == here.pk else known(record, getattr(row, f"{name}_data"), getattr(row, f"{name}_base"), by)
            )
            sides[name] = Side(record, form, languages_of(by, record) if may(by, "change", record) else ()) if form is not None else None
        article, event = sides[ARTICLE], sides[EVENT]
        if article is not None and event is not None and is_listed(article, row):
            found.append(Pair(row, article, event))
    add_places(found, by)
    return found


def known(record: Publishable, data: FormState | None, base: FormState | None, by: User) -> FormState | None:
    """Return what somebody may know that a record says: its draft if they may change it, else what is public with no draft; None for nothing."""
    if record.state == State.TRASHED:
        return None
    names = [f"{name}_{code}" for name in TEXTS for code in languages.codes()] + ([DATE] if isinstance(record, Event) else [])
    stored: FormState = {name: str(getattr(record, name) or "") for name in names}
    if not may(by, "change", record):
        return stored if record.is_live and not record.has_draft and may_open(by, record) else None
    if data is None or base is None:
        return stored
    return {**data, **{name: stored[name] for name in names if data.get(name) == base.get(name) and record.is_live}}


def is_listed(article: Side, row: Any) -> bool:  # Any: a counterpart with what was asked beside it
    """Tell whether the article still lists the event."""
    events = row_keys(article.state, "events")
    return str(row.event_id) in {article.state.get(f"events/{each}/event") for each in events} if "events" in article.state else row.is_listed


def add_places(found: Iterable[Pair], by: User) -> None:
    """Add the itineraries that nobody has read yet, and the names of the places that changed: a query for each, if there are any."""
    unread = [pair.event for pair in found if STOPS not in pair.event.state]
    for row in Stop.objects.filter(event__in=[side.record.pk for side in unread]).order_by("position", "pk") if unread else ():
        for side in unread:
            if side.record.pk == row.event_id:
                cast("list[str]", side.state.setdefault(STOPS, [])).append(str(row.pk))
                side.state[f"{STOPS}/{row.pk}/place"] = str(row.place_id)
    changed = {key for pair in found for key in {*pair.noted.event_said.get(PLACES, ())} ^ {*pair.event.places}}
    if changed:
        names = {}
        for place in Place.objects.filter(pk__in=changed):
            called = {code: getattr(place, f"name_{code}") for code in languages.codes()}
            names[str(place.pk)] = {**called, "": as_seen_by(by, place).working_title or str(place)}
        for pair in found:
            pair.names = names
