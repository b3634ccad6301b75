"""What a reader asks for, as words: “quoted phrases”, what is not to be there (-word), beginnings (word*)."""

import re
import unicodedata
from dataclasses import dataclass, replace

from publishing.search import fold

# As much as anybody types; the rest is passed over.
LONGEST, MOST_TERMS = 300, 12
# Of more texts than this that have all the words, the newest are looked at: what takes longer, nobody reads to its end.
MOST = 10_000
# Quotation marks of our languages, and of keyboards.
QUOTED = re.compile('(?P<no>(?<!\\w)-)?(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]|(?P<word>[^\\s"“”„«»]+))')
WORDS = re.compile(r"\w+")
GEORGIAN = re.compile("[ა-ჿ]")
# A Georgian word of so many letters is looked for by its beginning, without so many at its end: cases are endings.
SHORTEST, LONG = 5, 7


@dataclass(frozen=True)
class Term:
    """A word, or words in this order."""

    words: tuple[str, ...]
    is_beginning: bool = False
    # Whether no other case, and no other spelling, is meant.
    is_exact: bool = False

    @property
    def stem(self) -> str:
        """The beginning of a single word by which its case forms are found; "" for a word that has none, and for a phrase."""
        if len(self.words) > 1 or self.is_exact:
            return ""
        word = self.words[0]
        if self.is_beginning:
            return word
        if not GEORGIAN.search(word) or len(word) < SHORTEST:
            return ""
        return word[: -2 if len(word) >= LONG else -1]

    @property
    def name(self) -> str:
        """The term as names are compared (`publishing.search.fold`), by its beginning; "" where nothing is left of it, or it is exact."""
        return "" if self.is_exact else fold(self.stem or " ".join(self.words))


@dataclass(frozen=True)
class Asked:
    """What is to be there, and what is not."""

    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    @property
    def name(self) -> str:
        """All words as a name is compared (`publishing.search.fold`)."""
        return fold(" ".join(word for term in self.terms for word in term.words))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for: what is only not to be there is nearly everything."""
        return not self.terms


def begun(text: str) -> Asked:
    """Return what somebody asks for who is still typing: the last word may go on."""
    found = asked(text)
    if not found.terms or not text[-1:].isalnum():
        return found
    *others, last = found.terms
    return replace(found, terms=(*others, replace(last, is_beginning=len(last.words) == 1)))


def asked(text: str) -> Asked:
    """Return what a reader's words ask for. Anything can be read: marks without words ask for nothing, an open quotation ends with the text."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\0", " ")
    terms: dict[bool, dict[Term, None]] = {True: {}, False: {}}
    for found in QUOTED.finditer(plain):
        said = found["phrase"] if found["phrase"] is not None else found["word"]
        # Within a word, marks part words: “Lavrov’s”, “2008-09-14”.
        if words := tuple(word.lower() for word in WORDS.findall(said)):
            is_beginning = found["word"] is not None and said.endswith("*") and len(words) == 1
            terms[found["no"] is None].setdefault(Term(words, is_beginning))
    return Asked(tuple(terms[True])[:MOST_TERMS], tuple(terms[False])[:MOST_TERMS])
