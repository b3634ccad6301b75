"""What an editor types into the form of an article, from a file."""

import re
from typing import Any

from django.utils import timezone

from config.demo.entries import Entry, Known
from config.demo.moments import past
from publishing import languages
from publishing.advice.texts import SEARCH

# {name of a field of the form: what is typed into it, a list of mappings for rows}
Fields = dict[str, Any]  # Any: a text, a choice, a moment, rows

VALUES = (
    *("kind", "state", "published_at", "show_title", "title", "slug", "lead", "body", "image", "licence", "card_image", *SEARCH),
    *("byline", "tags", "sources", "mentions", "events", "documents", "corrections", "draft", "withdrawn", "withdrawn_languages", "review"),
)
TRANSLATED = ("title", "slug", "lead", "body", *SEARCH)
CITATION = ("source", "locator", "quote", "quote_language")
MENTION = ("actor", "office", "capacity")
EVENT = ("event", "relation")
CORRECTION = ("at", *languages.codes())
# What a pending draft may change, and the moment at which it becomes public by itself.
DRAFTED = (*TRANSLATED, "tags", "at")


def form(entry: Entry, known: Known) -> Fields:
    """Return what an editor types into the form of an article, before anything is corrected."""
    return {
        "kind": entry.id_of(entry.text("kind"), "kinds", known),
        **{name: entry.id_of(image, "images", known) if (image := entry.text(name)) else "" for name in ("image", "card_image")},
        "licence": entry.text("licence"),
        **translated(entry, TRANSLATED, known),
        **{f"show_title_{code}": code in entry.many("show_title") for code in languages.codes()},
        "tags": ids(entry, "tags", "tags", known),
        "bylines": [{"author": author} for author in ids(entry, "byline", "authors", known)],
        "documents": [{"document": document} for document in ids(entry, "documents", "documents", known)],
        "mentions": [row for part in entry.parts("mentions", MENTION) if (row := mention(part, known))["actor"] or row["office"]],
        "events": [row for part in entry.parts("events", EVENT) if (row := event(part, known))["event"]],
        "citations": [row for part in entry.parts("sources", CITATION) if (row := citation(part, known))["source"]],
    }


def translated(entry: Entry, names: tuple[str, ...], known: Known) -> dict[str, str]:
    """Return translated values by form field, with the images of a text named by their ids."""
    columns = entry.columns(*names)
    return {name: with_images(entry, text, known) if name.startswith("body") else text for name, text in columns.items()}


def with_images(entry: Entry, html: str, known: Known) -> str:
    """Return a text whose figures name images by id instead of key."""
    return re.sub(r"""(data-image=["'])([^"']*)""", lambda found: found[1] + entry.id_of(found[2], "images", known), html)


def ids(entry: Entry, name: str, noun: str, known: Known) -> list[str]:
    """Return the ids of a list of keys, without those that are gone."""
    return [identity for key in entry.many(name) if (identity := entry.id_of(key, noun, known))]


def citation(part: Entry, known: Known) -> dict[str, str]:
    """Return a source with the place in it and the words quoted from it."""
    return {"source": part.id_of(part.text("source"), "sources", known), **{name: part.text(name) for name in CITATION[1:]}}


def mention(part: Entry, known: Known) -> dict[str, str]:
    """Return somebody or something that an article names, with the capacity if it is not the title of the day."""
    actor, office = part.text("actor"), part.text("office")
    return {
        "actor": part.id_of(actor, "actors", known) if actor else "",
        "office": part.id_of(office, "offices", known) if office else "",
        **part.columns("capacity"),
    }


def event(part: Entry, known: Known) -> dict[str, str]:
    """Return an event that an article announces, reports or refers to; it reports where the file does not say."""
    return {"event": part.id_of(part.text("event"), "events", known), "relation": part.text("relation") or "reports"}


def correction(part: Entry) -> Fields:
    """Return a correction."""
    return {"at": past(part, part.text("at"), timezone.now()), **{f"text_{code}": part.text(code) for code in languages.codes()}}


def pending(entry: Entry, known: Known) -> tuple[Fields, str]:
    """Return what a pending draft changes and the moment it is scheduled for; nothing where the file has none."""
    if "draft" not in entry.values:
        return {}, ""
    part = entry.part("draft", entry.values["draft"], DRAFTED)
    # Only what differs stands in the file.
    changed = {name: text for name, text in translated(part, TRANSLATED, known).items() if text}
    return changed | ({"tags": ids(part, "tags", "tags", known)} if "tags" in part.values else {}), part.text("at")
