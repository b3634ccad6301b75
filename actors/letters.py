"""A long index, cut into pages by letter: each page has whole letters, or a part of one that is too long for a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import urlencode

from publishing import alphabet
from publishing.alphabet import FIGURES, Group

# What fits on a page: with names of the usual length, titles and all that stands around a list, it stays below 90 kB.
PAGE = 50
NONE = "#"
Entry = TypeVar("Entry", bound=alphabet.Named)
# Given a query, the address of the index with it.
Addressed = Callable[[Mapping[str, str]], str]


@dataclass(frozen=True)
class Letter:
    """A letter that readers can jump to."""

    letter: str
    lang: str
    url: str
    is_here: bool


@dataclass(frozen=True)
class Neighbour:
    """The page before or after this one, by the letters that it has."""

    url: str
    label: str


@dataclass
class Spread(Generic[Entry]):
    """A page of an index. `letters` is empty where there are too few names to jump; `start` is the query of this page."""

    # Each with the name of its place on the page.
    groups: list[tuple[str, Group[Entry]]]
    letters: list[Letter] = field(default_factory=list)
    before: Neighbour | None = None
    after: Neighbour | None = None
    start: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaf(Generic[Entry]):
    """What stands on one page: groups with the number that their letter has in the whole index."""

    groups: list[tuple[int, Group[Entry]]]
    part: int = 1

    @property
    def start(self) -> dict[str, str]:
        """Return the query that leads to it."""
        first = {"letter": self.groups[0][1].letter}
        return {**first, "page": str(self.part)} if self.part > 1 else first

    @property
    def label(self) -> str:
        """Return its letters in short."""
        first, last = self.groups[0][1].letter, self.groups[-1][1].letter
        if first != last:
            return f"{first} – {last}"
        return f"{first} {self.part}" if self.part > 1 else first


class LetterNotFoundError(LookupError):
    """Nothing stands under a letter, or not so many pages of it."""


def leaves(groups: Sequence[Group[Entry]]) -> list[Leaf[Entry]]:
    """Return the pages of an index: letters together as long as they fit, one that is longer on pages of its own."""
    found: list[Leaf[Entry]] = []
    room = 0
    for number, group in enumerate(groups):
        if len(group.entries) <= room:
            found[-1].groups.append((number, group))
            room -= len(group.entries)
            continue
        parts = range(0, len(group.entries), PAGE)
        for part, first in enumerate(parts, 1):
            found.append(Leaf([(number, Group(group.letter, group.lang, group.entries[first : first + PAGE]))], part))
        room = PAGE - len(group.entries) if len(parts) == 1 else 0
    return found


def spread(groups: Sequence[Group[Entry]], letter: str, page: str, addressed: Addressed) -> Spread[Entry]:
    """Return the page of an index that a letter, and the number of its page within the letter, lead to; the first one without.

    Raise LetterNotFoundError for what leads nowhere.
    """
    # A name may have no letter at all.
    groups = [group if group.letter else Group(NONE, group.lang, group.entries) for group in groups]
    found = leaves(groups)
    if not found and not letter and not page:
        return Spread([])
    at = place_of(found, letter, page)
    here = found[at]
    urls = [addressed(leaf.start if number else {}) for number, leaf in enumerate(found)]
    before, after = (Neighbour(urls[number], found[number].label) if 0 <= number < len(found) else None for number in (at - 1, at + 1))
    return Spread(
        [(anchor(group.letter), group) for _number, group in here.groups],
        letters_of(groups, found, at, urls),
        before,
        after,
        start=here.start if at else {},
    )


def place_of(found: Sequence[Leaf[Entry]], letter: str, page: str) -> int:
    """Return the number of the page that is asked for."""
    if not letter and not page:
        return 0
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < len("1000") else 0 if page else 1
    for at, leaf in enumerate(found):
        if leaf.part == number and letter in {group.letter for _number, group in leaf.groups}:
            return at
    raise LetterNotFoundError(letter, page)


def letters_of(groups: Sequence[Group[Entry]], found: Sequence[Leaf[Entry]], at: int, urls: Sequence[str]) -> list[Letter]:
    """Return the letters of the whole index with their places, none where all stands on one page that is short."""
    if len(found) == 1 and sum(len(group.entries) for group in groups) <= alphabet.LONG:
        return []
    begins: dict[int, int] = {}
    for number, leaf in enumerate(found):
        for letter, _group in leaf.groups:
            begins.setdefault(letter, number)
    return [
        Letter(group.letter, group.lang, f"{'' if begins[number] == at else urls[begins[number]]}#{anchor(group.letter)}", begins[number] == at)
        for number, group in enumerate(groups)
    ]


def anchor(letter: str) -> str:
    """Return the id of what stands under a letter."""
    return "letter-0" if letter == FIGURES else f"letter-{ord(letter[0]):x}"


def query(*parts: Mapping[str, str]) -> str:
    """Return the query of an address, "" without any."""
    said = {name: value for part in parts for name, value in part.items() if value}
    return f"?{urlencode(said)}" if said else ""
