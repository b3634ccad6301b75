"""What every source is read into: items, and the files that belong to them."""

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pages.moving.lines import Line, Value
from publishing import languages
from publishing.publishable import State

GEORGIAN = re.compile("[\u10d0-\u10ff]")
LETTERS = re.compile(r"[^\W\d_]")
# How much of a text tells its language.
LOOKED_AT = 5000


class SourceError(Exception):
    """A source that cannot be read; the line says where it breaks off, why, and what was read until then."""

    def __init__(self, message: str, **values: Value) -> None:
        self.line = Line(message, **values)
        super().__init__(self.line)


@dataclass
class Text:
    """An item in one language, as the source has it."""

    title: str = ""
    lead: str = ""
    body: str = ""
    slug: str = ""


@dataclass
class Attached:
    """A file that the source knows, and what it says of it."""

    address: str
    title: str = ""
    alt: str = ""
    caption: str = ""


@dataclass
class Item:
    """A text of the source, on its way to become a record."""

    key: str
    kind: str = "article"
    state: str = State.PUBLISHED
    texts: dict[str, Text] = field(default_factory=dict)
    published: dt.datetime | None = None
    # Where it was: paths with their query.
    addresses: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    # The address of the picture that goes with it.
    image: str = ""
    # The addresses of files that it is said to carry, whether its text links to them or not.
    files: list[str] = field(default_factory=list)
    # The address that its own links and pictures are relative to.
    base: str = ""
    group: str = ""
    # Whether line breaks make paragraphs, as in texts of old editors.
    breaks: bool = False
    problems: list[Line] = field(default_factory=list)

    @property
    def language(self) -> str:
        """The first language it is written in."""
        return next(iter(self.texts), languages.codes()[0])

    @property
    def title(self) -> str:
        """What to call it in a report."""
        return next((text.title for text in self.texts.values() if text.title), "") or self.key

    @property
    def digest(self) -> str:
        """A mark of all that the source says of it."""
        said = {name: value for name, value in asdict(self).items() if name != "problems"}
        return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()


class Source(Protocol):
    """A site to be read, from the first item to the last as often as need be."""

    # What tells this site from others, whatever the file is called.
    name: str
    # Host names that are the old site's own.
    hosts: set[str]
    # What it says of its files, by address without scheme and host; known once all items were read.
    attached: dict[str, Attached]
    # How many entries were passed over, by what they are.
    skipped: Counter[str]
    # What is wrong with the source as a whole.
    problems: list[Line]

    def items(self) -> Iterator[Item]:
        """Yield the items; SourceError where the source breaks off."""

    def listings(self) -> dict[str, str]:
        """Return {path of a list: label of the tag it was about}; known once all items were read."""

    def address_of(self, named: str) -> str:
        """Return the address of a file that an item names: an address, or a number of the source's own."""

    def file(self, path: str) -> Path | None:
        """Return a file that lies in the source itself, by its address there."""

    def close(self) -> None:
        """Throw away what was unpacked."""


def path_of(address: str) -> str:
    """Return an address without scheme and host, its query kept."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def language_of(text: str, default: str) -> str:
    """Return the language a text is in, told by its letters; `default` where they do not tell."""
    head = text[:LOOKED_AT]
    georgian = len(GEORGIAN.findall(head))
    letters = len(LETTERS.findall(head)) if georgian or default == "ka" else 0
    if "ka" in languages.codes() and georgian * 3 > letters:
        return "ka"
    return "en" if default == "ka" and letters and not georgian and "en" in languages.codes() else default
