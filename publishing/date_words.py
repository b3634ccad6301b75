"""Partial dates in words, per language: "September 2008", "15–16 September 2008", "before 2020", "about 2004", "since 2020"."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import format_date, format_skeleton
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import dates, georgian_dates
from publishing.partial_dates import SEASONS, WINTER, PartialDate


@dataclass(frozen=True)
class Piece:
    """Some of the words of a date; `iso` is what `<time datetime>` may say of them (HTML, section 4.5.14), "" where it may not."""

    text: str
    iso: str = ""


def words(date: PartialDate | None, language: str) -> str:
    """Return a date in words, "" for none."""
    return "".join(piece.text for piece in pieces(date, language)) if date else ""


@lru_cache(maxsize=8192)
def pieces(date: PartialDate, language: str) -> tuple[Piece, ...]:
    """Return the words of a date: one piece, or three for an interval with two known ends, the middle one being the dash."""
    with override(language):
        if not date.is_interval:
            return (single(date, language),)
        start, end = date.start, date.end
        if start and end:
            return tuple(between(start, end, language))
        if start:
            text = since(start, language)
            return (Piece(text if date.text.endswith("..") else _("%(since)s, end unknown") % {"since": text}),)
        text = until(end, language) if end else ""
        return (Piece(text if date.text.startswith("..") else _("%(until)s, beginning unknown") % {"until": text}),)


def meaning(date: PartialDate, language: str) -> str:
    """Return what a date says, as the form echoes it: a month or a year stands for some day in it."""
    text = words(date, language)
    with override(language):
        if date.is_day:
            return format_date(date.lower, "full", locale=dates.locale_of(language))
        return _("some time in %(date)s") % {"date": text} if iso(date) else text


def iso(date: PartialDate) -> str:
    """Return what `<time datetime>` may say of a single date."""
    return date.text if date.plain == date.text else ""


def single(date: PartialDate, language: str) -> Piece:
    """Return the words of a date that is no interval."""
    return Piece(qualified(date, lambda year, month, day: plain(year, month, day, language)), iso(date))


def qualified(date: PartialDate, say: Callable[[str, str, str], str]) -> str:
    """Say a date by its parts, with what makes it uncertain."""
    year, month, day = parts(date)
    said = say(year, month, day)
    patterns = {"~": _("about %(date)s"), "?": _("possibly %(date)s"), "%": _("possibly about %(date)s")}
    return patterns[date.qualifier] % {"date": said} if date.qualifier else said


def parts(date: PartialDate) -> tuple[str, str, str]:
    """Return year, month (or season) and day of a single date as they are written, "" for what is not said."""
    year, _dash, rest = date.text.rstrip("?~%").partition("-")
    month, _dash, day = rest.partition("-")
    return year, month, day


def plain(year: str, month: str, day: str, language: str) -> str:
    """Return the words for the parts of a date."""
    if "X" in year:
        return decade(year)
    if month in ("", "XX"):
        return _("%(date)s, month unknown") % {"date": shown(year)} if month else shown(year)
    if int(month) in SEASONS:
        return season(int(year), int(month))
    if day in ("", "XX"):
        said = dates.month(int(year), int(month), language)
        return _("%(date)s, day unknown") % {"date": said} if day else said
    return dates.day(dt.date(int(year), int(month), int(day)), language)


def shown(year: str) -> str:
    """Return a year as it is read."""
    return year.lstrip("0")


def decade(year: str) -> str:
    """Return some year of a decade or a century."""
    if year.endswith("XX"):
        first = max(int(year[:2]) * 100, 1)
        return _("some year from %(first)s to %(last)s") % {"first": first, "last": int(year[:2]) * 100 + 99}
    return _("the %(decade)ss") % {"decade": shown(year[:3]) + "0"}


def season(year: int, number: int) -> str:
    """Return a season of a year; a winter lies in two."""
    patterns = {21: _("spring %(year)s"), 22: _("summer %(year)s"), 23: _("autumn %(year)s"), 24: _("winter %(year)s")}
    return patterns[number] % {"year": f"{year}–{year + 1}" if number == WINTER else year}


def since(date: PartialDate, language: str) -> str:
    """Return "since …"."""
    if language == "ka" and (said := in_georgian(date, georgian_dates.since)):
        return said
    return _("since %(date)s") % {"date": words(date, language)}


def until(date: PartialDate, language: str) -> str:
    """Return "before …" what follows a plain year, month or day, for "until" leaves open whether that is counted; else "no later than …"."""
    following = next_of(date)
    if following is None:
        return _("no later than %(date)s") % {"date": words(date, language)}
    if language == "ka" and (said := in_georgian(following, georgian_dates.before)):
        return said
    return _("before %(date)s") % {"date": words(following, language)}


def next_of(date: PartialDate) -> PartialDate | None:
    """Return the year, month or day that follows a plain one, None behind the last and for dates that are not plain."""
    if not iso(date) or date.upper == dt.date.max:
        return None
    following = date.upper + dt.timedelta(days=1)
    return PartialDate.parse(following.isoformat()[: len(date.text)])


def in_georgian(date: PartialDate, say: Callable[[str, int, str], str]) -> str:
    """Return a date with an ending; "" where there is none to give."""
    year, month, day = parts(date)
    if "X" in date.text:
        return ""
    if month and int(month) == WINTER:
        year = f"{int(year)}–{int(year) + 1}"
    return qualified(date, lambda _year, _month, _day: say(shown(year), int(month or 0), day.lstrip("0")))


def between(start: PartialDate, end: PartialDate, language: str) -> Iterator[Piece]:
    """Yield the two ends of an interval and the dash; what both have in common is said once."""
    first, dash = single(start, language), " – "
    if iso(start) and iso(end) and len(start.text) == len(end.text) and start.text != end.text:
        common = len(start.text) - 3
        if len(start.text) == len("2008"):
            dash = "–"
        elif start.text[:common] == end.text[:common]:
            dash = "–" if start.is_day else dash
            first = Piece(str(start.lower.day) if start.is_day else dates.month_name(start.lower.month, language), iso(start))
        elif start.is_day and start.lower.year == end.lower.year:
            first = Piece(format_skeleton("MMMMd", start.lower, locale=dates.locale_of(language)), iso(start))
    yield from (first, Piece(dash), single(end, language))
