"""Names of people in running text: whole names as we write them, in Georgian in any case (“ლავროვმა”, “მიქაძის”, “ჟვანიასთან”).

Careful rather than complete: a name of one word, or a surname alone, is nobody's for sure.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile
from uuid import UUID

from django.db.models import Q

from actors.callings import WORD
from actors.models import Actor, ActorName
from publishing import languages

# Names have so many words.
SHORTEST, LONGEST = 2, 4
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
        # {the words before the last one of a name: {the last one as it is written: the whole as it is written}}, as they come
        self.ends: dict[tuple[str, ...], dict[str, str]] = {}
        # The same last words in the order of the alphabet, with their places as they come; made when first asked for.
        self.sorted: dict[tuple[str, ...], list[tuple[str, int]]] = {}

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
                ends.setdefault(plain[at], text[found[at - length + 1].start() : match.end()])

    def place_of(self, name: str) -> str:
        """Return a name as the text has it first, "" where it has not."""
        *before, last = name.split() or [""]
        if not SHORTEST <= len(before) + 1 <= LONGEST or len(last) < SHORTEST:
            return ""
        ends = self.ends.get(tuple(before), {})
        if self.language != "ka" or not ends:
            return ends.get(last, "")
        forms = [(place, written) for written, place in self.beginning_with(tuple(before), last[:-1]) if is_form_of(written, last)]
        return ends[min(forms)[1]] if forms else ""

    def beginning_with(self, before: tuple[str, ...], stem: str) -> Iterator[tuple[str, int]]:
        """Yield the last words with a stem, which every case of a name keeps but for its last letter, and their places."""
        if (words := self.sorted.get(before)) is None:
            words = self.sorted[before] = sorted((written, place) for place, written in enumerate(self.ends[before]))
        return takewhile(lambda each: each[0].startswith(stem), islice(words, bisect_left(words, (stem, -1)), None))


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
    """Return (who, the language, the name as it is written there) of everybody named in these texts, by any of their names.

    At most four queries, however many there are. All names are read, as columns of text: which of them a text has in which
    case, no index knows.
    """
    texts = [each for each in words if each.ends]
    if not texts:
        return []
    own, others = placed(own_names(), texts), placed(other_names(), texts)
    called: dict[UUID, list[str]] = {}
    wanted = Q(*(Q(**{f"name_{code}__in": {name for _code, name in own}}) for code in languages.codes()), _connector=Q.OR) if own else Q()
    if others:
        rows = ActorName.objects.filter(name__in={name for _code, name in others}).order_by("position", "pk")
        for actor_id, name in rows.values_list("actor_id", "name"):
            called.setdefault(actor_id, []).append(name)
        wanted |= Q(pk__in=called)
    found = []
    # Thousands may share a given name: only what advice says of them is read.
    columns = ("state", "working_title", *(f"name_{code}" for code in languages.codes()))
    for actor in Actor.objects.kept().filter(wanted).only(*columns).order_by("folded", "pk") if own or others else ():
        for text in texts:
            names = [(own, getattr(actor, f"name_{text.language}")), *((others, name) for name in called.get(actor.pk, ()))]
            if place := next((place for known, name in names if (place := known.get((text.language, name)))), ""):
                found.append((actor, text.language, place))
                break
    return found


def placed(names: Iterable[tuple[str, str]], texts: Sequence[Words]) -> dict[tuple[str, str], str]:
    """Return {(language, name): the name as the text of that language has it} of those names that are there."""
    by_language = {text.language: text for text in texts}
    return {(code, name): place for code, name in names if name and (text := by_language.get(code)) and (place := text.place_of(name))}


def own_names() -> Iterator[tuple[str, str]]:
    """Yield (language, name) of everybody as our texts write them. One query."""
    codes = languages.codes()
    for names in Actor.objects.kept().order_by().values_list(*(f"name_{code}" for code in codes)):
        yield from zip(codes, names, strict=True)


def other_names() -> Iterator[tuple[str, str]]:
    """Yield (language, name) of every other spelling in letters that a text may have. One query."""
    scripts = (ActorName.Script.LATIN, ActorName.Script.GEORGIAN)
    for name, script in ActorName.objects.filter(script__in=scripts).order_by().values_list("name", "script"):
        yield from ((code, name) for code in languages.codes() if (code == "ka") == (script == ActorName.Script.GEORGIAN))
