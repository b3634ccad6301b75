"""Dates that know their precision: a documented subset of EDTF (ISO 8601-2, level 1), their order and their comparison.

| written | means |
|---|---|
| `2008`, `2008-09`, `2008-09-15` | some time in that year, in that month; that day |
| `2008-21` … `2008-24` | spring, summer, autumn, winter; the winter that begins in December of that year |
| `200X`, `20XX`, `2008-XX`, `2008-09-XX` | some year of the decade or century, some month, some day |
| `2008?`, `2008~`, `2008%` | uncertain, approximate, both |
| `2008/2012` | from … to …; each end is any of the above |
| `2020/..`, `../2019` | since 2020, for good; up to the end of 2019, from whenever |
| `2020/`, `/2019` | the other end is not known |

Years are 0001 to 9999. Anything else is refused, and the refusal names the part that is wrong.
"""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from publishing import dates, languages

# The longest text is `2008-09-15~/2009-09-16~`.
LONGEST = 23
SEASONS = {21: 3, 22: 6, 23: 9, 24: 12}
WINTER = 24
MONTHS = 12
_QUALIFIERS = "?~%"
_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?[?~%]?")


class Certainty(IntEnum):
    """The answer to a question about dates that are not known to the day."""

    NO = 0
    MAYBE = 1
    SURELY = 2


