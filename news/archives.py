"""Years and months of the archive, in the site's time zone."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import DateTimeField, Exists, Subquery
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from news.models import Article, ArticleQuerySet
from publishing import dates
from publishing.models import ChangeHead
from publishing.navigation import address
from publishing.paging import MICROSECOND
from publishing.prepared import Given
from publishing.remembered import Memory, Stamp

MONTHS = range(1, 13)

# {(lists, year): the span}
_spans = Memory(256)


@dataclass(frozen=True)
class Link:
    """A year or month to choose."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Lists:
    """The articles that the lists of one language show."""

    language: str
    untranslated: bool
    # Whether articles wait for a moment to come. If none does, nobody need look for them.
    may_hold_future: bool = True

    def listed(self, at: dt.datetime | Given | None = None) -> ArticleQuerySet:
        """Return what is listed up to a moment, now by default."""
        return Article.objects.listed_in(self.language, at, untranslated=self.untranslated)

    def since(self, at: Given) -> ArticleQuerySet:
        """Return what was listed from a given beginning (`begin`) up to a moment."""
        return self.listed(at).filter(**{f"listed_at_{self.language}__gte": Given("begin", DateTimeField())})

    def between(self, begin: dt.datetime, end: dt.datetime, at: dt.datetime | None = None) -> ArticleQuerySet:
        """Return what was listed from `begin` until before `end`, up to a moment."""
        last = min(at or timezone.now(), end - MICROSECOND)
        return self.listed(last).filter(**{f"listed_at_{self.language}__gte": begin})


@dataclass(frozen=True)
class Span:
    """From when to when there are articles, and in which months of one year."""

    first: dt.datetime | None
    last: dt.datetime | None
    months: list[int]

    def years(self) -> list[int]:
        """Return the years from the newest to the oldest article."""
        if self.first is None or self.last is None:
            return []
        return list(range(timezone.localdate(self.last).year, timezone.localdate(self.first).year - 1, -1))

    def refuse_outside(self, begin: dt.datetime, end: dt.datetime) -> None:
        """Raise Http404 for a period before the first or after the last article."""
        if self.first is None or self.last is None or end <= self.first or begin > self.last:
            raise Http404(_("Nothing was published at that time."))


def bounds(year: int, month: int | None = None) -> tuple[dt.datetime, dt.datetime]:
    """Return when a year or month begins and ends; Http404 if the calendar has no such time."""
    try:
        return dates.starts_of(year, month)
    except (ValueError, OverflowError) as error:
        raise Http404(_("There is no such date.")) from error


def span(lists: Lists, year: int | None = None, under: Stamp | None = None) -> Span:
    """Return the span of the archive, and the months of `year` that hold articles. Asked for once `under` a change."""
    known = _spans.under(under)
    if (lists, year) not in known:
        known[lists, year] = read_span(lists, year)
    return known[lists, year]


def read_span(lists: Lists, year: int | None) -> Span:
    """Read the span. One query, of a few steps into an index."""
    time = f"listed_at_{lists.language}"
    ends = {
        "first_at": Subquery(lists.listed().order_by(time, "id").values(time)[:1]),
        "last_at": Subquery(lists.listed().order_by(f"-{time}", "-id").values(time)[:1]),
    }
    filled = {f"month_{month}": Exists(lists.between(*bounds(year, month)).order_by()) for month in MONTHS} if year else {}
    # The one row of the counter stands in for a table, so that all is asked at once.
    found = ChangeHead.objects.filter(pk=1).values(**ends, **filled).first()
    if found is None:
        return Span(None, None, [])
    return Span(found["first_at"], found["last_at"], [month for month in MONTHS if found.get(f"month_{month}")])


def year_links(found: Span, language: str, chosen: int | None = None) -> list[Link]:
    """Return the years to choose from, newest first."""
    return [Link(str(year), year_address(year, language), current=year == chosen) for year in found.years()]


def month_links(found: Span, language: str, year: int, chosen: int | None = None) -> list[Link]:
    """Return the months of a year that hold articles."""
    return [Link(dates.month_name(month, language), month_address(year, month, language), current=month == chosen) for month in found.months]


def year_address(year: int, language: str) -> str:
    """Return the address of a year's archive."""
    return address("news:year", language, year=year)


def month_address(year: int, month: int, language: str) -> str:
    """Return the address of a month's archive."""
    return address("news:month", language, year=year, month=month)
