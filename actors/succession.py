"""Who held a post, one after the other, drawn on one scale of time: what is sure is solid, what is possible is hatched."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone

from actors.facts import Statement
from actors.models import EndStatus, Tenure

# In percent of the drawing's width: a day must be seen too.
THINNEST = 0.6
MOST_YEARS = 5


@dataclass(frozen=True)
class Bar:
    """Part of a line of the drawing: where it begins and how long it is; whether it surely holds there."""

    x: str
    width: str
    is_sure: bool


@dataclass(frozen=True)
class Drawn:
    """A tenure in words and as a line; without bars where nothing is known of its time. `goes_on` has an arrow at its end."""

    fact: Statement
    bars: list[Bar]
    goes_on: bool


@dataclass(frozen=True)
class Scale:
    """The time from the first day of one year to the last of another, across the drawing."""

    first: dt.date
    last: dt.date

    @classmethod
    def of(cls, tenures: Sequence[Tenure]) -> "Scale | None":
        """Return the whole years that hold every known date of the tenures, and today where one goes on, or may; None where no date is known."""
        dates = [date for tenure in tenures for date in known_dates(tenure)]
        if dates and any(tenure.end is None and tenure.end_status != EndStatus.ENDED for tenure in tenures):
            dates.append(timezone.localdate())
        return cls(dt.date(min(dates).year, 1, 1), dt.date(max(dates).year, 12, 31)) if dates else None

    def at(self, day: dt.date) -> float:
        """Return where a day is, in percent; what lies outside is at the edge."""
        inside = min(max(day, self.first), self.last)
        return (inside - self.first).days * 100 / ((self.last - self.first).days + 1)

    @property
    def years(self) -> list[tuple[str, str]]:
        """(year, place) of those that are marked: at most five, the first among them."""
        step = max(1, -(-(self.last.year - self.first.year + 1) // MOST_YEARS))
        return [(str(year), percent(self.at(dt.date(year, 1, 1)))) for year in range(self.first.year, self.last.year + 1, step)]


def known_dates(tenure: Tenure) -> Iterable[dt.date]:
    """Yield the days between which a tenure began and ended, as far as they are known."""
    bounds = (tenure.start_lower, tenure.start_upper, tenure.end_lower, tenure.end_upper)
    return (day for day in bounds if day and dt.date.min < day < dt.date.max)


def drawn(tenures: Sequence[tuple[Tenure, Statement]], scale: Scale | None) -> list[Drawn]:
    """Return the tenures of a post as lines on a scale."""
    today = timezone.localdate()
    return [
        Drawn(fact, bars(tenure, scale, today) if scale else [], goes_on=tenure.end_status == EndStatus.ONGOING and tenure.start is not None)
        for tenure, fact in tenures
    ]


def bars(tenure: Tenure, scale: Scale, today: dt.date) -> list[Bar]:
    """Return the parts of a tenure: possible while it may have begun, sure between, possible while it may have ended."""
    is_ongoing = tenure.end_status == EndStatus.ONGOING
    if tenure.start is None and tenure.end is None:
        return []
    began, begun = tenure.start_lower or scale.first, tenure.start_upper or (tenure.end_upper or scale.last)
    # Nothing says that it held on any later day, unless it goes on.
    ends = today if is_ongoing else tenure.end_lower or begun
    ended = today if is_ongoing else tenure.end_upper or scale.last
    parts = [(began, min(begun, ended), False), (begun, ends, True), (max(ends, begun), ended, False)]
    found = [bar(scale, first, last, is_sure=is_sure) for first, last, is_sure in parts if first < last]
    return found or [bar(scale, began, ended, is_sure=True)]


def bar(scale: Scale, first: dt.date, last: dt.date, *, is_sure: bool) -> Bar:
    """Return a part of a line."""
    x = min(scale.at(first), 100 - THINNEST)
    return Bar(percent(x), percent(max(scale.at(last) - x, THINNEST)), is_sure)


def percent(number: float) -> str:
    """Return a number as SVG writes it, whatever the language of the page."""
    return f"{number:.2f}%"