@dataclass(frozen=True, order=True, slots=True)
class PartialDate:
    """A date or an interval as far as it is known: the first and the last day that it may touch, and its EDTF text.

    The order is total: by the first day, then the last, then the text; so a day stands before its month, and a month before its
    year. Where an end is open or unknown, the bound is `date.min` or `date.max`. `lower` and `upper` never widen for `~` and `?`.
    """

    lower: dt.date
    upper: dt.date
    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the date that an EDTF text means; ValidationError that names the wrong part."""
        found = _parsed(text.strip()[: LONGEST + 1])
        return cls(found.lower, found.upper, found.text)

    @classmethod
    def of(cls, day: dt.date) -> Self:
        """Return a day as a date of full precision."""
        return cls(day, day, day.isoformat())

    def __str__(self) -> str:
        return self.text

    @property
    def is_interval(self) -> bool:
        """Whether it has two ends, one of which may be open or unknown."""
        return "/" in self.text

    @property
    def start(self) -> "PartialDate | None":
        """What stands before the slash of an interval, None where that end is open or unknown; a single date is its own start."""
        return _end_of(self.text.partition("/")[0])

    @property
    def end(self) -> "PartialDate | None":
        """What stands behind the slash of an interval, None where that end is open or unknown; a single date is its own end."""
        return _end_of(self.text.rpartition("/")[2])

    @property
    def is_day(self) -> bool:
        """Whether it is known to the day, for sure."""
        return self.lower == self.upper and not self.qualifier and not self.is_interval

    @property
    def qualifier(self) -> str:
        """`?`, `~` or `%` of a single date; "" for a plain one, and for intervals, whose ends have their own."""
        return self.text[-1] if self.text[-1] in _QUALIFIERS and not self.is_interval else ""

    @property
    def plain(self) -> str:
        """The longest plain prefix of a single date: `2008`, `2008-09` or `2008-09-15`; "" where not even the year is known."""
        found = re.match(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?", "" if self.is_interval else self.text)
        return found.group() if found else ""

    def as_data(self) -> dict[str, str | None]:
        """Return it as the API says it: the text that loses nothing, and the days between which it lies, null where that end is open."""
        return {
            "edtf": self.text,
            "earliest": self.lower.isoformat() if self.lower > dt.date.min else None,
            "latest": self.upper.isoformat() if self.upper < dt.date.max else None,
        }

    def before(self, other: "PartialDate | dt.date") -> Certainty:
        """Tell whether all of it lies before the other."""
        other = _dated(other)
        return _answer(surely=self.upper < other.lower, maybe=self.lower < other.upper)

    def after(self, other: "PartialDate | dt.date") -> Certainty:
        """Tell whether all of it lies after the other."""
        return _dated(other).before(self)

    def within(self, begin: dt.date, end: dt.date) -> Certainty:
        """Tell whether it lies between two days, both included."""
        return _answer(surely=begin <= self.lower and self.upper <= end, maybe=self.lower <= end and begin <= self.upper)


def holds_on(start: PartialDate | None, end: PartialDate | None, day: dt.date, *, ongoing: bool = False) -> Certainty:
    """Tell whether what began at `start` and ended at `end` held on a day; the first and the last day count.

    Without `end` it is still going on (`ongoing`), or nobody knows whether it ended; without `start`, nobody knows when it began.
    """
    begins, began = (start.lower, start.upper) if start else (dt.date.min, dt.date.max)
    ends, ended = (end.lower, end.upper) if end else (dt.date.max if ongoing else dt.date.min, dt.date.max)
    return _answer(surely=began <= day <= ends, maybe=begins <= day <= ended)


def _answer(*, surely: bool, maybe: bool) -> Certainty:
    return Certainty.SURELY if surely else Certainty.MAYBE if maybe else Certainty.NO


def _dated(value: PartialDate | dt.date) -> PartialDate:
    return value if isinstance(value, PartialDate) else PartialDate.of(value)


def _end_of(text: str) -> PartialDate | None:
    return None if text in ("", "..") else PartialDate.parse(text)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> PartialDate:
    if "/" not in text:
        return PartialDate(*_bounds(text), text)
    first, _slash, last = text.partition("/")
    if not first.strip(".") and not last.strip("."):
        raise ValidationError(_("At least one end of an interval must be known."), code="empty")
    lower = dt.date.min if first in ("", "..") else _bounds(first)[0]
    upper = dt.date.max if last in ("", "..") else _bounds(last)[1]
    if lower > upper:
        raise ValidationError(_("It ends (%(end)s) before it begins (%(start)s)."), code="reversed", params={"start": first, "end": last})
    return PartialDate(lower, upper, text)


def _bounds(text: str) -> tuple[dt.date, dt.date]:
    """Return the first and the last day that a single date may be."""
    if (found := _POINT.fullmatch(text)) is None or not text.isascii():
        message = _("“%(part)s” is not a date that can be read. Write, for example, 2008, 2008-09 or 2008-09-15.")
        raise ValidationError(message, code="unreadable", params={"part": text})
    year, month, day = found.group("year", "month", "day")
    first, last = max(int(year.replace("X", "0")), 1), int(year.replace("X", "9"))
    if last == 0:
        raise ValidationError(_("“%(part)s” is not a year: there was no year 0."), code="year", params={"part": year})
    if "X" in year and month:
        raise ValidationError(_("“%(part)s”: where the year is not known, no month is."), code="unreadable", params={"part": text})
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValidationError(_("“%(part)s”: where the month is not known, no day is."), code="unreadable", params={"part": text})
        return dt.date(first, 1, 1), dt.date(last, 12, 31)
    return _days(first, int(month), day)


def _days(year: int, month: int, day: str | None) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a season, a month or a day."""
    if month in SEASONS and not day:
        first = dt.date(year, SEASONS[month], 1)
        # Three months; a winter ends in the next year, if there is one.
        end_year, end_month = (year, SEASONS[month] + 2) if month < WINTER else (year + 1, 2)
        return first, dt.date(end_year, end_month, calendar.monthrange(end_year, end_month)[1]) if end_year <= dt.MAXYEAR else dt.date.max
    if not 1 <= month <= MONTHS:
        message = _("“%(part)s” is not a month: months are 01 to 12, seasons 21 to 24.")
        raise ValidationError(message, code="month", params={"part": f"{month:02}"})
    last = calendar.monthrange(year, month)[1]
    if day in (None, "XX"):
        return dt.date(year, month, 1), dt.date(year, month, last)
    if not 1 <= int(day) <= last:
        message = _("“%(part)s” is not a day: %(month)s has %(last)s days.")
        raise ValidationError(message, code="day", params={"part": day, "month": dates.month(year, month, languages.active()), "last": last})
    return (found := dt.date(year, month, int(day))), found
