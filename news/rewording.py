"""A date or a place that a text names, changed into another: as the house prints them, and in the cases of Georgian that both have."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from actors.named import is_form_of
from publishing import date_words, dates
from publishing.fields.richtext_tree import escape_text
from publishing.georgian_dates import BEFORE, IN, NOMINATIVES, OF, SINCE, declined
from publishing.partial_dates import SEASONS, PartialDate

# Letters shown on each side of what changes.
AROUND = 40
DATIVES = tuple(f"{name.removesuffix('ი')}ს" for name in NOMINATIVES)
# Endings that a name takes whether its stem ends in a vowel or not.
POSTPOSITIONS = ("ში", "ზე")
TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Swap:
    """What is looked for in a text, and what stands in its place; "" leaves it."""

    pattern: re.Pattern[str]
    put: Callable[[str], str]


@dataclass(frozen=True)
class Place:
    """One place of a text that changes, with a few words around it."""

    before: str
    was: str
    now: str
    after: str


def of_dates(was: PartialDate, now: PartialDate, code: str) -> Swap:
    """Return how a date is looked for in texts of a language: whole, and without its year where both have the same."""
    pairs = {date_words.words(was, code): date_words.words(now, code)}
    if named(was) and named(now) and was.is_day == now.is_day:
        pairs |= without_year(was, now, code)
        pairs |= dict(declinations(was, now)) if code == "ka" else {}
    return among(pairs)


def named(date: PartialDate) -> bool:
    """Tell whether a date is one plain day, or one plain month."""
    _year, month, _day = ("", "", "") if date.is_interval else date_words.parts(date)
    return bool(month) and "X" not in date.text and not date.qualifier and int(month) not in SEASONS


def without_year(was: PartialDate, now: PartialDate, code: str) -> dict[str, str]:
    """Return {a day as texts name it within its year: the other one}."""
    if not was.is_day or was.lower.year != now.lower.year:
        return {}
    first, second = (dates.day_of_month(each.lower.month, each.lower.day, code) for each in (was, now))
    return {first: second}


def declinations(was: PartialDate, now: PartialDate) -> Iterator[tuple[str, str]]:
    """Yield (a date, the other one) in each Georgian case."""
    (year, month, day), (other_year, other_month, other_day) = date_words.parts(was), date_words.parts(now)
    day, other_day = day.lstrip("0"), other_day.lstrip("0")
    for names in (NOMINATIVES, DATIVES, OF, SINCE, BEFORE, IN):
        first, second = names[int(month) - 1], names[int(other_month) - 1]
        yield declined(year, day, first), declined(other_year, other_day, second)
        if year == other_year and day:
            yield f"{day} {first}", f"{other_day} {second}"


def among(pairs: Mapping[str, str]) -> Swap:
    """Return how any of these words are looked for, the longest first; not as the end of a stretch (“23–24 September”)."""
    choices = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in sorted(pairs, key=len, reverse=True))
    return Swap(re.compile(rf"(?<![\w–-])(?:{choices})(?!\w)"), lambda written: pairs[" ".join(written.split())])


def of_names(was: str, now: str, code: str) -> Swap:
    """Return how the name of a place is looked for in texts of a language."""
    if code != "ka":
        return among({was: now})
    stem = re.escape(was.removesuffix("ი")).replace(r"\ ", r"\s+")
    return Swap(re.compile(rf"(?<!\w){stem}\w*"), lambda written: in_case(" ".join(written.split()), was, now))


def in_case(written: str, was: str, now: str) -> str:
    """Return a Georgian name in the case in which another one is written; "" where that is no case of it, or one that the other forms otherwise."""
    if written == was:
        return now
    ending, base = written[len(was.removesuffix("ი")) :], now.removesuffix("ი")
    if not is_form_of(written, was):
        return ""
    return base + ending if was[-1] == now[-1] == "ი" or ending in POSTPOSITIONS else ""


def reworded(text: str, swap: Swap, *, is_html: bool) -> tuple[str, list[Place]]:
    """Return a text with everything changed that is found, and the places. Tags are no text, and quotations are somebody else's."""
    places: list[Place] = []
    if not is_html:
        return swapped(text, swap, places), places
    pieces, depth = [], 0
    for piece in TAG.split(text):
        depth += piece.startswith("<blockquote")
        depth -= piece.startswith("</blockquote")
        before = len(places)
        changed = piece if depth or TAG.fullmatch(piece) else swapped(unescape(piece), swap, places)
        pieces.append(escape_text(changed) if len(places) > before else piece)
    return "".join(pieces), places


def swapped(text: str, swap: Swap, places: list[Place]) -> str:
    """Return a plain text with everything changed; add the places."""

    def put(match: re.Match[str]) -> str:
        if not (now := swap.put(match.group())):
            return match.group()
        start, end = match.span()
        places.append(Place(text[max(start - AROUND, 0) : start], match.group(), now, text[end : end + AROUND]))
        return now

    return swap.pattern.sub(put, text)
