"""People with their tenures and remits, through the form and the workflow."""

import uuid
from collections.abc import Sequence
from typing import Any

from actors.models import Actor
from config.demo.entries import Entry, Known
from config.demo.forms import named
from config.demo.offices import post_id
from config.demo.pages import OPENED
from config.demo.users import Cast
from publishing import drafts

MODEL = Actor
VALUES = ("name", "summary", "without_page", "names", "tenures", "remits")
NAME = ("name", "language", "script", "kind")
STATED = ("start", "end", "end_status", "locator")
TENURE = ("post", "source", "title_as_printed", "ordinal", *STATED)
REMIT = ("tenure", "kind", "place", "within", "as_printed", "source", *STATED)


def load(entries: Sequence[Entry], cast: Cast, known: Known) -> dict[str, str]:
    """Make people and publish them; return {key: id}."""
    made = {}
    for entry in entries:
        with named(entry):
            made[entry.key] = str(drafts.issue(Actor, typed(entry, known), by=cast.editor, at=OPENED).pk)
    return made


def typed(entry: Entry, known: Known) -> dict[str, Any]:  # Any: texts, and rows
    """Return what an editor types into the form of a person."""
    tenures = {part.text("post"): tenure(part, known) for part in entry.parts("tenures", TENURE)}
    remits = []
    for part in entry.parts("remits", REMIT):
        if part.text("tenure") not in tenures:
            raise part.error(f"no tenure of “{part.text('tenure')}” here")
        remits.append(remit(part, tenures[part.text("tenure")]["id"], known))
    return {
        **entry.columns("name", "summary"),
        "slug_en": entry.key,
        "has_profile": not entry.flag("without_page"),
        "names": [{name: part.text(name) for name in NAME} for part in entry.parts("names", NAME)],
        "tenures": list(tenures.values()),
        "remits": remits,
    }


def tenure(part: Entry, known: Known) -> dict[str, Any]:  # Any: texts, and a list of sources
    """Return a tenure."""
    return {
        "id": str(uuid.uuid4()),
        "post": post_id(part.text("post")),
        "sources": [part.id_of(part.text("source"), "sources", known)],
        **given(part, ("title_as_printed", "ordinal", *STATED)),
    }


def remit(part: Entry, tenure_id: str, known: Known) -> dict[str, Any]:  # Any: as above
    """Return a remit."""
    place, within = part.text("place"), part.text("within")
    return {
        "tenure": tenure_id,
        "place": part.id_of(place, "places", known) if place else "",
        "within": part.id_of(within, "offices", known) if within else "",
        "sources": [part.id_of(part.text("source"), "sources", known)],
        **given(part, ("kind", "as_printed", *STATED)),
    }


def given(part: Entry, names: Sequence[str]) -> dict[str, str]:
    """Return the values that a file states; the form has its own for the rest."""
    return {name: text for name in names if (text := part.text(name))}
