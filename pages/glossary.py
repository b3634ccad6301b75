"""The glossary: its page, by letter, and the terms that texts explain."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from pages.models import Term
from publishing import navigation
from publishing.alphabet import FIGURES, bare, initial, script
from publishing.fields.richtext_terms import Term as Explained
from publishing.navigation import name_of

# Letters of the longest ending, roughly: “-ებისთვის”.
ENDING = 8


@dataclass(frozen=True)
class Entry:
    """A term as the glossary prints it."""

    anchor: str
    name: str
    also: str
    definition: str


@dataclass(frozen=True)
class Group:
    """The terms under one letter."""

    letter: str
    terms: list[Entry]


def entries(language: str) -> list[Entry]:
    """Return the terms that are explained in a language, in its alphabet's order. One query."""
    found = [
        Entry(
            term.anchor, getattr(term, f"name_{language}"), ", ".join(spellings(term.written_in(language))), getattr(term, f"definition_{language}")
        )
        for term in Term.objects.explained_in(language)
    ]
    return sorted(found, key=lambda entry: place(entry, language))


def spellings(written: tuple[str, ...]) -> list[str]:
    """Return the other ways to write a term, but for its name and these with an ending more or another one."""
    told = list(written[:1])
    for words in written[1:]:
        if not any(words[: max(len(known) - 1, 3)] == known[: max(len(known) - 1, 3)] and len(words) - len(known) <= ENDING for known in told):
            told.append(words)
    return told[1:]


def place(entry: Entry, language: str) -> tuple[int, str, str, str]:
    """Return what a term is sorted by: the letters of the page's own script come before those of others."""
    letter = initial(entry.name)
    rank = 0 if letter == FIGURES else 1 if script(letter) == script(name_of(language)[0]) else 2
    return rank, letter, bare(entry.name).casefold(), entry.anchor


def groups(language: str) -> list[Group]:
    """Return the terms of a language by their first letter."""
    return [Group(letter, list(found)) for letter, found in groupby(entries(language), key=lambda entry: initial(entry.name))]


def explained(language: str) -> Iterator[Explained]:
    """Yield the terms of a language as texts explain them. One query."""
    page = navigation.address("pages:glossary", language)
    for term in Term.objects.explained_in(language):
        yield Explained(term.anchor, term.written_in(language), getattr(term, f"definition_{language}"), f"{page}#{term.anchor}")
