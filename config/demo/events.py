"""Chronologies, formats and events, through the forms and the workflow."""

from collections.abc import Mapping, Sequence
from typing import Any

from actors.models import Tenure
from chronicle.models import Chronology, Event, Format
from config.demo.actors import given
from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.offices import post_id
from config.demo.pages import OPENED
from config.demo.users import Cast
from publishing import drafts

CHRONOLOGY = ("title", "lead", "introduction", "slug", "rules")
FORMAT = ("title", "lead", "description", "also", "place", "status", "last_held", "status_reason")
VALUES = (
    *("title", "slug", "lead", "body", "date", "date_words", "year_inferred", "duration", "venue", "kind", "status", "access"),
    *("parent", "format", "ordinal", "tags", "chronologies", "stops", "people", "statements", "outcomes", "links", "sources"),
)
STATED = ("source", "locator")
STOP = ("place", "date", "came_from", *STATED)
PERSON = ("actor", "post", "office", "role", "capacity", "former", "came_from", *STATED)
STATEMENT = ("actor", "office", "attribution", "mode", "text", "about", "gloss", *STATED)
# What an outcome names as `agreement` is made later, and put in by `agreements.connect`.
OUTCOME = ("kind", "status", "main", "text", "date", "date_words", "event", "tenure", "office", "agreement", *STATED)
LINK = ("event", "relation", *STATED)
CITATION = ("source", "locator", "quote", "quote_language")
# {name of a field of the form: what is typed into it}
Fields = dict[str, Any]  # Any: a text, a choice, rows


def load_chronologies(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make chronologies and publish them; return {key: id}."""
    made = {}
    for entry in entries:
        with named(entry):
            rules = [{"kind": part.text("kind")} for part in entry.parts("rules", ("kind",))]
            fields = {**entry.columns("title", "lead", "introduction", "slug"), "rules": rules}
            made[entry.key] = str(drafts.issue(Chronology, fields, by=cast.editor, at=OPENED).pk)
    return made


def load_formats(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make formats and publish them; return {key: id}."""
    made = {}
    for entry in entries:
        with named(entry):
            fields = {
                **entry.columns("title", "lead", "description", "also", "status_reason"),
                "slug_en": entry.key,
                "usual_place": one(entry, "place", "places", known),
                **given(entry, ("status", "last_held")),
            }
            made[entry.key] = str(drafts.issue(Format, fields, by=cast.editor, at=OPENED).pk)
    return made


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make events and publish them, each naming those above it in the file; return {key: id}."""
    made: dict[str, str] = {}
    for entry in entries:
        with named(entry):
            fields = typed(entry, {**known, "events": {**known.get("events", {}), **made}})
            made[entry.key] = str(drafts.issue(Event, fields, by=cast.editor, at=OPENED).pk)
    return made


def typed(entry: Entry, known: Known) -> Fields:
    """Return what an editor types into the form of an event."""
    return {
        **entry.columns("title", "lead", "body", "date_words", "duration", "venue"),
        **(entry.columns("slug") if "slug" in entry.values else {"slug_en": entry.key}),
        **given(entry, ("date", "kind", "status", "access", "ordinal")),
        "year_inferred": entry.flag("year_inferred"),
        "parent": one(entry, "parent", "events", known),
        "format": one(entry, "format", "formats", known),
        "tags": [entry.id_of(key, "tags", known) for key in entry.many("tags")],
        "entries": [{"chronology": entry.id_of(key, "chronologies", known)} for key in entry.many("chronologies")],
        "stops": [stop(part, known) for part in entry.parts("stops", STOP)],
        "participants": [participant(part, known) for part in entry.parts("people", PERSON)],
        "statements": [statement(part, known) for part in entry.parts("statements", STATEMENT)],
        "outcomes": [outcome(part, known) for part in entry.parts("outcomes", OUTCOME)],
        "links": [link(part, known) for part in entry.parts("links", LINK)],
        "citations": [citation(part, known) for part in entry.parts("sources", CITATION)],
    }


def one(part: Entry, name: str, noun: str, known: Known) -> str:
    """Return the id of what a value names, "" where there is none."""
    return part.id_of(part.text(name), noun, known) if part.text(name) else ""


def stated(part: Entry, known: Known) -> Mapping[str, Any]:  # Any: as in `Fields`
    """Return where a fact comes from."""
    source = one(part, "source", "sources", known)
    return {"sources": [source] if source else [], "locator": part.text("locator")}


def stop(part: Entry, known: Known) -> Fields:
    """Return a place on the way."""
    places = {name: one(part, name, "places", known) for name in ("place", "came_from")}
    return {**stated(part, known), **places, "date": part.text("date")}


def participant(part: Entry, known: Known) -> Fields:
    """Return somebody who took part."""
    return {
        **stated(part, known),
        "actor": one(part, "actor", "actors", known),
        "post": post_id(part.text("post")) if part.text("post") else "",
        "office": one(part, "office", "offices", known),
        "came_from": one(part, "came_from", "places", known),
        "is_former": part.flag("former"),
        **part.columns("capacity"),
        **given(part, ("role",)),
    }


def statement(part: Entry, known: Known) -> Fields:
    """Return what somebody said."""
    return {
        **stated(part, known),
        "actor": one(part, "actor", "actors", known),
        "office": one(part, "office", "offices", known),
        "about": [part.id_of(key, "places", known) for key in part.many("about")],
        **part.columns("attribution", "text", "gloss"),
        **given(part, ("mode",)),
    }


def outcome(part: Entry, known: Known) -> Fields:
    """Return what came of it; `tenure` is named as actor/office/post."""
    return {
        **stated(part, known),
        "is_main": part.flag("main"),
        "led_to": one(part, "event", "events", known),
        "office": one(part, "office", "offices", known),
        "tenure": tenure(part, known) if part.text("tenure") else "",
        **part.columns("text", "date_words"),
        **given(part, ("kind", "status", "date")),
    }


def tenure(part: Entry, known: Known) -> str:
    """Return the id of the tenure that a value names."""
    actor, _slash, post = part.text("tenure").partition("/")
    found = Tenure.objects.filter(actor=part.id_of(actor, "actors", known), post=post_id(post)).first()
    if found is None:
        raise part.error(f"no tenure “{part.text('tenure')}”")
    return str(found.pk)


def link(part: Entry, known: Known) -> Fields:
    """Return what the event is to another one."""
    return {**stated(part, known), "other": one(part, "event", "events", known), **given(part, ("relation",))}


def citation(part: Entry, known: Known) -> Fields:
    """Return a source of the event as a whole."""
    return {"source": one(part, "source", "sources", known), **{name: part.text(name) for name in CITATION[1:]}}
