"""Visits added up for people to read: by page, language, host and day."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from pages.figures.periods import Period
from publishing import languages, navigation
from publishing.models import Visits
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_types

# How many pages and hosts a report lists.
SHOWN = 50
COLUMNS = ["month", "page", "title", "language", "came_from", "visits"]


@dataclass(frozen=True)
class Total:
    """Something that was counted; `url` where it has a page."""

    label: str
    visits: int
    url: str = ""


def of_period(period: Period) -> QuerySet[Visits]:
    """Return the rows of a period."""
    return Visits.objects.filter(day__range=(period.first, period.last))


def everything(period: Period) -> int:
    """Return all visits of a period."""
    return of_period(period).aggregate(total=Sum("visits"))["total"] or 0


def by_page(period: Period) -> list[Total]:
    """Return the pages read most."""
    rows = list(of_period(period).values("page", "language").annotate(total=Sum("visits")).order_by("-total", "page", "language")[:SHOWN])
    found = records(row["page"] for row in rows)
    totals = []
    for row in rows:
        label, url = named(row["page"], row["language"], found)
        totals.append(Total(label, row["total"], url))
    return totals


def by_language(period: Period) -> list[Total]:
    """Return the visits of each language."""
    rows = of_period(period).values("language").annotate(total=Sum("visits")).order_by("-total")
    return [Total(language_name(row["language"]), row["total"]) for row in rows]


def by_host(period: Period) -> list[Total]:
    """Return the hosts that sent most readers."""
    rows = of_period(period).values("host").annotate(total=Sum("visits")).order_by("-total", "host")[:SHOWN]
    return [Total(row["host"] or _("directly, or from this site"), row["total"]) for row in rows]


def language_name(code: str) -> str:
    """Return what a language is called."""
    return get_language_info(code)["name_translated"] if code in languages.codes() else code


def records(keys: Iterable[str]) -> dict[str, Publishable]:
    """Return the records that keys of pages name, in one query for each kind."""
    known = {kind.kind for kind in record_types()}
    wanted: dict[str, list[uuid.UUID]] = {}
    for key in set(keys):
        kind, _colon, record = key.partition(":")
        if kind in known:
            wanted.setdefault(kind, []).append(uuid.UUID(record))
    return {f"{kind}:{pk}": record for kind, pks in wanted.items() for pk, record in by_kind(kind).model._default_manager.in_bulk(pks).items()}


def named(page: str, language: str, found: dict[str, Publishable]) -> tuple[str, str]:
    """Return (what a page is called, its address) in a report."""
    if page.startswith("/"):
        return page, page
    record = found.get(page)
    if record is None:
        return _("deleted for ever"), ""
    return record.title_in(language)[0] or page, navigation.record_address(record, language) if record.is_live else ""


def table(period: Period) -> Iterator[list[object]]:
    """Yield the table of a period: visits by month, page, language and host."""
    yield list(COLUMNS)
    grouped = of_period(period).annotate(month=TruncMonth("day")).values("month", "page", "language", "host").annotate(total=Sum("visits"))
    rows = grouped.order_by("month", "page", "language", "host")
    pages = set(of_period(period).values_list("page", flat=True).distinct())
    found = records(pages)
    for row in rows.iterator():
        title, url = named(row["page"], row["language"], found)
        address = url or row["page"]
        yield [f"{row['month']:%Y-%m}", address, title if title != address else "", row["language"], row["host"], row["total"]]
