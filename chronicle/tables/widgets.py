"""What stands in the columns of the workbook of events, beyond what the tables of people have."""

import re
from typing import Any
from uuid import UUID

from django.utils.html import escape
from django.utils.translation import gettext as _

from actors.tables.names import Names
from actors.tables.plan import KEEP
from actors.tables.widgets import Cell, Entry, is_key, short
from chronicle.models import EventLink
from library.models import Image, Tag, TagSpelling, tag_key
from publishing.cells import joined, parted

# No cell of a workbook holds more.
LONGEST_CELL = 32_767
NEW_TAG = "+"


class Html(Cell):
    """A text with its marks, as HTML; one without any becomes paragraphs."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the text as HTML."""
        text = value.strip()
        if "<" in text:
            return text
        return "".join(f"<p>{escape(' '.join(each.split()))}</p>" for each in re.split(r"\n\s*", text) if each.strip())

    def render(self, value: Any, *, names: Names) -> str:
        """Return the HTML, or that it stays as it is where no cell can hold it."""
        text = str(value or "")
        return text if len(text) < LONGEST_CELL else KEEP


class Prose(Cell):
    """A text of several lines."""

    def render(self, value: Any, *, names: Names) -> str:
        """Return the text, or that it stays as it is where no cell can hold it."""
        text = str(value or "")
        return text if len(text) < LONGEST_CELL else KEEP


class Key(Cell):
    """The key of something that has no name of its own."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the key."""
        text = value.strip().casefold()
        if text and not is_key(text):
            raise ValueError(_("“%(text)s” is no key.") % {"text": short(value)})
        return str(UUID(text)) if text else ""


class PostOf(Cell):
    """A post, as its office and its title: “ministry-of-foreign-affairs: Minister”."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return the key of the post."""
        text = value.strip()
        if not text or (is_key(text) and names.office_of_post(text.casefold())):
            return text.casefold()
        office, colon, title = text.partition(":")
        if not colon or not title.strip():
            raise ValueError(_("“%(text)s” is no post: write its office, a colon, and its title.") % {"text": short(value)})
        return names.post(names.find("office", office.strip()), title.strip())

    def render(self, value: Any, *, names: Names) -> str:
        """Return office and title."""
        office = names.office_of_post(str(value)) if value else ""
        return f"{names.written('office', office)}: {names.written_post(office, str(value))}" if office else str(value or "")


class Places(Cell):
    """Several places."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return their keys."""
        return sorted({names.find("place", each) for each in parted(value)})

    def render(self, value: Any, *, names: Names) -> str:
        """Return their addresses."""
        return joined([names.written("place", str(key)) for key in value or []])


class OneSource(Cell):
    """One source: “Title <https://…>”, its title, its address or its key."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return its key; one that is not known is made."""
        return names.source(*source_of(value.strip())) if value.strip() else ""

    def render(self, value: Any, *, names: Names) -> str:
        """Return title and address."""
        return names.written_source(str(value)) if value else ""


def source_of(text: str) -> tuple[str, str]:
    """Return (title, address) of a source."""
    found = re.fullmatch(r"(.*?)\s*<(\S+)>", text, re.DOTALL)
    if found:
        return found[1], found[2]
    return ("", text) if re.match(r"https?://\S+$", text) else (text, "")


class OneImage(Cell):
    """One image of the library: its title or its key."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return its key."""
        text = value.strip()
        keys, titles = self.known(names)
        if text.casefold() in titles:
            return text.casefold()
        found = keys.get(text.casefold(), [])
        if text and not found:
            raise ValueError(_("There is no image called “%(text)s” in the library.") % {"text": short(value)})
        if len(found) > 1:
            raise ValueError(_("Several images are called “%(text)s”. Write the key: %(keys)s.") % {"text": short(value), "keys": ", ".join(found)})
        return found[0] if found else ""

    def render(self, value: Any, *, names: Names) -> str:
        """Return its title, or the key where several have that title."""
        keys, titles = self.known(names)
        title = titles.get(str(value or ""), "")
        return title if len(keys.get(title.casefold(), [])) == 1 else str(value or "")

    @staticmethod
    def known(names: Names) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Return {title, small: keys} and {key: title}, read once for a file."""
        if "images" not in names.kept:
            titles = {str(key): title for key, title in Image.objects.order_by("pk").values_list("pk", "title")}
            keys: dict[str, list[str]] = {}
            for key, title in titles.items():
                keys.setdefault(title.casefold(), []).append(key)
            names.kept["images"] = (keys, titles)
        found: tuple[dict[str, list[str]], dict[str, str]] = names.kept["images"]
        return found


class Tags(Cell):
    """Tags by any of their labels; a word that is none becomes one with the first publication that carries it."""

    def clean(self, value: str, row: Any = None, *, names: Names) -> Any:
        """Return keys, and new words."""
        return sorted({self.known(names)[0].get(tag_key(word), NEW_TAG + " ".join(word.split())) for word in parted(value)})

    def render(self, value: Any, *, names: Names) -> str:
        """Return labels."""
        labels = self.known(names)[1]
        return joined([each[1:] if each.startswith(NEW_TAG) else labels.get(each, each) for each in map(str, value or [])])

    @staticmethod
    def known(names: Names) -> tuple[dict[str, str], dict[str, str]]:
        """Return {spelling: key} and {key: label}, read once for a file."""
        if "tags" not in names.kept:
            spellings = {key: str(tag) for key, tag in TagSpelling.objects.values_list("key", "tag")}
            names.kept["tags"] = (spellings, {str(tag.pk): str(tag) for tag in Tag.objects.all()})
        found: tuple[dict[str, str], dict[str, str]] = names.kept["tags"]
        return found


def read_chronology(entry: str, names: Names) -> Entry:
    """Return a chronology that an event was put into by hand."""
    return {"chronology": names.find("chronology", entry)}


def write_chronology(entry: Entry, names: Names) -> str:
    """Return how a chronology is written."""
    return names.written("chronology", entry["chronology"])


def read_link(entry: str, names: Names) -> Entry:
    """Return what an event is to another: “soon_after: war-of-august-2008”."""
    relation, colon, other = entry.partition(":")
    if not colon or relation.strip().casefold() not in EventLink.Relation.values:
        known = ", ".join(EventLink.Relation.values)
        raise ValueError(_("“%(text)s” is no link: write the relation first, one of %(known)s.") % {"text": short(entry), "known": known})
    return {"relation": relation.strip().casefold(), "other": names.find("event", other.strip())}


def write_link(entry: Entry, names: Names) -> str:
    """Return a link as a cell has it."""
    return f"{entry['relation']}: {names.written('event', entry['other'])}"
