"""The periods that a timeline shows: all its years, or a decade, a year, a month of them; and the units that each is divided into."""

import datetime as dt
import re
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from publishing import date_words, dates
from publishing.partial_dates import PartialDate

# Longer timelines are divided into decades.
MOST_YEARS = 40
PERIOD = re.compile(r"\d{3}X|\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
DECADE, MONTH = 4, 7


def asked_for(text: str) -> PartialDate:
    """Return the period that `?period=` names: a decade (200X), a year (2008) or a month (2008-09); ValidationError in the reader's words."""
    try:
        if not PERIOD.fullmatch(text):
            raise ValidationError("", code="period")
        return PartialDate.parse(text)
    except ValidationError as error:
        message = _("“%(text)s” is no period of a timeline. Write a year, for example 2008, a month, 2008-09, or a decade, 200X.")
        raise ValidationError(message, code="period", params={"text": text[:20]}) from error


def is_decade(period: PartialDate) -> bool:
    """Tell whether a period is a decade."""
    return period.text.endswith("X")


def is_month(period: PartialDate) -> bool:
    """Tell whether a period is a month."""
    return len(period.text) == MONTH


def decade_of(year: int) -> PartialDate:
    """Return the decade of a year."""
    return PartialDate.parse(f"{year // 10:03}X")


def units_of(period: PartialDate | None, years: Sequence[int]) -> list[PartialDate]:
    """Return what a period is divided into: a month into days, a year into months, a decade, or all, into years; a long whole into decades.

    `years` are those with events, in order; the whole goes from the first of them to the last.
    """
    if period is None:
        first, last = years[0], years[-1]
        if last - first >= MOST_YEARS:
            return [decade_of(year) for year in range(first - first % 10, last + 1, 10)]
        return [PartialDate.parse(f"{year:04}") for year in range(first, last + 1)]
    if is_decade(period):
        return [PartialDate.parse(f"{year:04}") for year in range(period.lower.year, period.upper.year + 1)]
    if is_month(period):
        return [PartialDate.of(period.lower + dt.timedelta(days=day)) for day in range((period.upper - period.lower).days + 1)]
    return [PartialDate.parse(f"{period.text}-{month:02}") for month in range(1, 13)]


def around(period: PartialDate, years: Sequence[int]) -> list[PartialDate]:
    """Return the periods that a period lies in, the largest first."""
    found = []
    if not is_decade(period) and years[-1] - years[0] >= MOST_YEARS:
        found.append(decade_of(period.lower.year))
    if is_month(period):
        found.append(PartialDate.parse(period.text[:4]))
    return found


def beside(period: PartialDate, years: Sequence[int]) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the nearest decades, or years, with events before and after a period; of a month, the years around its year."""
    earlier = max((year for year in years if year < period.lower.year), default=None)
    later = min((year for year in years if year > period.upper.year), default=None)
    make = decade_of if is_decade(period) else lambda year: PartialDate.parse(f"{year:04}")
    return (None if earlier is None else make(earlier)), (None if later is None else make(later))


def words(unit: PartialDate, language: str) -> str:
    """Return a period, or a unit, in words."""
    return date_words.words(unit, language)


def short(unit: PartialDate, language: str) -> str:
    """Return what stands at the scale for a unit: a month without its year, a day without its month."""
    if unit.is_day and len(unit.text) > MONTH:
        return str(unit.lower.day)
    return dates.month_name(unit.lower.month, language) if is_month(unit) else words(unit, language)
