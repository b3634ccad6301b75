"""The facts of an event as the read API says them."""

from typing import Any

from actors.models import Actor, Office, Place, Post
from actors.serializers import names_of
from actors.shapes import PersonData
from chronicle.models import Event, EventLink, Outcome, Participant, Statement
from chronicle.shapes import (
    CitedData,
    EventLinkData,
    FactData,
    NamedData,
    OutcomeData,
    ParticipantData,
    PositionData,
    StatementData,
    StopData,
)
from publishing import languages
from publishing.api.shapes import dated, source
from publishing.api.texts import ByLanguage, translations
from publishing.publishable import Publishable


def texts(record: Publishable, row: Any, name: str) -> ByLanguage:  # Any: the record, or one of its rows
    """Return a translated text by language, of no language in which the record waits for its moment."""
    return translations(row, name, [code for code in languages.codes() if record.tells_of(code)])


def sourced(row: Any) -> FactData:  # Any: a row that states something
    """Return where a fact comes from; an empty list where no source is recorded."""
    return {"id": str(row.pk), "sources": [source(each) for each in row.sources.all()], "locator": row.locator}


def key(record: Publishable | None) -> str | None:
    """Return the id of a record that the public sees."""
    return str(record.pk) if record is not None and record.is_live else None


def person(actor: Actor | None) -> PersonData | None:
    """Return somebody whom the public sees; without an id where there is no page."""
    return {"id": str(actor.pk) if actor.has_profile else None, "name": names_of(actor)} if actor is not None and actor.is_live else None


def body(office: Office | None) -> NamedData | None:
    """Return an office that the public sees."""
    return {"id": str(office.pk), "name": names_of(office)} if office is not None and office.is_live else None


def position(post: Post | None) -> PositionData | None:
    """Return a post whose office the public sees."""
    return {"id": str(post.pk), "title": ByLanguage(post.titles())} if post is not None and post.office.is_live else None


def where(place: Place | None) -> NamedData | None:
    """Return a place that the public sees."""
    return {"id": str(place.pk), "name": names_of(place)} if place is not None and place.is_live else None


def stops_of(event: Event) -> list[StopData]:
    """Return the way of an event."""
    rows = event.stops.select_related("place", "came_from").prefetch_related("sources")
    found: list[StopData] = [{**sourced(row), "place": where(row.place), "date": dated(row.date), "came_from": where(row.came_from)} for row in rows]
    return [row for row in found if row["place"]]


def participants_of(event: Event) -> list[ParticipantData]:
    """Return who took part; of somebody whom the public does not see, the printed capacity alone, if there is one."""
    rows: Any = event.participants.select_related("actor", "post__office", "office", "came_from").prefetch_related("sources")
    found = [participant(event, row) for row in rows]
    return [row for row in found if row["actor"] or row["post"] or row["office"] or row["capacity"]]


def participant(event: Event, row: Participant) -> ParticipantData:
    """Return one who took part."""
    return {
        **sourced(row),
        "role": Participant.Role(row.role),
        "actor": person(row.actor),
        "post": position(row.post),
        "office": body(row.office),
        "capacity": texts(event, row, "capacity"),
        "is_former": row.is_former,
        "came_from": where(row.came_from),
    }


def statements_of(event: Event) -> list[StatementData]:
    """Return what was said, never without the speaker or the words that stand for one."""
    rows = event.statements.select_related("actor", "office").prefetch_related("sources", "about")
    found = [statement(event, row) for row in rows]
    return [row for row in found if row["actor"] or row["office"] or row["attribution"]]


def statement(event: Event, row: Statement) -> StatementData:
    """Return one thing that was said."""
    return {
        **sourced(row),
        "actor": person(row.actor),
        "office": body(row.office),
        "attribution": texts(event, row, "attribution"),
        "mode": Statement.Mode(row.mode),
        "text": texts(event, row, "text"),
        "original": row.original,
        "original_language": row.original_language,
        "about": [place for each in row.about.all() if (place := where(each))],
        "gloss": texts(event, row, "gloss"),
    }


def outcomes_of(event: Event) -> list[OutcomeData]:
    """Return what came of an event."""
    rows: Any = event.outcomes.select_related("tenure__actor", "tenure__post__office", "office", "led_to", "agreement").prefetch_related("sources")
    return [outcome(event, row) for row in rows]


def outcome(event: Event, row: Outcome) -> OutcomeData:
    """Return one thing that came of an event."""
    tenure = row.tenure
    is_public = tenure is not None and tenure.actor.is_live and tenure.post.office.is_live
    return {
        **sourced(row),
        "kind": Outcome.Kind(row.kind),
        "status": Outcome.Status(row.status),
        "is_main": row.is_main,
        "text": texts(event, row, "text"),
        "date": dated(row.date),
        "date_words": texts(event, row, "date_words"),
        "tenure": str(tenure.pk) if tenure is not None and is_public else None,
        "office": key(row.office),
        "event": key(row.led_to),
        "agreement": key(row.agreement),
    }


def links_of(event: Event) -> list[EventLinkData]:
    """Return what an event is to other events that the public sees."""
    rows = EventLink.objects.filter(event=event, other__in=Event.objects.live()).prefetch_related("sources")
    return [{**sourced(row), "relation": EventLink.Relation(row.relation), "event": str(row.other_id)} for row in rows]


def cited(row: Any) -> CitedData:  # Any: an EventCitation
    """Return a source of an event as a whole."""
    return {
        "title": row.source.title,
        "publisher": row.source.publisher,
        "language": row.source.language,
        "url": row.source.url,
        "archived_url": row.source.archived_url,
        "accessed_on": row.source.accessed_on,
        "locator": row.locator,
        "quote": row.quote,
        "quote_language": row.quote_language,
    }
