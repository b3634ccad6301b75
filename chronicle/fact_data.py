"""The facts of an event as the read API says them."""

from typing import Any

from actors.models import Actor, Office, Place, Post
from actors.serializers import names_of
from chronicle.models import Event, EventLink, Outcome, Participant, Statement
from publishing import languages
from publishing.api import translations
from publishing.publishable import Publishable

# Values of every type, as JSON has them.
Data = dict[str, Any]


def texts(record: Publishable, row: Any, name: str) -> dict[str, str]:  # Any: the record, or one of its rows
    """Return a translated text by language, of no language in which the record waits for its moment."""
    return translations(row, name, [code for code in languages.codes() if record.tells_of(code)])


def sourced(row: Any) -> Data:  # Any: a row that states something
    """Return where a fact comes from; an empty list where no source is recorded."""
    found = [{"title": each.title, "publisher": each.publisher, "url": each.url, "archived_url": each.archived_url} for each in row.sources.all()]
    return {"id": str(row.pk), "sources": found, "locator": row.locator}


def dated(value: Any) -> dict[str, str | None] | None:  # Any: a PartialDate, which mypy takes for text
    """Return a partial date for partners."""
    return value.as_data() if value else None


def key(record: Publishable | None) -> str | None:
    """Return the id of a record that the public sees."""
    return str(record.pk) if record is not None and record.is_live else None


def person(actor: Actor | None) -> Data | None:
    """Return somebody whom the public sees; without an id where there is no page."""
    return {"id": str(actor.pk) if actor.has_profile else None, "name": names_of(actor)} if actor is not None and actor.is_live else None


def body(office: Office | None) -> Data | None:
    """Return an office that the public sees."""
    return {"id": str(office.pk), "name": names_of(office)} if office is not None and office.is_live else None


def position(post: Post | None) -> Data | None:
    """Return a post whose office the public sees."""
    return {"id": str(post.pk), "title": post.titles()} if post is not None and post.office.is_live else None


def where(place: Place | None) -> Data | None:
    """Return a place that the public sees."""
    return {"id": str(place.pk), "name": names_of(place)} if place is not None and place.is_live else None


def stops_of(event: Event) -> list[Data]:
    """Return the way of an event."""
    rows = event.stops.select_related("place", "came_from").prefetch_related("sources")
    found = [{**sourced(row), "place": where(row.place), "date": dated(row.date), "came_from": where(row.came_from)} for row in rows]
    return [row for row in found if row["place"]]


def participants_of(event: Event) -> list[Data]:
    """Return who took part; of somebody whom the public does not see, the printed capacity alone, if there is one."""
    rows: Any = event.participants.select_related("actor", "post__office", "office", "came_from").prefetch_related("sources")
    found = [participant(event, row) for row in rows]
    return [row for row in found if row["actor"] or row["post"] or row["office"] or row["capacity"]]


def participant(event: Event, row: Participant) -> Data:
    """Return one who took part."""
    return {
        **sourced(row),
        "role": row.role,
        "actor": person(row.actor),
        "post": position(row.post),
        "office": body(row.office),
        "capacity": texts(event, row, "capacity"),
        "is_former": row.is_former,
        "came_from": where(row.came_from),
    }


def statements_of(event: Event) -> list[Data]:
    """Return what was said, never without the speaker or the words that stand for one."""
    rows = event.statements.select_related("actor", "office").prefetch_related("sources", "about")
    found = [statement(event, row) for row in rows]
    return [row for row in found if row["actor"] or row["office"] or row["attribution"]]


def statement(event: Event, row: Statement) -> Data:
    """Return one thing that was said."""
    return {
        **sourced(row),
        "actor": person(row.actor),
        "office": body(row.office),
        "attribution": texts(event, row, "attribution"),
        "mode": row.mode,
        "text": texts(event, row, "text"),
        "original": row.original,
        "original_language": row.original_language,
        "about": [place for each in row.about.all() if (place := where(each))],
        "gloss": texts(event, row, "gloss"),
    }


def outcomes_of(event: Event) -> list[Data]:
    """Return what came of an event."""
    rows: Any = event.outcomes.select_related("tenure__actor", "tenure__post__office", "office", "led_to", "agreement").prefetch_related("sources")
    return [outcome(event, row) for row in rows]


def outcome(event: Event, row: Outcome) -> Data:
    """Return one thing that came of an event."""
    tenure = row.tenure
    is_public = tenure is not None and tenure.actor.is_live and tenure.post.office.is_live
    return {
        **sourced(row),
        "kind": row.kind,
        "status": row.status,
        "is_main": row.is_main,
        "text": texts(event, row, "text"),
        "date": dated(row.date),
        "date_words": texts(event, row, "date_words"),
        "tenure": str(tenure.pk) if tenure is not None and is_public else None,
        "office": key(row.office),
        "event": key(row.led_to),
        "agreement": key(row.agreement),
    }


def links_of(event: Event) -> list[Data]:
    """Return what an event is to other events that the public sees."""
    rows = EventLink.objects.filter(event=event, other__in=Event.objects.live()).prefetch_related("sources")
    return [{**sourced(row), "relation": row.relation, "event": str(row.other_id)} for row in rows]


def cited(row: Any) -> Data:  # Any: an EventCitation
    """Return a source of an event as a whole."""
    names = ("title", "publisher", "language", "url", "archived_url", "accessed_on")
    return {**{name: getattr(row.source, name) for name in names}, **{name: getattr(row, name) for name in ("locator", "quote", "quote_language")}}
