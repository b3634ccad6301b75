"""What the demo adds to the menus that every site begins with."""

from config.demo.entries import Entry, Known
from config.demo.users import Cast
from pages.models import MenuEntry
from publishing import changes

MODEL = MenuEntry
VALUES = ("menu", "page", "list", "label")


def make(entry: Entry, cast: Cast, known: Known) -> str:
    """Add an entry at the end of its menu: one of the pages, a list of the site, or a heading; return its id."""
    page = entry.id_of(entry.text("page"), "pages", known) if entry.text("page") else ""
    target = {"kind": "page", "record": page} if page else {}
    place = {"menu_id": entry.text("menu"), "position": MenuEntry.objects.count() + 1, "page": entry.text("list")}
    made = MenuEntry(**place, **target, **entry.columns("label"))
    made.full_clean()
    made.save()
    changes.touch(cast.admin, "menu entry added")
    return str(made.pk)
