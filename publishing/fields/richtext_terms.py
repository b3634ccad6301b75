"""Terms in a text: found as whole words, explained where they first stand."""

import re
from collections.abc import Iterable, Iterator, Sequence
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

    def parts(self, text: str, used: set[str], quoted: Sequence[range] = ()) -> Iterator[tuple[str, Term | None]]:
        """Yield a text in parts, each with its term where one stands for the first time outside `quoted` words; the keys go into `used`."""
        end = 0
        for found in self.pattern.finditer(text) if self.pattern else ():
            term = self.by_writing[one_space(found.group())]
            if term.key in used or any(found.start() in words for words in quoted):
                continue
            used.add(term.key)
            yield text[end : found.start()], None
            yield found.group(), term
            end = found.end()
        yield text[end:], None


# Mark that opens somebody else's words -> the marks that may end them: English, Georgian and French ones.
QUOTES = {"“": "”", "„": "“”", "«": "»"}
MARKS = re.compile(f"[{''.join({*QUOTES, *''.join(QUOTES.values())})}]")


class Quotes:
    """Follows the quotation marks of a line from run to run. Words that nobody ends are quoted to the end of the line."""

    def __init__(self) -> None:
        # The marks that may end what is open, the innermost last.
        self.open: list[str] = []

    def within(self, text: str) -> list[range]:
        """Return where the next run of the line holds quoted words."""
        found, begin = [], 0
        for mark in MARKS.finditer(text):
            if self.open and mark.group() in self.open[-1]:
                self.open.pop()
                if not self.open:
                    found.append(range(begin, mark.start()))
            elif mark.group() in QUOTES:
                begin = begin if self.open else mark.end()
                self.open.append(QUOTES[mark.group()])
        return [*found, range(begin, len(text))] if self.open else found


def one_space(words: str) -> str:
    """Return words with single spaces between them."""
    return " ".join(words.split())


def write_term(text: str, term: Term | None) -> str:
    """Return a part of a text as HTML: a term leads to its place in the glossary and says what it means."""
    if term is None:
        return escape(text)
    return f'<a class="term" href="{escape(term.url)}" title="{escape(term.meaning)}">{escape(text)}</a>'
