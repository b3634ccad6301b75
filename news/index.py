"""Tags set like the index of a book: by first letter, the letters of the page's own script before those of others."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from news.tags import CountedTag
from publishing.navigation import name_of

# From how many tags on readers are offered letters to jump to.
LONG = 30
FIGURES = "0–9"


@dataclass(frozen=True)
class Group:
    """The tags under one letter; `lang` only where all of them are in another language than the page."""

    letter: str
    lang: str
    tags: list[CountedTag]


def groups(tags: Iterable[CountedTag], language: str) -> list[Group]:
    """Return the tags by letter, in the order of the alphabet."""
    in_order = sorted(tags, key=lambda tag: place(tag, language))
    return [group(letter, list(found)) for letter, found in groupby(in_order, key=lambda tag: initial(tag.label))]


def group(letter: str, tags: list[CountedTag]) -> Group:
    """Return the group of these tags."""
    langs = {tag.lang for tag in tags}
    return Group(letter, langs.pop() if len(langs) == 1 else "", tags)


def place(tag: CountedTag, language: str) -> tuple[int, str, str, str, str]:
    """Return what a tag is sorted by. Signs before its first letter do not count."""
    letter = initial(tag.label)
    rank = 0 if letter == FIGURES else 1 if script(letter) == script(name_of(language)[0]) else 2
    return rank, script(letter), letter, bare(tag.label).casefold(), tag.url


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
