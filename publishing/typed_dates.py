"""Dates as people type them, in every language of the site at once: "15 September 2008", "24–26 სექტემბერი, 2024", "since 2020".

What can be read in two ways is refused, and so is what is no date; the refusal names the part that is wrong.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from babel import Locale
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import dates, georgian_dates, languages
from publishing.partial_dates import MONTHS, PartialDate

# Longer than any date in words.
MOST_LETTERS = 80
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
ABOUT = r"about|around|circa|ca|c|approximately|roughly|დაახლოებით|დაახ|~"
POSSIBLY = r"possibly|perhaps|probably|maybe|შესაძლოა|სავარაუდოდ|ალბათ"
NOW = ("now", "today", "დღემდე")
YEAR_WORDS = "(?:წელი|წლის|წ)"
# What shows that a date says its year.
YEAR = re.compile(r"\d{4}|\d{3}x|\d\dxx")
# What is meant as EDTF, right or wrong: a year with whatever may follow it there, or an interval of such.
_POINT = r"[0-9X]{4}(?:-[0-9X]{1,2}){0,2}[?~%]?"
EDTF = re.compile(rf"{_POINT}|(?:{_POINT}|\.\.)?/(?:{_POINT}|\.\.)?")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{2,4})")


def read(text: str) -> PartialDate:
    """Return the date that somebody typed, as EDTF or in words; ValidationError that names the wrong part."""
    if len(text) > MOST_LETTERS:
        raise ValidationError(_("A date is shorter than %(limit)s characters."), code="too_long", params={"limit": MOST_LETTERS})
    text = " ".join(text.split())
    if EDTF.fullmatch(text):
        return PartialDate.parse(text)
    plain = tidied(text)
    return PartialDate.parse(single(plain) or interval(plain))


def tidied(text: str) -> str:
    """Return typed text in one spelling: small letters, one kind of dash, no commas, no stops behind letters."""
    text = unicodedata.normalize("NFKC", text).casefold().replace(",", " ")
    text = re.sub("[‒–—―−]| -+ ", " – ", text)
    # A hyphen between two years, two days or two months is a dash.
    text = re.sub(r"(?<=\b\d{4})-(?=\d{4}\b)|(?<=\b\d)-(?=\d\d? )|(?<=\b\d\d)-(?=\d\d? )|(?<=[^\W\d])-(?!იან)(?=[^\W\d])", " – ", text)
    return " ".join(re.sub(r"(?<=[^\W\d])\.", " ", text).split())


@lru_cache
def months() -> dict[str, int]:
    """Return {name: number} of the months, as the languages of the site and their cases have them."""
    found: dict[str, int] = {}
    # A language, and the region whose dates the site prints: "Sep" and "Sept".
    for locale in [Locale.parse(code) for code in languages.codes()] + [dates.locale_of(code) for code in languages.codes()]:
        calendar = locale.months
        for names in (calendar[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")):
            found |= {name.casefold().rstrip("."): number for number, name in names.items()}
    for case in (georgian_dates.OF, georgian_dates.IN):
        found |= {name: number for number, name in enumerate(case, 1)}
    return found


@lru_cache
def month_pattern() -> str:
    """Return a pattern of any month's name, the longer first."""
    return "|".join(sorted(map(re.escape, months()), key=len, reverse=True))


@lru_cache
def seasons() -> dict[str, int]:
    """Return {name: number} of the seasons."""
    return {**SEASONS, **{name: number for number, name in georgian_dates.SEASONS.items()}}


# Single dates


