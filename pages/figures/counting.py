"""Counting visits at the server: pages from the cache too, in memory, written in batches."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pages.figures.visits import Visit, add, visit
from publishing.tallies import Tally

# Different visits that a process keeps between two writings.
MOST_COUNTED = 2000

tally: Tally[Visit] = Tally(add, most=MOST_COUNTED)


class VisitsMiddleware:
    """Counts what readers read. Stands before the page cache; sets no cookie, reads none, keeps no address of anybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.COUNT_VISITS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # A browser that only prepares for a click says so.
        if request.method == "GET" and "Sec-Purpose" not in request.headers and "no-store" not in response.headers.get("Cache-Control", ""):
            agent, referrer = request.headers.get("User-Agent", ""), request.headers.get("Referer", "")
            if found := visit(timezone.localdate(), request.path_info, response.status_code, agent, referrer):
                tally.add(found)
        return response
