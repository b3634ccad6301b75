"""Running text that calls people by a title: “Foreign Minister Sergey Lavrov”, „საგარეო საქმეთა მინისტრმა სერგეი ლავროვმა“.

Careful rather than complete: what is said of a title that does not stand right before a name, within one sentence, is not read.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from publishing.search import fold

WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# What may stand between two words that belong together.
JOINT = re.compile(r"[\s\"“”„«»]*")
# The longest title that is looked for, in words.
LONGEST = 8
# What a Georgian word may end with, as `fold` writes it, behind the stem: “ლავროვ-მა”, “მინისტრ-ის”.
ENDINGS = {
    *("", "i", "m", "ma", "s", "is", "isa", "sa", "it", "iti", "ad", "o"),
    *("tan", "stan", "istan", "isgan", "istvis", "stvis", "ze", "ts", "mats", "sats"),
}
SURE_STEM = 3


# What makes another title of one, in front of it.
CHANGES = {fold(word) for word in ("deputy", "vice", "first", "second", "assistant", "prime", "chief", "honorary", "elect", "first-deputy")}
# What may stand in front of a title of one word, which another word could make another title.
PLAIN = {fold(word) for word in ("a", "the", "with", "by", "and", "to", "from", "for", "of", "that", "when", "as", "met", "its", "da", "და", "რომ")}


@dataclass(frozen=True)
class Calling:
    """A person named in a text, with the words right before the name, the nearest last; as they are written, and folded."""

    person: Any  # the key of whoever looks
    before: tuple[str, ...]
    sentence: str
    language: str

    def titles(self) -> Iterator[str]:
        """Yield what may be the title, the longest first."""
        for length in range(len(self.before), 0, -1):
            in_front = self.before[-length - 1] if len(self.before) > length else ""
            word = fold(in_front)
            if word in CHANGES or (length == 1 and word and word not in PLAIN and not in_front.endswith(("’s", "'s"))):
                continue
            *words, last = self.before[-length:]
            yield from (" ".join((*words, form)) for form in nominatives(last, self.language))


def callings(text: str, names: Mapping[Any, Sequence[str]], language: str) -> Iterator[Calling]:
    """Yield each place of a text in which words stand right before the name of somebody."""
    words = list(WORD.finditer(text))
    folded = [fold(word.group().removesuffix("’s").removesuffix("'s")) for word in words]
    known = [(person, fold(name).split()) for person, spellings in names.items() for name in spellings]
    for at in range(len(words)):
        for person, name in known:
            if name and is_at(folded, at, name, language) and (before := words_before(text, words, at)):
                yield Calling(person, before, sentence_at(text, words[at].start()), language)
                break


def is_at(folded: Sequence[str], at: int, name: Sequence[str], language: str) -> bool:
    """Tell whether a name stands at a place of a text; its last word may be inflected."""
    there = folded[at : at + len(name)]
    return len(there) == len(name) and there[:-1] == list(name[:-1]) and same_word(there[-1], name[-1], language)


def same_word(written: str, word: str, language: str) -> bool:
    """Tell whether a word is another, inflected as the language does."""
    if written == word or language != "ka":
        return written == word
    stem = word.removesuffix("i")
    return len(stem) >= SURE_STEM and written.startswith(stem) and written[len(stem) :] in ENDINGS


def nominatives(word: str, language: str) -> list[str]:
    """Return a word, and what its nominative may be."""
    if language != "ka":
        return [word]
    stems = (word.removesuffix(ending) for ending in ("მა", "ის", "ს", "") if word.endswith(ending))
    return list(dict.fromkeys([word, *(f"{stem}ი" for stem in stems if len(stem) >= SURE_STEM)]))


def words_before(text: str, words: Sequence[re.Match[str]], at: int) -> tuple[str, ...]:
    """Return the words right before a place, up to the next comma, full stop or the like."""
    found: list[str] = []
    for place in range(at, max(at - LONGEST, 0), -1):
        if not JOINT.fullmatch(text[words[place - 1].end() : words[place].start()]):
            break
        found.insert(0, words[place - 1].group())
    return tuple(found)


def sentence_at(text: str, at: int) -> str:
    """Return the sentence round a place."""
    begin = max(text.rfind(mark, 0, at) for mark in (". ", "! ", "? ", "\n"))
    ends = [end for mark in (". ", "! ", "? ", "\n") if (end := text.find(mark, at)) >= 0]
    return text[begin + 1 : min(ends, default=len(text))]
