"""House terms in running text: as whole words, in the plural and possessive, in the cases of Georgian; and whose voice says them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from actors.callings import WORD
from actors.named import is_form_of
from pages.models import HouseTerm
from publishing.fields.richtext_terms import Quotes

# Letters of a word by which it is looked up; a stem of so many letters is declined.
START = 2
# Straight marks and single ones in pairs: they quote as well, though in no manner of ours.
PAIRED = re.compile(r"(?<!\w)(?:\"[^\"]*\"|‘[^‘]*?’)(?!\w)")


@dataclass(frozen=True)
class Way:
    """One way to write a term, or a longer name in which it is left alone."""

    term: HouseTerm
    words: tuple[str, ...]
    # What stands between its words, where that is more than space: “ე.წ.”
    gaps: tuple[str, ...]
    is_exception: bool


@dataclass(frozen=True)
class Found:
    """A term in a text, as it is written there."""

    term: HouseTerm
    words: str
    is_quoted: bool


class HouseWords:
    """The terms of one language, to be looked for in its texts."""

    def __init__(self, language: str, terms: Iterable[HouseTerm]) -> None:
        self.language = language
        self.by_start: dict[str, list[Way]] = {}
        for term in terms:
            for spelled, is_exception in [(each, False) for each in term.ways] + [(each, True) for each in term.exceptions]:
                matches = list(WORD.finditer(spelled))
                gaps = tuple(spelled[one.end() : two.start()].strip() for one, two in pairwise(matches))
                if words := tuple(match.group() if term.minds_case else match.group().casefold() for match in matches):
                    self.by_start.setdefault(words[0][:START].casefold(), []).append(Way(term, words, gaps, is_exception))
        for ways in self.by_start.values():
            # Of two that begin at the same word the longer one is meant.
            ways.sort(key=lambda way: (len(way.words), way.is_exception), reverse=True)

    def found_in(self, text: str) -> Iterator[Found]:
        """Yield the terms in a line of text, from its beginning; what stands within a longer one is not told beside it."""
        matches = list(WORD.finditer(text))
        quoted: list[range] | None = None
        after = 0
        for at, match in enumerate(matches):
            ways = self.by_start.get(match.group()[:START].casefold()) if at >= after else None
            way = next((each for each in ways if self.stands_at(each, text, matches, at)), None) if ways else None
            if way is None:
                continue
            after = at + len(way.words)
            if not way.is_exception:
                quoted = quotations(text) if quoted is None else quoted
                whole = text[match.start() : matches[after - 1].end()]
                yield Found(way.term, whole, any(match.start() in words for words in quoted))

    def stands_at(self, way: Way, text: str, matches: list[re.Match[str]], at: int) -> bool:
        """Tell whether a way to write a term stands at one of the words of a text."""
        here = matches[at : at + len(way.words)]
        if len(here) < len(way.words):
            return False
        last = len(here) - 1
        for place, (match, word) in enumerate(zip(here, way.words, strict=True)):
            written = match.group() if way.term.minds_case else match.group().casefold()
            if written != word and not self.is_form(written, word, is_last=place == last):
                return False
            if place < last and text[match.end() : here[place + 1].start()].strip() != way.gaps[place]:
                return False
        return True

    def is_form(self, written: str, word: str, *, is_last: bool) -> bool:
        """Tell whether a word is another one in some case or in the plural. Within a term English words stay as they are."""
        if self.language == "ka":
            return len(word) > START and any(is_form_of(written, form) for form in numbers_of(word))
        bare = written.removesuffix("’s").removesuffix("'s").removesuffix("’")
        return is_last and bare in {word, f"{word}s", f"{word}es"}


@lru_cache(maxsize=1000)
def numbers_of(word: str) -> tuple[str, str]:
    """Return a Georgian noun in the singular, as given, and in the plural."""
    return word, f"{word[:-1] if word.endswith(('ი', 'ა')) else word}ები"


def quotations(text: str) -> list[range]:
    """Return where a line holds somebody else's words, between marks of any language."""
    return Quotes().within(PAIRED.sub(lambda pair: f"“{pair.group()[1:-1]}”", text))
