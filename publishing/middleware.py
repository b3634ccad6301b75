"""What stands before every view. The page cache: public pages are rendered once for everybody, and never outlive what they show."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from http import HTTPStatus
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing import languages
from publishing.generations import AWAY, Pulse
from publishing.kept_pages import FRESH_SECONDS, Page, answer, guarded, keep, look_up, page_of, stale, turn
from publishing.models import ChangeHead
from publishing.replicas import Replica
from publishing.shared_caches import KEPT_STATUSES, for_machines, with_public_headers
from publishing.validators import told_since

# What may stand behind `?` on a public page; `settings.PAGE_QUERY` says it for pages with filters. Anything else is dropped before
# the page is made, so that it cannot multiply entries.
KNOWN_QUERY = ("before", "after", "on")
# How the addresses begin that only machines read.
API = "/api/"
# Under which name a request says what the cache did for it, for whoever counts: hit, made, stale (for want of a database).
OUTCOME = "page_cache"
MACHINES_READ = (API, "/sitemap")

_bypassed: ContextVar[bool] = ContextVar("page_cache_bypassed", default=False)


@contextmanager
def bypassing_page_cache() -> Iterator[None]:
    """Neither read nor fill the page cache inside the block: for previews, which show what is not public."""
    token = _bypassed.set(True)
    try:
        yield
    finally:
        _bypassed.reset(token)


class NulMiddleware:
    """Take NUL out of the queries of addresses: no text holds one, and PostgreSQL answers it with an error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # The API refuses it in words.
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path_info.startswith(API):
            request.META["QUERY_STRING"] = request.META["QUERY_STRING"].replace("%00", "")
        return self.get_response(request)


class PageCacheMiddleware:
    """Answer public pages from the cache, where each stands with the number of the public change under which it was made.

    The counter of changes is read first, before any content: a page rendered while somebody commits is kept with the
    number from before the commit, and whoever comes after it asks for another. Without a database, and while a page is
    made anew, one from before may stand in (`publishing/generations.py`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.pulse, self.replica = Pulse(), Replica()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not knows_people(request):
            forget_cookies(request)
        if is_for_machines(request):
            return self.made_anew(request)
        if not is_public(request):
            return self.get_response(request)
        keep_known_query(request)
        return self.get_response(request) if _bypassed.get() or settings.DEBUG else self.kept(request)

    def kept(self, request: HttpRequest) -> HttpResponse:
        """Answer from the cache, or make the page and keep it."""
        key = key_of(request)
        before = look_up(key)
        try:
            # Views may ask it what waits, without asking the database again.
            head = vars(request)["change_head"] = self.pulse.head()
        except AWAY:
            if before is not None and self.pulse.may_stand_in(before):
                vars(request)[OUTCOME] = "stale"
                return stale(request, before, key, "database-unreachable")
            raise
        if before is not None and before.is_of(head.sequence):
            vars(request)[OUTCOME] = "hit"
            return answer(request, before, key)
        vars(request)[OUTCOME] = "made"
        found = self.made(request, key, head, before)
        return answer(request, found, key) if isinstance(found, Page) else found

    def made(self, request: HttpRequest, key: str, head: ChangeHead, before: Page | None) -> Page | HttpResponse:
        """Return the page under a change, made here or by somebody else at this moment, or an answer that is not kept.

        Where that lasts or fails, the page `before` stands in if nothing was taken back since.
        """
        stand_in = partial(self.pulse.may_stand_in, before, head.sequence)
        with turn(key, head.sequence, stand_in) as (mine, theirs):
            if theirs is not None:
                return theirs
            if not mine and before is not None and stand_in():
                return stale(request, before, key, "rendering")
            response = with_public_headers(request, self.read_under(request, head))
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR and before is not None and stand_in():
                return stale(request, before, key, "failed")
            if not may_be_kept(response):
                return response
            page = page_of(response, head.sequence, int(head.moved_at.timestamp()) if head.moved_at else None)
            if mine:
                keep(key, page)
            return page

    def read_under(self, request: HttpRequest, head: ChangeHead) -> HttpResponse:
        """Return what the views answer: from the replica where it stands at the counter, else from the primary.

        Whoever sends a key is known, and what was used of it is counted: that is for the primary alone.
        """
        found = None if "Authorization" in request.headers else self.replica.answered(request, head, self.get_response)
        return found or self.get_response(request)

    def made_anew(self, request: HttpRequest) -> HttpResponse:
        """Answer a machine, or tell it that it has read this already. Nothing is kept: a part of the sitemap has megabytes."""
        head = self.pulse.head()
        moved_at = int(head.moved_at.timestamp()) if head.moved_at else None
        tag = ""
        # A sitemap is named by what is in it: most changes leave it as it was.
        if request.path_info.startswith(API):
            vars(request)["change_head"], tag = head, tag_of(request, head.sequence)
            vars(request)["answer_tag"] = tag
        if tag and (found := already_read(request, tag, moved_at)):
            return found
        response = for_machines(self.read_under(request, head))
        if not may_be_kept(response):
            return response
        if tag and response.status_code == HTTPStatus.OK:
            guarded(partial(cache.set, answered_under(tag), 1, FRESH_SECONDS))
        return answer(request, page_of(response, head.sequence, moved_at, tag))


def tag_of(request: HttpRequest, sequence: int) -> str:
    """Return what names the answer at an address after a change: nothing else decides it but how it is to be written."""
    asked = f"{key_of(request)} {sequence} {request.headers.get('Accept', '')}"
    # Weak: a proxy may compress it.
    return f'W/"{hashlib.sha256(asked.encode()).hexdigest()[:32]}"'


def answered_under(tag: str) -> str:
    """Return the key under which it is kept that an address answered, and did not refuse."""
    return f"answered:{tag}"


def already_read(request: HttpRequest, tag: str, moved_at: int | None) -> HttpResponse | None:
    """Return 304 to a machine that has the answer as it stands, without making it anew.

    Nobody has the tag who did not get the answer; of one who gives a date alone, we must know that the address answers.
    """
    asked = request.headers.get("If-None-Match", "")
    knows_date = not asked and moved_at is not None and "If-Modified-Since" in request.headers
    if tag not in asked and not (knows_date and guarded(partial(cache.get, answered_under(tag)))):
        return None
    response = for_machines(HttpResponse(headers={"ETag": tag, "Vary": "Accept"}))
    if moved_at is not None:
        response.headers["Last-Modified"] = http_date(told_since(moved_at))
    found = get_conditional_response(request, tag, moved_at, response)
    return found if found is not None and found.status_code == HTTPStatus.NOT_MODIFIED else None


def knows_people(request: HttpRequest) -> bool:
    """Tell whether the address may ask who is there: the admin, its language switch, and the ways into it."""
    return request.path_info.startswith(("/admin/", "/i18n/")) or request.path_info.endswith("/edit")


def forget_cookies(request: HttpRequest) -> None:
    """Drop the request's cookies, so that nothing behind can answer one reader otherwise than another."""
    request.META.pop("HTTP_COOKIE", None)
    # Parsed from the header, if somebody asked for them already.
    vars(request).pop("COOKIES", None)