@lru_cache
def shapes() -> list[re.Pattern[str]]:
    """Return the ways in which a single date is written."""
    month, season = f"(?P<month>{month_pattern()})", f"(?P<season>{'|'.join(seasons())})"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", rf"(?P<year>\d+)(?:\s?{YEAR_WORDS})?"
    of = r"(?:\s+of)?"
    written = [
        rf"{day}{of}\s+{month}{of}\s+{year}",
        rf"{month}\s+{day}\s+{year}",
        rf"{year}\s+{day}\s+{month}",
        rf"{month}{of}\s+{year}",
        rf"{year}\s+{month}",
        rf"(?:the\s+)?{season}{of}\s+{year}(?: ?[–/] ?\d+)?",
        rf"{year}(?: ?– ?\d+\s?{YEAR_WORDS})?\s+{season}",
        r"(?:the\s+)?(?P<decade>\d{3})0(?:s|-იანი(?: წლები)?)",
        year,
    ]
    return [re.compile(shape) for shape in written]


def point(text: str) -> str:
    """Return a single typed date as EDTF; ValidationError that names the wrong part."""
    if found := single(text):
        return found
    raise misread(text)


def single(text: str) -> str:
    """Return a single typed date as EDTF, "" for what is none."""
    text, qualifier = qualified(text)
    if found := _SLASHED.fullmatch(text):
        return slashed(*found.groups()) + qualifier
    if EDTF.fullmatch(text.upper()):
        return text.upper() + qualifier
    matches = (shape.fullmatch(text) for shape in shapes())
    return next((from_parts(found.groupdict()) + qualifier for found in matches if found), "")


def qualified(text: str) -> tuple[str, str]:
    """Return a text without the words that make it uncertain, and EDTF's sign for them."""
    text, sign = (text[:-1].strip(), text[-1]) if text[-1:] in ("?", "~", "%") else (text, "")
    signs = {sign} - {""}
    while found := re.match(rf"(?:(?P<about>{ABOUT})|(?:{POSSIBLY}))(?:\s+|(?<=~))", text):
        signs.add("~" if found["about"] else "?")
        text = text[found.end() :]
    return text, signs.pop() if len(signs) == 1 else "%" if signs else ""


def slashed(first: str, sign: str, second: str, year: str) -> str:
    """Return a date in figures; one with stops names the day first, one with slashes only if that is clear."""
    one, other = int(first), int(second)
    if sign != "." and one != other and max(one, other) <= MONTHS:
        readings = [f"{four(year)}-{month:02}-{day:02}" for day, month in ((one, other), (other, one))]
        message = _("“%(part)s” can be read in two ways: %(one)s or %(other)s. Write the name of the month, or one of these.")
        raise ValidationError(
            message, code="ambiguous", params={"part": f"{first}{sign}{second}{sign}{year}", "one": readings[0], "other": readings[1]}
        )
    day, month = (other, one) if other > MONTHS and sign != "." else (one, other)
    return f"{four(year)}-{month:02}-{day:02}"


def from_parts(found: dict[str, str | None]) -> str:
    """Return the named parts of a date as EDTF."""
    if found.get("decade"):
        return f"{found['decade']}X"
    text = four(found["year"] or "")
    if found.get("season"):
        return f"{text}-{seasons()[found['season'] or '']}"
    if found.get("month"):
        text += f"-{months()[found['month'] or '']:02}"
    return f"{text}-{int(found['day'] or 0):02}" if found.get("day") else text


def four(year: str) -> str:
    """Return a year, which must have four digits."""
    if len(year) != len("2008"):
        raise ValidationError(_("“%(part)s” is not a year: write all four digits."), code="year", params={"part": year})
    return year


def misread(text: str) -> ValidationError:
    """Return the refusal that names the first word that says nothing here, or what is missing."""
    known = {*months(), *seasons(), "of", "the", "წლის", "წელი", "წ"}
    for word in re.findall(r"[^\W\d_]+|[^\w\s]+", text):
        if word not in known:
            return ValidationError(_("“%(part)s” is not understood as part of a date."), code="unreadable", params={"part": word})
    if not re.search(r"\d{4}", text):
        return ValidationError(_("The year is missing."), code="year")
    message = _("“%(part)s” is not a date that can be read. Write, for example, 15 September 2008, September 2008, 2008 or 2008-09-15.")
    return ValidationError(message, code="unreadable", params={"part": text})


