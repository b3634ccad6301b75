"""Names of people in running text: whole names as we write them, in Georgian in any case (“ლავროვმა”, “მიქაძის”, “ჟვანიასთან”).

Careful rather than complete: a name of one word, or a surname alone, is nobody's for sure.
"""

from collections.abc import Iterable

from actors.callings import WORD
from actors.models import Actor
from publishing import languages

# Names have so many words.
SHORTEST, LONGEST = 2, 4
# Of the words behind one beginning so many are looked at.
MOST_ENDS = 200
# What cases and postpositions add to a stem that ends in a consonant, to one that lost its vowel, and to one that keeps it.
GENITIVES = ("ის", "ისა", "ისთვის", "ისგან", "ისკენ", "ით", "ითა")
CONSONANT = {"", "ი", "მა", "ს", "სა", "ად", "ო", "თან", "სთან", "ზე", "ში", *GENITIVES}
SHORTENED = set(GENITIVES)
VOWEL = {"", "მ", "ს", "სა", "დ", "ვ", "თი", "სთან", "ზე", "ში", "სთვის", "სგან", "სკენ"}
# “Too”, behind any case.
ALSO = "ც"


class Words:
    """The words of a text in one language, to ask which names stand among them."""

    def __init__(self, language: str) -> None:
        self.language = language
        # {the words before the last one of a name: {the last one as it is written: the whole as it is written}}
        self.ends: dict[tuple[str, ...], dict[str, str]] = {}

    def read(self, text: str) -> None:
        """Take a line of the text in."""
        found = list(WORD.finditer(text))
        plain = [match.group().removesuffix("’s").removesuffix("'s") for match in found]
        # How many words in a row are parted by nothing but space.
        run = 0
        for at, match in enumerate(found):
            run = run + 1 if at and text[found[at - 1].end() : match.start()].isspace() else 1
            for length in range(SHORTEST, min(run, LONGEST) + 1):
                ends = self.ends.setdefault(tuple(plain[at - length + 1 : at]), {})
                if len(ends) < MOST_ENDS:
                    ends.setdefault(plain[at], text[found[at - length + 1].start() : match.end()])

    def place_of(self, name: str) -> str:
        """Return a name as the text has it first, "" where it has not."""
        *before, last = name.split() or [""]
        if not SHORTEST <= len(before) + 1 <= LONGEST or len(last) < SHORTEST:
            return ""
        ends = self.ends.get(tuple(before), {})
        if self.language != "ka":
            return ends.get(last, "")
        return next((whole for written, whole in ends.items() if is_form_of(written, last)), "")


def is_form_of(written: str, name: str) -> bool:
    """Tell whether a Georgian word is a name in one of its cases."""
    return any(fits(each, name) for each in {written, written.removesuffix(ALSO)})


def fits(written: str, name: str) -> bool:
    """Tell whether a word without its “too” is a name in one of its cases."""
    if name.endswith("ი") or name[-1] not in "აეოუ":
        stem = name.removesuffix("ი")
        return written.startswith(stem) and written[len(stem) :] in CONSONANT
    if written.startswith(name) and written[len(name) :] in VOWEL:
        return True
    return name[-1] in "აე" and written.startswith(name[:-1]) and written[len(name) - 1 :] in SHORTENED


def named_in(words: Iterable[Words]) -> list[tuple[Actor, str, str]]:
    """Return (who, the language, the name as it is written there) of everybody named in these texts. Two queries, however many there are.

    All names are read, as two columns of text: which of them a text has in which case, no index knows.
    """
    texts = [each for each in words if each.ends]
    if not texts:
        return []
    columns = [f"name_{code}" for code in languages.codes()]
    places: dict[tuple[str, str], str] = {}
    for names in Actor.objects.kept().order_by().values_list(*columns):
        by_code = dict(zip(languages.codes(), names, strict=True))
        for text in texts:
            if (name := by_code.get(text.language)) and (place := text.place_of(name)):
                places.setdefault((text.language, name), place)
    if not places:
        return []
    found = []
    wanted = {name for _code, name in places}
    some = Actor.objects.kept().filter(**{f"{columns[0]}__in": wanted})
    for column in columns[1:]:
        some |= Actor.objects.kept().filter(**{f"{column}__in": wanted})
    for actor in some.order_by("folded", "pk"):
        pairs = ((text.language, places.get((text.language, getattr(actor, f"name_{text.language}")), "")) for text in texts)
        found += [(actor, code, place) for code, place in pairs if place][:1]
    return found
