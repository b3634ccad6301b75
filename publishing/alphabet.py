"""Names set like the index of a book: by first letter, the letters of the page's own script before those of others."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, Protocol, TypeVar

from publishing.navigation import name_of

# From how many names on readers are offered letters to jump to.
LONG = 30
FIGURES = "0–9"


class Named(Protocol):
    """What stands in an index; `lang` only where it differs from the page's."""

    @property
    def label(self) -> str:
        """The name under whose first letter it stands."""

    @property
    def lang(self) -> str:
        """The language of the name."""

    @property
    def url(self) -> str:
        """Where it leads; tells two of one name apart."""


Entry = TypeVar("Entry", bound=Named)


@dataclass(frozen=True)
class Group(Generic[Entry]):
    """What stands under one letter; `lang` only where all of it is in another language than the page."""

    letter: str
    lang: str
    entries: list[Entry]


def groups(entries: Iterable[Entry], language: str) -> list[Group[Entry]]:
    """Return what is to be listed by letter, in the order of the alphabet."""
    in_order = sorted(entries, key=lambda entry: place(entry, language))
    return [group(letter, list(found)) for letter, found in groupby(in_order, key=lambda entry: initial(entry.label))]


def group(letter: str, entries: list[Entry]) -> Group[Entry]:
    """Return what stands under one letter."""
    langs = {entry.lang for entry in entries}
    return Group(letter, langs.pop() if len(langs) == 1 else "", entries)


def place(entry: Named, language: str) -> tuple[int, str, str, str, str]:
    """Return what a name is sorted by. Signs before its first letter do not count."""
    letter = initial(entry.label)
    rank = 0 if letter == FIGURES else 1 if script(letter) == script(name_of(language)[0]) else 2
    return rank, script(letter), letter, bare(entry.label).casefold(), entry.url


def bare(label: str) -> str:
    """Return a label without marks on its letters, and from its first letter on."""
    letters = "".join(letter for letter in unicodedata.normalize("NFD", label) if not unicodedata.combining(letter))
    start = next((at for at, letter in enumerate(letters) if letter.isalnum()), 0)
    return letters[start:]


def initial(label: str) -> str:
    """Return the letter under which a label stands. Georgian letters have no capitals in an index."""
    first = bare(label)[:1]
    if first.isdigit():
        return FIGURES
    return first if script(first) == "GEORGIAN" else first.upper()


def script(letter: str) -> str:
    """Return the script of a letter, by its name in Unicode ("LATIN", "GEORGIAN")."""
    return unicodedata.name(letter[:1], "").partition(" ")[0]