def is_public(request: HttpRequest) -> bool:
    """Tell whether the request reads a page that is the same for everybody."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith(prefixes()) and not request.path_info.endswith("/edit")


def is_for_machines(request: HttpRequest) -> bool:
    """Tell whether the request reads the API or the sitemap, which are the same for everybody too."""
    return request.method in ("GET", "HEAD") and request.path_info.startswith(MACHINES_READ)


@lru_cache
def prefixes() -> tuple[str, ...]:
    """Return how the addresses of public pages begin."""
    return tuple(f"/{code}/" for code in languages.codes())


def keep_known_query(request: HttpRequest) -> None:
    """Drop from the request's query what no page reads."""
    if not request.META.get("QUERY_STRING"):
        return
    query = QueryDict(mutable=True)
    path = request.path_info.split("/", 2)[-1]
    own = next((known for each in (path, of_any_page(path), of_any_record(path)) if (known := settings.PAGE_QUERY.get(each))), ())
    for name in () if own else KNOWN_QUERY:
        if name in request.GET:
            query[name] = request.GET[name]
    for name in own:
        # A form sends its empty boxes too; what is said twice is for the page to refuse.
        if said := [text for text in request.GET.getlist(name) if text][:2]:
            query.setlist(name, said)
    request.META["QUERY_STRING"] = query.urlencode()
    # Parsed from the text above; parsed anew from what is left of it.
    vars(request).pop("GET", None)


def of_any_record(path: str) -> str:
    """Return the path of a page of a record with `*` in place of the record's address."""
    section, _slash, rest = path.partition("/")
    _slug, _slash, part = rest.partition("/")
    return f"{section}/*/{part}"


def of_any_page(path: str) -> str:
    """Return the path of what belongs to a page, such as a feed, with `**` in place of the page's address."""
    return f"**/{path.rpartition('/')[2]}"


def key_of(request: HttpRequest) -> str:
    """Return the key of a page: this release, the address."""
    address = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
    return f"page:{release()}:{hashlib.sha256(address.encode()).hexdigest()}"


@lru_cache
def release() -> str:
    """Return a fingerprint of what pages are made by, so that a new release never answers with pages of the one before."""
    base = Path(settings.BASE_DIR)
    folders = [base / "templates", base / "locale", *(Path(app.path) for app in apps.get_app_configs() if base in Path(app.path).parents)]
    made_by = sorted(path for folder in folders for path in folder.rglob("*.*") if path.suffix in {".html", ".mo", ".py"})
    manifest = Path(settings.STATIC_ROOT or base) / "staticfiles.json"
    digest = hashlib.sha256()
    for path in (*made_by, *([manifest] if manifest.exists() else [])):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def may_be_kept(response: HttpResponse) -> bool:
    """Tell whether a response is one for everybody."""
    private = response.cookies or "Cookie" in response.headers.get("Vary", "")
    return response.status_code in KEPT_STATUSES and not response.streaming and not private and response.headers["Cache-Control"].startswith("public")
