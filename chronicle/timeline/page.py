"""What the page of a timeline shows: its marks with the list that says the same, or counts, and the ways to other periods."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actors import letters
from chronicle import event_dates
from chronicle.filters import EventFilter
from chronicle.models import Chronology, Event, Listing
from chronicle.neighbours import entry_address
from chronicle.paging import ORDER, Cursor, with_events
from chronicle.timeline import drawing, periods
from chronicle.timeline.drawing import Drawing, Place
from chronicle.years import NO_YEARS, UNDATED
from publishing import navigation
from publishing.date_words import Piece
from publishing.partial_dates import PartialDate
from publishing.record_page import Label, label

# So many events are drawn one by one.
MOST = 50
# A cursor with it stands behind everything of its day.
LAST_KEY = uuid.UUID(int=(1 << 128) - 1)
# As many letters has a unit that is a day.
DAY = 10


@dataclass(frozen=True)
class Mark:
    """An event on the timeline and in its list."""

    number: int
    event: Label
    when: tuple[Piece, ...]
    place: Place
    is_sure: bool

    @property
    def name(self) -> str:
        """What a screen reader says of the mark."""
        return f"{self.number}. {self.event.label}, {''.join(piece.text for piece in self.when)}"


@dataclass(frozen=True)
class Bar:
    """How many events a unit of time holds: `width` is in percent of the fullest; `url` is "" where it holds none."""

    label: str
    url: str
    count: int
    width: str

    @property
    def words(self) -> str:
        """The count in words."""
        return ngettext("%(count)s event", "%(count)s events", self.count) % {"count": self.count}


@dataclass
class Timeline:
    """A period of a chronology, drawn."""

    # What is shown, "" for all of it.
    period: str = ""
    ways: list[Label] = field(default_factory=list)
    earlier: Label | None = None
    later: Label | None = None
    drawing: Drawing | None = None
    marks: list[Mark] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    # Where to look closer, beside drawn marks.
    closer: list[Label] = field(default_factory=list)
    # Events that stand in the list only, having no year, or no month.
    elsewhere: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.marks and not self.bars


@dataclass(frozen=True)
class Reader:
    """Whose timeline it is: the entries of a chronology that the filters ask for."""

    chronology: Chronology
    filters: EventFilter

    @property
    def language(self) -> str:
        """The language of the page."""
        return self.filters.language

    @property
    def rows(self) -> QuerySet[Listing]:
        """The entries; none where it is not understood what is asked for."""
        found: QuerySet[Listing] = self.filters.qs if self.filters.is_valid() else Listing.objects.none()
        return found

    def url(self, period: PartialDate | None) -> str:
        """Return the address of a period, of all of them by default."""
        return address(self.chronology, self.filters, self.language, str(period or ""))

    def label(self, period: PartialDate) -> Label:
        """Return a way to a period."""
        return Label(periods.words(period, self.language), self.url(period))

    def list_from(self, day: dt.date) -> str:
        """Return the address of the list, from a day on."""
        before = Cursor(day - dt.timedelta(days=1), dt.date.max, LAST_KEY)
        return navigation.record_address(self.chronology, self.language) + self.filters.query(self.language, after=before.encode())


def address(chronology: Chronology, filters: EventFilter, language: str, period: str = "") -> str:
    """Return the address of a timeline that asks the same; a year that the list is narrowed to is the period."""
    asked = filters.values(language) if filters.is_valid() else {}
    year = asked.pop("year", "")
    shown = {"period": period or (year if year != UNDATED else "")}
    return navigation.address_of_slug("chronicle:timeline", language, chronology.slug_in(language)) + letters.query(asked, shown)


def timeline(reader: Reader, period: PartialDate | None) -> Timeline:
    """Return a period of a timeline, all of it by default. One query, two where a year or a month is counted; one more where something is asked."""
    numbers = reader.filters.numbers() if reader.filters.is_valid() else {}
    counts = {year: number for year, number in sorted(numbers.items()) if year not in NO_YEARS}
    unknown = sum(numbers.values()) - sum(counts.values())
    found = Timeline(period=periods.words(period, reader.language) if period else "")
    if not counts:
        return found
    years = list(counts)
    units = periods.units_of(period, years)
    inside = within(reader.rows, units, period)
    fill_marks(found, reader, units, list(with_events(inside).order_by(*ORDER)[: MOST + 1]))
    if not found.marks and period is not None and not periods.is_decade(period):
        unknown = fill_by_day(found, reader, units, inside)
    elif not found.marks:
        fill_by_year(found, reader, units, counts)
    if period is None:
        found.elsewhere = without_year(unknown)
    else:
        found.elsewhere = within_only(unknown, found.period) if not found.marks else ""
        found.ways = [Label(_("All years"), reader.url(None)), *map(reader.label, periods.around(period, years))]
        found.earlier, found.later = (None if each is None else reader.label(each) for each in periods.beside(period, years))
    return found


def within(rows: QuerySet[Listing], units: Sequence[PartialDate], period: PartialDate | None) -> QuerySet[Listing]:
    """Return what begins in a period; what is known to the year alone does not begin in its January."""
    found = rows.filter(lower__gt=dt.date.min, lower__lt=dt.date.max)
    if period is None:
        return found
    found = found.filter(lower__gte=units[0].lower, lower__lte=units[-1].upper)
    if periods.is_month(period) and period.lower.month == 1:
        found = found.exclude(lower=period.lower, upper__gte=dt.date(period.lower.year, 12, 31))
    return found


def fill_marks(found: Timeline, reader: Reader, units: Sequence[PartialDate], rows: Sequence[Listing]) -> None:
    """Draw events one by one, if they are few enough and find their places side by side."""
    events = [row.event for row in rows]
    dates: list[Any] = [event.date for event in events]  # PartialDates, which mypy takes for text
    if not events or len(events) > MOST:
        return
    found.drawing = drawing.drawn(dates, units, [periods.short(unit, reader.language) for unit in units])
    if found.drawing is None:
        return
    found.marks = [
        mark(number, event, place, reader) for number, (event, place) in enumerate(zip(events, found.drawing.places, strict=True), start=1)
    ]
    begun = {next((at for at, unit in enumerate(units) if date.lower <= unit.upper), 0) for date in dates}
    if len(units[0].text) < DAY:
        found.closer = [reader.label(units[at]) for at in sorted(begun)]


def mark(number: int, event: Event, place: Place, reader: Reader) -> Mark:
    """Return an event on the timeline."""
    date: Any = event.date
    shown = label(event, reader.language)
    url = entry_address(reader.chronology, event, reader.language)
    return Mark(number, Label(shown.label, url, shown.lang), event_dates.pieces(event, reader.language), place, drawing.is_known(date))


def fill_by_year(found: Timeline, reader: Reader, units: Sequence[PartialDate], counts: Mapping[int, int]) -> None:
    """Count events by year, or by decade."""
    held = [sum(counts.get(year, 0) for year in range(unit.lower.year, unit.upper.year + 1)) for unit in units]
    found.bars = bars(held, [periods.words(unit, reader.language) for unit in units], [reader.url(unit) for unit in units])


def fill_by_day(found: Timeline, reader: Reader, units: Sequence[PartialDate], inside: QuerySet[Listing]) -> int:
    """Count the events of a year by month, or of a month by day; return how many are known to the whole year, or month, alone. One query."""
    first, last = units[0].lower, units[-1].upper
    pairs = list(inside.order_by().values_list("lower", "upper"))
    known = [lower for lower, upper in pairs if lower > first or upper < last]
    is_days = len(units[0].text) == DAY
    held = Counter(lower.day if is_days else lower.month for lower in known)
    urls = [reader.list_from(unit.lower) if is_days else reader.url(unit) for unit in units]
    found.bars = bars([held[at] for at in range(1, len(units) + 1)], [periods.words(unit, reader.language) for unit in units], urls)
    return len(pairs) - len(known)


def bars(counts: Sequence[int], labels: Sequence[str], urls: Sequence[str]) -> list[Bar]:
    """Return counts as bars, the fullest as long as the drawing; none where nothing is counted."""
    most = max(counts, default=0)
    if not most:
        return []
    return [
        Bar(name, url if count else "", count, f"{max(count * 100 / most, 1 if count else 0):.2f}%")
        for count, name, url in zip(counts, labels, urls, strict=True)
    ]


def without_year(count: int) -> str:
    """Return that some events are in the list only, "" if there are none."""
    if not count:
        return ""
    words = ngettext("%(count)s event without a year is in the list only.", "%(count)s events without a year are in the list only.", count)
    return words % {"count": count}


def within_only(count: int, period: str) -> str:
    """Return that of some events no more is known than a period, "" if there are none."""
    if not count:
        return ""
    words = ngettext("Of %(count)s event more is not known than %(period)s.", "Of %(count)s events more is not known than %(period)s.", count)
    return words % {"count": count, "period": period}
