"""How much keys are used: counted by day and sort of address in memory, written in batches."""

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from rest_framework.request import Request

from publishing.tallies import Tally
from syndication.models import ApiKey, ApiUse

# Different counts that a process keeps between two writings.
MOST_COUNTED = 2000
DAYS_KEPT = 400
LONGEST = 120


def note(key: ApiKey, request: Request) -> None:
    """Count a request by its key."""
    tally.add((timezone.localdate(), key.pk, sort_of(request)))


def sort_of(request: Request) -> str:
    """Return the address of a request with names where keys and slugs stand."""
    path, match = request._request.path_info, request._request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        path = path.replace(f"/{value}", f"/{{{name}}}")
    return path[:LONGEST]


def write(counted: dict[tuple[dt.date, uuid.UUID, str], int]) -> None:
    """Add counts to the rows of their days, and tell each key when it was used last."""
    with transaction.atomic():
        known = set(ApiKey.objects.filter(pk__in={key for _day, key, _path in counted}).values_list("pk", flat=True))
        found = {each: count for each, count in sorted(counted.items()) if each[1] in known}
        ApiUse.objects.bulk_create([ApiUse(day=day, key_id=key, path=path) for day, key, path in found], ignore_conflicts=True)
        for (day, key, path), count in found.items():
            ApiUse.objects.filter(day=day, key=key, path=path).update(requests=F("requests") + count)
        for day, key in sorted({(day, key) for day, key, _path in found}):
            ApiKey.objects.filter(Q(used_on=None) | Q(used_on__lt=day), pk=key).update(used_on=day)
        ApiUse.objects.filter(day__lt=timezone.localdate() - dt.timedelta(days=DAYS_KEPT)).delete()


tally: Tally[tuple[dt.date, uuid.UUID, str]] = Tally(write, most=MOST_COUNTED)
