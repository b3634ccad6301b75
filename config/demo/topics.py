"""Topics and front pages, through the forms and the workflow."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.users import Cast
from pages.models import FrontPage, Topic
from publishing import drafts

# After the last of the articles: what is public can be picked.
COMPOSED = dt.datetime(2025, 1, 21, 6, tzinfo=dt.UTC)
TOPIC = ("title", "slug", "lead", "introduction", "tag", "chronology", "image", "pinned", "figures")
FRONT = ("title", "lead", "first", "chronology", "entries", "topics", "highlights")
# What a row may name -> the noun of the files that say it.
NOUNS = {"article": "articles", "event": "events", "page": "pages", "chronology": "chronologies", "actor": "actors", "office": "offices"}


def load_topics(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make topics and publish them; return {key: id}."""
    made = {}
    for entry in entries:
        with named(entry):
            fields = {
                **entry.columns("title", "slug", "lead", "introduction"),
                **{name: entry.id_of(entry.text(name), noun, known) for name, noun in (("tag", "tags"), ("image", "images"))},
                "chronology": entry.id_of(entry.text("chronology"), "chronologies", known),
                "picks": [picked(part, known) for part in entry.parts("pinned", ("article", "event"))],
                "figures": [picked(part, known) for part in entry.parts("figures", ("actor", "office"))],
            }
            made[entry.key] = str(drafts.issue(Topic, fields, by=cast.editor, at=COMPOSED).pk)
    return made


def load_fronts(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make front pages and publish them; return {key: id}."""
    made = {}
    for entry in entries:
        with named(entry):
            first = entry.part("first", entry.values.get("first") or {}, ("article", "event"))
            rows = entry.parts("highlights", ("article", "event", "chronology", "page", "heading"))
            fields = {
                **entry.columns("title", "lead"),
                **picked(first, known),
                "chronology": entry.id_of(entry.text("chronology"), "chronologies", known) if entry.text("chronology") else "",
                "entries": entry.values.get("entries", ""),
                "highlights": [{**picked(part, known), **part.columns("heading")} for part in rows],
                "topics": [{"topic": entry.id_of(key, "topics", known)} for key in entry.many("topics")],
            }
            made[entry.key] = str(drafts.issue(FrontPage, fields, by=cast.editor, at=COMPOSED).pk)
    return made


def picked(part: Entry, known: Known) -> dict[str, Any]:  # Any: a field of a form
    """Return what an entry names as the field of a form: the id of one record."""
    return {name: part.id_of(part.text(name), noun, known) for name, noun in NOUNS.items() if part.text(name)}
