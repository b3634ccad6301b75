"""What a visit is, and how visits are added up: by day, page, language and the host that sent the reader."""

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F

from publishing import languages, old_paths, redirects
from publishing.models import Visits
from publishing.robots import is_robot

# Read in full, and read again without a change.
READ = frozenset({200, 304})
LONGEST_PAGE, LONGEST_HOST = 300, 100
# Different rows that one day may have: a flood of invented referring hosts fills no disk.
MOST_A_DAY = 20_000


class Visit(NamedTuple):
    """What is kept of one visit."""

    day: dt.date
    path: str
    host: str


def visit(day: dt.date, path: str, status: int, agent: str, referrer: str) -> Visit | None:
    """Return what is kept of a request, or None if no person read a page."""
    is_page = path.endswith("/") and path.startswith(tuple(f"/{code}/" for code in languages.codes()))
    if not is_page or status not in READ or is_robot(agent) or len(path) > LONGEST_PAGE:
        return None
    return Visit(day, old_paths.path_spelled(path)[:LONGEST_PAGE], host_of(referrer))


@lru_cache(maxsize=2048)
def host_of(referrer: str) -> str:
    """Return the host that sent a reader; "" if none did, or a page of the site itself."""
    try:
        host = (urlsplit(referrer).hostname or "").removeprefix("www.")
        own = (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return "" if host == own or not re.fullmatch(r"[a-z0-9.-]+", host) else host[:LONGEST_HOST]


# A page that was read, as the table names it: (day, page, language, host).
Row = tuple[dt.date, str, str, str]


def rows_of(counted: dict[Visit, int]) -> dict[Row, int]:
    """Return counts under the keys of records, where pages are those of records."""
    rows: dict[Row, int] = {}
    pages = {path: page_of(path) for path in {visit.path for visit in counted}}
    for (day, path, host), count in counted.items():
        row = (day, pages[path], path.split("/")[1], host)
        rows[row] = rows.get(row, 0) + count
    return rows


def page_of(path: str) -> str:
    """Return the key of the record whose page stands or stood at a path, else the path."""
    found = redirects.record_behind(path)
    return f"{found[0]}:{found[1]}" if found else path


def add(counted: dict[Visit, int]) -> None:
    """Add visits to the rows of their days, in one transaction; what finds no room is added to the row without a host."""
    rows = rows_of(counted)
    with transaction.atomic():
        for day in sorted({row[0] for row in rows}):
            of_day = {row[1:]: count for row, count in rows.items() if row[0] == day}
            write_day(day, of_day)


def write_day(day: dt.date, counts: dict[tuple[str, str, str], int]) -> None:
    """Add to the rows of one day."""
    kept = Visits.objects.filter(day=day)
    pages = {page for page, _language, _host in counts}
    known = {(row.page, row.language, row.host) for row in kept.filter(page__in=pages)}
    room = max(MOST_A_DAY - kept.count(), 0)
    new = sorted(set(counts) - known, key=lambda row: (-counts[row], row))
    for page, language, host in new[room:]:
        count = counts.pop((page, language, host))
        if (page, language, "") in known | set(new[:room]) | set(counts):
            counts[page, language, ""] = counts.get((page, language, ""), 0) + count
    fresh = [Visits(day=day, page=page, language=language, host=host) for page, language, host in sorted(new[:room])]
    Visits.objects.bulk_create(fresh, ignore_conflicts=True)
    for (page, language, host), count in sorted(counts.items()):
        kept.filter(page=page, language=language, host=host).update(visits=F("visits") + count)
