"""What answers tell caches between the site and its readers: how long they may keep them, and by what name they are told to let go."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# What is kept of answers: pages, where they stand now, and that they were taken back.
KEPT_STATUSES = frozenset({200, 301, 410})
# For browsers and whatever proxy nobody told us of: ask each time.
ASK_EACH_TIME = "public, max-age=0, must-revalidate"
# The name that every public page has. A change may show on any page, so this is what is let go (decision 0008).
PAGES = "pages"
# Where the operator's own cache reads what concerns it and nobody behind it; both take the header out.
OWN_HEADERS = {"cloudflare": "Cloudflare-CDN-Cache-Control", "fastly": "Surrogate-Control"}


def with_public_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let caches keep a page, by RFC 9111 and RFC 5861: browsers ask each time, and the cache that is told of changes does not need to."""
    if "Cache-Control" in response.headers:
        return response
    if response.status_code not in KEPT_STATUSES or response.streaming:
        # Of files, too, we are asked each time: they are large, and taken back with what lists them.
        response.headers["Cache-Control"] = ASK_EACH_TIME
        return response
    own = OWN_HEADERS.get(settings.PURGE_KIND, "Cache-Control")
    response.headers["Cache-Control"] = ASK_EACH_TIME
    if own == "Cache-Control":
        # `must-revalidate` would forbid what stands behind it.
        response.headers[own] = f"public, max-age={settings.PAGE_MAX_AGE}, {shared('s-maxage')}"
    else:
        response.headers[own] = shared("max-age")
    name_it(request, response)
    return response


def shared(lifetime: str) -> str:
    """Return how long a cache that many readers share may keep a page; `lifetime` is what the directive is called."""
    if not settings.PURGE_URL:
        return f"stale-if-error={settings.PAGE_UNTOLD_STALE}"
    times = settings.PAGE_SHARED, settings.PAGE_SHARED_STALE, settings.PAGE_SHARED_ERROR
    return "{}={}, stale-while-revalidate={}, stale-if-error={}".format(lifetime, *times)


def for_machines(response: HttpResponse) -> HttpResponse:
    """Let caches keep what machines read, and ask each time whether it still stands."""
    response.headers.setdefault("Cache-Control", ASK_EACH_TIME)
    return response


def shows(request: HttpRequest, kind: str, key: UUID) -> None:
    """Note which record a page is about, for its names."""
    vars(request).setdefault("shown", []).append(f"{kind}:{key}")


def name_it(request: HttpRequest, response: HttpResponse) -> None:
    """Give a page its names: that of all pages, of its part of the site, and of the records that it is about."""
    section = request.path_info.split("/")[2:3]
    names = [PAGES, *(f"section:{name}" for name in section if name.isascii() and name), *vars(request).get("shown", ())]
    if settings.PURGE_KIND == "cloudflare":
        response.headers["Cache-Tag"] = ",".join(names)
    else:
        response.headers["Surrogate-Key"] = " ".join(names)