# Intervals


def interval(text: str) -> str:
    """Return what has a beginning or an end in words as EDTF; ValidationError if it has none."""
    for shape in stretches():
        if found := shape.fullmatch(text):
            month = f"{four(found['year'])}-{months()[found['month']]:02}"
            return f"{month}-{int(found['first']):02}/{month}-{int(found['last']):02}"
    for shape, say in WAYS:
        if found := shape.fullmatch(text):
            return say(*(part.strip() for part in found.groups() if part))
    raise misread(text)


def between(first: str, last: str) -> str:
    """Return from one date to the other; a year that the first leaves unsaid is that of the last."""
    first, last = nominative(first), nominative(last)
    if last in NOW:
        return since(first)
    end = point(last)
    return f"{point(first if YEAR.search(first) else f'{first} {end[:4]}')}/{end}"


def since(first: str) -> str:
    """Return from a date on."""
    return f"{point(nominative(first))}/.."


def after(first: str) -> str:
    """Return from the day behind a date on."""
    return f"{beside(point(first), days=1)}/.."


def before(last: str) -> str:
    """Return until the day in front of a date."""
    return f"../{beside(point(nominative(last)), days=-1)}"


def until(last: str) -> str:
    """Return until the last day of a date."""
    return f"../{point(last)}"


# The first that fits is read.
WAYS: list[tuple[re.Pattern[str], Callable[..., str]]] = [
    (re.compile(r"(?:from )?(.+?)(?: ?– ?| to | until )(.+)|(.+დან) (.+მდე)"), between),
    (re.compile(r"(?:since|from) (.+)|(.+?) ?–|(.+დან)"), since),
    (re.compile(r"after (.+)|(.+?)(?: წლის)? შემდეგ"), after),
    (re.compile(r"before (.+)|(.+მდე)"), before),
    (re.compile(r"(?:until|till|up to|to|by|no later than|არა უგვიანეს|–) ?(.+)|(.+?)(?: წლის)? ჩათვლით"), until),
]


@lru_cache
def stretches() -> list[re.Pattern[str]]:
    """Return the ways in which some days of one month are written."""
    days, month, year = r"(?P<first>\d{1,2}) ?– ?(?P<last>\d{1,2})", f"(?P<month>{month_pattern()})", rf"(?P<year>\d+)(?: ?{YEAR_WORDS})?"
    return [re.compile(shape) for shape in (rf"{days} {month} {year}", rf"{month} {days} {year}", rf"{year} {days} {month}")]


def nominative(text: str) -> str:
    """Return a Georgian date whose last word has an ending without it; the text as it is where that is no word of dates."""
    head, _space, last = text.rpartition(" ")
    if last in ("წლიდან", "წლამდე"):
        return head
    if last in ("წლებიდან", "წლებამდე"):
        return re.sub(r"-იან\b", "-იანი", head)
    cases = [
        *zip(georgian_dates.SINCE, georgian_dates.NOMINATIVES, strict=True),
        *zip(georgian_dates.BEFORE, georgian_dates.NOMINATIVES, strict=True),
    ]
    cases += [
        (case[number], name)
        for number, name in georgian_dates.SEASONS.items()
        for case in (georgian_dates.SEASONS_SINCE, georgian_dates.SEASONS_BEFORE)
    ]
    return f"{head} {dict(cases).get(last, last)}".strip()


def beside(edtf: str, *, days: int) -> str:
    """Return the year, month or day behind a plain one (`days=1`), or in front of it (-1); any other date, and the ends of time, as they are."""
    date = PartialDate.parse(edtf)
    edge = date.upper if days > 0 else date.lower
    if date.plain != edtf or edge in (dt.date.min, dt.date.max):
        return edtf
    return (edge + dt.timedelta(days=days)).isoformat()[: len(edtf)]
