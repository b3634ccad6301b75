"""Terms in a text: found as whole words, explained where they first stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape


@dataclass(frozen=True)
class Term:
    """A word that readers may not know: every way it is written, what it means in plain words, and where that stands."""

    key: str
    written: tuple[str, ...]
    meaning: str
    url: str


class Terms:
    """The terms of one language. A word counts in the case in which the term is written, or with a capital as a sentence begins."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.by_writing: dict[str, Term] = {}
        for term in terms:
            for words in map(one_space, filter(str.strip, term.written)):
                self.by_writing.setdefault(words, term)
                self.by_writing.setdefault(words[0].upper() + words[1:], term)
        # Of two terms that begin at the same letter the longer one is meant.
        ways = sorted(self.by_writing, key=len, reverse=True)
        spelled = "|".join(r"\s+".join(map(re.escape, words.split())) for words in ways)
        self.pattern = re.compile(rf"(?<!\w)(?:{spelled})(?!\w)") if ways else None

    def parts(self, text: str, used: set[str]) -> Iterator[tuple[str, Term | None]]:
        """Yield a text in parts, each with its term where one stands for the first time; the keys go into `used`."""
        end = 0
        for found in self.pattern.finditer(text) if self.pattern else ():
            term = self.by_writing[one_space(found.group())]
            if term.key in used:
                continue
            used.add(term.key)
            yield text[end : found.start()], None
            yield found.group(), term
            end = found.end()
        yield text[end:], None


def one_space(words: str) -> str:
    """Return words with single spaces between them."""
    return " ".join(words.split())


def write_term(text: str, term: Term | None) -> str:
    """Return a part of a text as HTML: a term leads to its place in the glossary and says what it means."""
    if term is None:
        return escape(text)
    return f'<a class="term" href="{escape(term.url)}" title="{escape(term.meaning)}">{escape(text)}</a>'
