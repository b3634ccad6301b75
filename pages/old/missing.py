"""What readers ask for in vain: counted a day and address at a time, in bounded memory and rows, with nothing about who asked."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Max, Sum
from django.http import HttpRequest
from django.utils import timezone

from publishing import moved, old_paths
from publishing.models import IgnoredAddress, MissingAddress
from publishing.models.missing import LONGEST
from publishing.robots import ITSELF
from publishing.tallies import Tally

# Different addresses that a process counts between two writings, and that a day may have: a flood fills no disk.
MOST_COUNTED = 200
MOST_A_DAY = 2000
DAYS_KEPT = 90
# What scanners for holes ask of every site, whatever it runs on; documented in docs/operations.md.
PROBES = re.compile(
    r"(^|/)(wp-(login|admin|includes|config|json|content/(plugins|themes))|xmlrpc\.php|phpmyadmin|pma|adminer|cgi-bin|vendor|node_modules|boaform"
    r"|actuator|autodiscover|owa|ecp|hnap1|solr|jenkins|telescope|_profiler|_ignition|manager/html|shell|eval-stdin)(?=[/.?_]|$)"
    r"|(^|/)\.(?!well-known/)|\.(env|git|sql|bak|old|swp|ini|ya?ml|log|asp|aspx|jsp|cfm|cgi|sh|exe|dll|tar|t?gz|rar|7z)(\?|/|$)|\.\.|%[0-9A-Fa-f]{2}|[<>{}|\\^`'\"]",
    re.IGNORECASE,
)
# What browsers ask for by themselves.
UNASKED = re.compile(r"^/(favicon|apple-touch-icon|browserconfig|site\.webmanifest|manifest\.json|\.well-known|ads\.txt|humans\.txt)", re.IGNORECASE)
# A path that names no page without its query: the front page, and files such as index.php.
NEEDS_QUERY = re.compile(r"^/$|\.\w{2,5}$")
# How WordPress addresses a text, a page, a category by its number.
NUMBERED = ("p=", "page_id=", "cat=", "attachment_id=")


def note(request: HttpRequest) -> None:
    """Count that a request found no page."""
    if ITSELF not in request.META and moved.may_be_old(request) and (path := worth_counting(vars(request).get("asked_for", ""))):
        tally.add((timezone.localdate(), path))


def worth_counting(asked: str) -> str:
    """Return an address as it is counted, or "" for one that nobody would lead anywhere."""
    path, _mark, query = old_paths.without_tracking(asked).partition("?")
    counted = f"{path}?{query}" if query and NEEDS_QUERY.search(path) else path
    return "" if not asked or len(counted) > LONGEST or PROBES.search(path) or UNASKED.search(path) else counted


def note_numbered(request: HttpRequest) -> None:
    """Count that the front page was asked for a text by its number, and answered as it answers everybody."""
    if vars(request).get("asked_for", "").startswith(tuple(f"/?{name}" for name in NUMBERED)):
        note(request)


def write(counted: dict[tuple[dt.date, str], int]) -> None:
    """Add counts to the rows of their days; new addresses find room up to the day's cap, the most wanted first."""
    with transaction.atomic():
        for day in {day for day, _path in counted}:
            hits = {path: count for (of, path), count in counted.items() if of == day}
            rows = MissingAddress.objects.filter(day=day)
            known = set(rows.filter(path__in=hits).values_list("path", flat=True))
            ignored = set(IgnoredAddress.objects.filter(path__in=hits).values_list("path", flat=True))
            new = sorted(set(hits) - known - ignored, key=lambda path: -hits[path])[: max(MOST_A_DAY - rows.count(), 0)]
            MissingAddress.objects.bulk_create([MissingAddress(day=day, path=path) for path in new], ignore_conflicts=True)
            for path in sorted(known | set(new)):
                rows.filter(path=path).update(hits=F("hits") + hits[path])
        MissingAddress.objects.filter(day__lt=timezone.localdate() - dt.timedelta(days=DAYS_KEPT)).delete()


tally: Tally[tuple[dt.date, str]] = Tally(write, most=MOST_COUNTED)


@dataclass(frozen=True)
class Missing:
    """An address asked for in vain: how often in the days that are kept, and when last."""

    path: str
    hits: int
    last: dt.date


def most_wanted(count: int) -> list[Missing]:
    """Return the addresses asked for most, without those that lead somewhere now."""
    tally.flush()
    found = MissingAddress.objects.values("path").annotate(total=Sum("hits"), last=Max("day")).order_by("-total", "path")
    return [Missing(row["path"], row["total"], row["last"]) for row in found[:count]]


def forget(path: str, *, for_ever: bool = False) -> None:
    """Take an address from the list: it leads somewhere now, or (`for_ever`) nobody needs to see it again."""
    with transaction.atomic():
        if for_ever:
            IgnoredAddress.objects.get_or_create(path=path)
        MissingAddress.objects.filter(path=path).delete()
