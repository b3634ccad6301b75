"""How many entries of a chronology each year has, drawn as a small chart that leads to the years."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Func, IntegerField, Q
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


class YearOf(Func):
    """The year of a day, read by the database itself."""

    output_field = IntegerField()
    template = "CAST(EXTRACT(YEAR FROM %(expressions)s) AS integer)"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:  # Any: as in Django
        """Read it from the text that a day is there."""
        return self.as_sql(compiler, connection, template="CAST(SUBSTR(%(expressions)s, 1, 4) AS integer)", **context)


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
class Chart:
    """The years of the entries that answer, and how many answer in all."""

    bars: list[Bar]
    found: int


def chart(filters: "EventFilter", path: str) -> Chart:
    """Return the years of what the filters ask for. Entries that all stand on one page are led to there."""
    if not filters.is_valid():
        return Chart([], 0)
    numbers, current = filters.numbers(), filters.asked.get("year", "")
    if not current and numbers.total() <= SIZE:
        return Chart(bars(numbers, lambda year: f"#y{year}", current), numbers.total())
    shown = bars(numbers, lambda year: path + filters.query(filters.language, year=year), current)
    return Chart(shown, numbers.total() if not current else sum(bar.number for bar in shown if bar.is_current))


def counted(rows: ListingQuerySet) -> Counter[int]:
    """Return {year: how many entries}. One query."""
    found = rows.order_by().values_list(YearOf("lower")).annotate(number=Count("pk"))
    return Counter(dict(found))


def bars(numbers: Counter[int], address: Callable[[str], str], current: str) -> list[Bar]:
    """Return the years in their order, what has none at the end; `address` tells where a year, or "none", is to be read."""
    dated = {str(year): number for year, number in sorted(numbers.items()) if year not in NO_YEARS}
    undated = sum(numbers[year] for year in NO_YEARS)
    most = max(numbers.values(), default=0)
    return [bar(year, number, most, address, current) for year, number in (dated | ({UNDATED: undated} if undated else {})).items()]


def bar(year: str, number: int, most: int, address: Callable[[str], str], current: str) -> Bar:
    """Return a year of the chart."""
    height = max(round(number * 100 / most), LOWEST)
    label = _("No date") if year == UNDATED else year
    return Bar(label, address(year), number, f"{100 - height}%", f"{height}%", year == current)


def of_year(rows: ListingQuerySet, year: str) -> ListingQuerySet:
    """Keep the entries of a year, or those that have none."""
    if year == UNDATED:
        return rows.filter(Q(*(Q(lower__year=each) for each in NO_YEARS), _connector=Q.OR))
    return rows.filter(lower__year=int(year))
