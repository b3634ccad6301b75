"""Places, through the form and the workflow."""

from actors.models import Place
from config.demo.entries import Entry, Known
from config.demo.pages import OPENED
from config.demo.users import Cast
from publishing import drafts

MODEL = Place
VALUES = ("name", "also", "kind", "parent", "mark", "tag", "latitude", "longitude")


def make(entry: Entry, cast: Cast, known: Known) -> str:
    """Make a place and publish it; one that is named stands before those that name it. Return its id."""
    # A parent stands above in the same file, so nobody has noted it yet.
    parent = Place.objects.filter(slug_en=entry.text("parent")).first() if entry.text("parent") else None
    if entry.text("parent") and parent is None:
        raise entry.error(f"no “{entry.text('parent')}” above this one")
    tag = entry.id_of(entry.text("tag"), "tags", known) if entry.text("tag") else ""
    typed = {**entry.columns("name", "also"), "kind": entry.text("kind"), "mark": entry.text("mark") or Place.Mark.NONE, "tag": tag}
    typed |= {name: entry.text(name) for name in ("latitude", "longitude")}
    typed |= {"parent": str(parent.pk) if parent else "", "slug_en": entry.key}
    return str(drafts.issue(Place, typed, by=cast.editor, at=OPENED).pk)
