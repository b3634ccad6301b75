"""What stands before everything: gives each request an id, counts it, and tells the log of it."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import empty

from config.watching import counting
from config.watching.logs import network_of, request_id
from publishing.headers import comes_from_proxy
from publishing.middleware import OUTCOME

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# As the environment calls what a proxy says: to read one of them is no reason to parse all headers.
GIVEN_ID, GIVEN_ADDRESSES = "HTTP_X_REQUEST_ID", "HTTP_X_FORWARDED_FOR"
# What a proxy may call a request: nothing that breaks a line of a log.
GOOD_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# What an address is, by how it begins; all that is not found here and begins with a language is a page.
KINDS = (
    ("/admin/", "desk"),
    ("/api/", "api"),
    ("/static/", "static"),
    ("/media/", "media"),
    ("/cards/", "media"),
    ("/data/", "dump"),
    ("/sitemap", "sitemap"),
    ("/healthz", "health"),
    ("/readyz", "health"),
    ("/generation", "health"),
    ("/metrics", "health"),
    ("/preview/", "preview"),
    ("/review/", "preview"),
)
FEEDS = ("/feed.atom", "/feed.rss", "/feed.json")


class WatchMiddleware:
    """Stands before all others. What it learns of a reader it forgets: the log gets the network, the figures get nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counts = bool(settings.METRICS_TOKEN)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        number = id_of(request)
        token = request_id.set(number)
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - began
            if self.counts:
                counting.add(kind_of(request.path_info), response.status_code, vars(request).get(OUTCOME, ""), seconds)
            if logger.isEnabledFor(logging.INFO):
                logger.info("%s %s %s", request.method, request.path_info, response.status_code, extra=told(request, response, seconds))
        finally:
            request_id.reset(token)
        response.headers[HEADER] = number
        return response


def id_of(request: HttpRequest) -> str:
    """Return the id that the proxy gave a request, where one is trusted, else a new one."""
    given: str = request.META.get(GIVEN_ID, "")
    return given if given and GOOD_ID.fullmatch(given) and comes_from_proxy(request) else secrets.token_hex(8)


def kind_of(path: str) -> str:
    """Return what an address is: a page, a feed, the desk …"""
    found = next((kind for prefix, kind in KINDS if path.startswith(prefix)), "")
    if found:
        return found
    if path.endswith(FEEDS):
        return "feed"
    return "search" if path[3:].startswith("/search/") else "page"


def told(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:  # Any: words and numbers
    """Return what a line of the log says of a request."""
    user = known_user(request)
    return {
        "kind": kind_of(request.path_info),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "cache": vars(request).get(OUTCOME, ""),
        "network": network_of(client_address(request)),
        **({"user": user} if user else {}),
    }


def known_user(request: HttpRequest) -> int | None:
    """Return the number of whoever is logged in, if something asked for it already: the log is no reason to ask."""
    user = vars(request).get("user")
    return None if user is None or getattr(user, "_wrapped", None) is empty else user.pk


def client_address(request: HttpRequest) -> str:
    """Return the address that asked: the last one that a proxy names whom we trust; of others none is left by now."""
    named: str = request.META.get(GIVEN_ADDRESSES, "").rpartition(",")[2].strip()
    return named or request.META.get("REMOTE_ADDR", "")
