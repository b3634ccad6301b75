"""Dates as readers see them: in words, in the page's language and the site's time zone. Formatted once per day and language."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from django.utils import timezone

# "20 January 2025" rather than "January 20, 2025".
REGIONS = {"en": "en_GB"}


@dataclass(frozen=True)
class Printed:
    """A moment as a page prints it: `text` for people, `iso` for `<time datetime>`."""

    text: str
    iso: str


@lru_cache
def locale_of(language: str) -> Locale:
    """Return the formatting rules of a site language (CLDR)."""
    return Locale.parse(REGIONS.get(language, language.replace("-", "_")))


@lru_cache(maxsize=8192)
def day(date: dt.date, language: str) -> str:
    """Return a day in words, as "20 January 2025"."""
    return format_date(date, "long", locale=locale_of(language))


@lru_cache(maxsize=2048)
def month(year: int, number: int, language: str) -> str:
    """Return a month of a year in words, as "January 2025"."""
    return format_skeleton("yMMMM", dt.date(year, number, 1), locale=locale_of(language))


@lru_cache(maxsize=256)
def month_name(number: int, language: str) -> str:
    """Return the name of a month by itself, as "January"."""
    return format_date(dt.date(2000, number, 1), "LLLL", locale=locale_of(language))


@lru_cache(maxsize=1024)
def day_of_month(month: int, number: int, language: str) -> str:
    """Return a day of any year in words, as "15 September"."""
    return format_skeleton("MMMMd", dt.date(2000, month, number), locale=locale_of(language))


def printed(at: dt.datetime | dt.date, language: str) -> Printed:
    """Return the day of a moment, in the site's time zone, as pages print it."""
    date = timezone.localdate(at) if isinstance(at, dt.datetime) else at
    return Printed(text=day(date, language), iso=date.isoformat())


def starts_of(year: int, month: int | None = None) -> tuple[dt.datetime, dt.datetime]:
    """Return when a year, or a month of it, begins and ends in the site's time zone; ValueError or OverflowError if there is no such time."""
    first = dt.date(year, month or 1, 1)
    following = dt.date(year + 1, 1, 1) if month in (None, 12) else dt.date(year, month + 1, 1)
    # In UTC, as databases compare times; at the edges of the calendar there is no such moment.
    begin, end = (dt.datetime.combine(date, dt.time.min, tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC) for date in (first, following))
    return begin, end
