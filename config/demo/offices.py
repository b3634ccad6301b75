"""Offices with their posts, through the form and the workflow."""

import uuid
from collections.abc import Sequence
from typing import Any

from actors.models import Office
from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.pages import OPENED
from config.demo.users import Cast
from publishing import drafts, languages

MODEL = Office
VALUES = (
    *("name", "summary", "mark", "kind", "recognition", "parent", "place", "existence", "existed_from", "existed_to"),
    *("posts", "links"),
)
POST = ("key", "title", "also", "seats", "deputy_to")
LINK = ("kind", "office")
SHARED = ("kind", "recognition", "existence", "existed_from", "existed_to")


def post_id(name: str) -> str:
    """Return the key of the row of a post, named as office/post."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"matiane:{name}"))


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make offices and publish them, each under and beside those above it in the file; return {key: id}."""
    made: dict[str, str] = {}
    for entry in entries:
        with named(entry):
            fields = typed(entry, known)
            if parent := entry.text("parent"):
                fields["parent"] = above(made, parent, entry)
            fields["links"] = [{"kind": part.text("kind"), "other": above(made, part.text("office"), entry)} for part in entry.parts("links", LINK)]
            made[entry.key] = str(drafts.issue(Office, fields, by=cast.editor, at=OPENED).pk)
    return made


def above(made: dict[str, str], key: str, entry: Entry) -> str:
    """Return the id of an office that stands above another in the file."""
    if key not in made:
        raise entry.error(f"no “{key}” above this one")
    return made[key]


def typed(entry: Entry, known: Known) -> dict[str, Any]:  # Any: texts, and rows
    """Return what an editor types into the form of an office."""
    place = entry.text("place")
    return {
        **entry.columns("name", "summary", "mark"),
        **{name: text for name in SHARED if (text := entry.text(name))},
        "place": entry.id_of(place, "places", known) if place else "",
        "posts": [post(entry.key, part) for part in entry.parts("posts", POST)],
    }


def post(office: str, part: Entry) -> dict[str, Any]:  # Any: texts
    """Return a post."""
    deputy_to = part.text("deputy_to")
    return {
        "id": post_id(f"{office}/{part.text('key')}"),
        **{f"{name}_{code}": text for name in ("title", "also") for code, text in part.texts(name).items() if code in languages.codes()},
        "seats": part.text("seats") if "seats" in part.values else "1",
        "deputy_to": post_id(f"{office}/{deputy_to}") if deputy_to else "",
    }
