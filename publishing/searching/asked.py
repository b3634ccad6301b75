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
# What stands behind a noun without a space (in, on, from, with, for, to), the longest first, and what that leaves of it at least. A vowel
# at the end of what is left is dropped by other cases.
BEHIND, LEFT = ("ისთვის", "ისგან", "ისკენ", "სთვის", "სთან", "იდან", "თვის", "დან", "თან", "მდე", "გან", "კენ", "ში", "ზე"), 3
DROPPED = ("ა", "ე")
# From how many letters on a word is found by itself where nothing has all the words: “the” and “და” are everywhere.
TELLING = 4


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
        for behind in BEHIND:
            if word.endswith(behind) and len(word) - len(behind) >= LEFT:
                noun = word.removesuffix(behind)
                return noun[:-1] if noun.endswith(DROPPED) and len(noun) > LEFT else noun
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
    # Whether one of the terms is enough.
    is_any: bool = False

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


def some_of(question: Asked) -> Asked:
    """Return the question after what has some of its words, of those that say anything; nothing where it has one word alone."""
    telling = tuple(term for term in question.terms if len(term.words) > 1 or len(term.words[0]) >= TELLING)
    return replace(question, terms=telling, is_any=True) if len(question.terms) > 1 else Asked()


def asked(text: str) -> Asked:
    """Return what a reader's words ask for. Anything can be read: marks without words ask for nothing, an open quotation ends with the text."""
    # Marks of direction and soft hyphens come along when words are copied, and stand within them.
    seen = "".join(letter for letter in text[:LONGEST] if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).replace("\0", " ")
    terms: dict[bool, dict[Term, None]] = {True: {}, False: {}}
    for found in QUOTED.finditer(plain):
        said = found["phrase"] if found["phrase"] is not None else found["word"]
        # Within a word, marks part words: “Lavrov’s”, “2008-09-14”.
        if words := tuple(word.lower() for word in WORDS.findall(said)):
            is_beginning = found["word"] is not None and said.endswith("*") and len(words) == 1
            terms[found["no"] is None].setdefault(Term(words, is_beginning))
    return Asked(tuple(terms[True])[:MOST_TERMS], tuple(terms[False])[:MOST_TERMS])
