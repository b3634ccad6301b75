"""How many entries of a chronology each year has, drawn as a small chart that leads to the years."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Q, TextField
from django.utils.translation import gettext as _

from chronicle.models.chronology import ListingQuerySet
from chronicle.paging import SIZE

if TYPE_CHECKING:
    from chronicle.filters import EventFilter

# What stands under no year: no date at all, and whatever has no beginning.
NO_YEARS = (1, 9999)
UNDATED = "none"
# In percent of the chart's height: one entry must be seen too.
LOWEST = 4


class Keys(Aggregate):
    """The keys of the rows of a group, with commas between them."""

    name = "Keys"
    output_field = TextField()
    template = "STRING_AGG(CAST(%(expressions)s AS text), ',')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:  # Any: as in Django
        """Put commas between them, as it does by itself."""
        return self.as_sql(compiler, connection, template="GROUP_CONCAT(%(expressions)s)", **context)


@dataclass(frozen=True)
class Bar:
    """A year with the number of its entries; the bar as SVG has it, in percent."""

    label: str
    url: str
    number: int
    y: str
    height: str
    is_current: bool


@dataclass(frozen=True)
class Numbers:
    """How many entries began in each year, and how many went on into it from the year before: those stand under both.

    What spans more than the turn of a year stands under its first: most often its date is not known any better.
    """

    begun: Counter[int]
    over: Counter[int]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> "Numbers":
        """Return what (first year, last year, number of entries) come to."""
        begun, over = Counter[int](), Counter[int]()
        for first, last, number in rows:
            begun[first] += number
            if last == first + 1 and first not in NO_YEARS:
                over[last] += number
        return cls(begun, over)

    @classmethod
    def sum(cls, each: Iterable["Numbers"]) -> "Numbers":
        """Return what several come to together."""
        begun, over = Counter[int](), Counter[int]()
        for one in each:
            begun += one.begun
            over += one.over
        return cls(begun, over)

    def total(self) -> int:
        """Return how many there are, each counted once."""
        return self.begun.total()

    def under(self, year: int) -> int:
        """Return how many stand under a year."""
        return self.begun[year] + self.over[year]


@dataclass(frozen=True)
class Chart:
    """The years of the entries that answer, and how many answer in all."""

    bars: list[Bar]
    found: int


def chart(filters: "EventFilter", path: str) -> Chart:
    """Return the years of what the filters ask for. Entries that all stand on one page are led to there."""
    if not filters.is_valid():
        return Chart([], 0)
    numbers, current = filters.answer().years, filters.asked.get("year", "")
    is_one_page = not current and numbers.total() <= SIZE

    def address(year: str) -> str:
        # What only went on into a year stands on the page under the year in which it began.
        stands_here = is_one_page and (year == UNDATED or numbers.begun[int(year)])
        return f"#y{year}" if stands_here else path + filters.query(filters.language, year=year)

    shown = bars(numbers, address, current)
    return Chart(shown, numbers.total() if not current else sum(bar.number for bar in shown if bar.is_current))


def bars(numbers: Numbers, address: Callable[[str], str], current: str) -> list[Bar]:
    """Return the years in their order, what has none at the end; `address` tells where a year, or "none", is to be read."""
    found = {str(year): numbers.under(year) for year in sorted(numbers.begun.keys() | numbers.over.keys()) if year not in NO_YEARS}
    if undated := sum(numbers.begun[year] for year in NO_YEARS):
        found[UNDATED] = undated
    most = max(found.values(), default=0)
    return [bar(year, number, most, address, current) for year, number in found.items()]


def bar(year: str, number: int, most: int, address: Callable[[str], str], current: str) -> Bar:
    """Return a year of the chart."""
    height = max(round(number * 100 / most), LOWEST)
    label = _("No date") if year == UNDATED else year
    return Bar(label, address(year), number, f"{100 - height}%", f"{height}%", year == current)


def of_year(rows: ListingQuerySet, year: str) -> ListingQuerySet:
    """Keep the entries of a year, those that went on into it from the year before among them, or those that have none."""
    if year == UNDATED:
        return rows.filter(first_year__in=NO_YEARS)
    here, before = int(year), max(int(year) - 1, dt.MINYEAR)
    over = Q(first_year=before, last_year=here) if before not in NO_YEARS else Q(pk__in=[])
    return rows.filter(Q(first_year=here) | over, lower__range=(dt.date(before, 1, 1), dt.date(here, 12, 31)))
