"""Agreements, through the forms and the workflow."""

from collections.abc import Sequence

from chronicle.models import Agreement, Event
from config.demo.actors import given
from config.demo.entries import Entry, Known
from config.demo.events import CITATION, OUTCOME, STATED, Fields, citation, one, stated
from config.demo.forms import named
from config.demo.offices import post_id
from config.demo.pages import OPENED
from config.demo.users import Cast
from publishing import drafts

VALUES = ("title", "slug", "lead", "body", "kind", "validity", "twin", "tags", "names", "parties", "stages", "signatories", "sources")
NAME = ("name", "kind", "language")
PARTY = ("office", "actor", "place", "name", "role", *STATED)
STAGE = ("kind", "date", "year_inferred", "date_words", "actor", "office", "event", "note", *STATED)
SIGNATORY = ("actor", "post", "office", "capacity", *STATED)


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make agreements and publish them, each naming its twin above it in the file; return {key: id}."""
    made: dict[str, str] = {}
    for entry in entries:
        with named(entry):
            fields = typed(entry, {**known, "agreements": {**known.get("agreements", {}), **made}})
            made[entry.key] = str(drafts.issue(Agreement, fields, by=cast.editor, at=OPENED).pk)
    return made


def naming(events: Sequence[Entry]) -> list[Entry]:
    """Return the events of which an outcome names an agreement."""
    return [entry for entry in events if any(part.text("agreement") for part in entry.parts("outcomes", OUTCOME))]


def connect(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Let the outcomes of events, which were made before any agreement, say to which one they led; return {key: id of the event}.

    What editors deleted or are changing since stays as they left it.
    """
    made: dict[str, str] = {}
    for entry in entries:
        with named(entry):
            made[entry.key] = entry.id_of(entry.key, "events", known)
            event = Event.objects.filter(pk=made[entry.key] or None, has_draft=False).first()
            rows = event.outcomes.order_by("position", "id") if event is not None else ()
            parts = entry.parts("outcomes", OUTCOME)
            named_there = {
                f"outcomes/{row.pk}/agreement": one(part, "agreement", "agreements", known) for row, part in zip(rows, parts, strict=False)
            }
            if event is not None and any(named_there.values()):
                drafts.save(event, named_there, by=cast.editor)
                drafts.publish(event, by=cast.editor, at=OPENED)
    return made


def typed(entry: Entry, known: Known) -> Fields:
    """Return what an editor types into the form of an agreement."""
    return {
        **entry.columns("title", "lead", "body"),
        **(entry.columns("slug") if "slug" in entry.values else {"slug_en": entry.key}),
        **given(entry, ("kind", "validity")),
        "twin": one(entry, "twin", "agreements", known),
        "tags": [entry.id_of(key, "tags", known) for key in entry.many("tags")],
        "names": [given(part, NAME) for part in entry.parts("names", NAME)],
        "parties": [party(part, known) for part in entry.parts("parties", PARTY)],
        "stages": [stage(part, known) for part in entry.parts("stages", STAGE)],
        "signatories": [signatory(part, known) for part in entry.parts("signatories", SIGNATORY)],
        "citations": [citation(part, known) for part in entry.parts("sources", CITATION)],
    }


def party(part: Entry, known: Known) -> Fields:
    """Return between whom it is."""
    records = {name: one(part, name, noun, known) for name, noun in (("office", "offices"), ("actor", "actors"), ("place", "places"))}
    return {**stated(part, known), **records, **part.columns("name"), **given(part, ("role",))}


def stage(part: Entry, known: Known) -> Fields:
    """Return a step in its life."""
    records = {name: one(part, name, noun, known) for name, noun in (("actor", "actors"), ("office", "offices"), ("event", "events"))}
    said = {**part.columns("date_words", "note"), **given(part, ("kind", "date"))}
    return {**stated(part, known), **records, **said, "year_inferred": part.flag("year_inferred")}


def signatory(part: Entry, known: Known) -> Fields:
    """Return who signed."""
    records = {name: one(part, name, noun, known) for name, noun in (("actor", "actors"), ("office", "offices"))}
    post = post_id(part.text("post")) if part.text("post") else ""
    return {**stated(part, known), **records, "post": post, **part.columns("capacity")}
