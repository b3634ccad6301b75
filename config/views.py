"""Pages that mix apps or belong to none: the ways in, the state of the service, errors."""

import errno
import sys
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import get_language_from_path, gettext, override
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from pages.old import missing
from publishing import joined, languages, moved, navigation, site, withdrawn
from publishing.api import problems
from publishing.generations import AWAY
from publishing.middleware import API
from publishing.publishable import Publishable
from publishing.registry import record_types

# When to come again while no database answers, in seconds.
RETRY_SECONDS = 30
# What the system says where a disk takes no more, or nobody may put more on it.
FULL = (errno.ENOSPC, errno.EDQUOT)


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the front page in the reader's language."""
    missing.note_numbered(request)
    return by_language(HttpResponseRedirect(navigation.address("home", reader_language(request))))


@require_safe
def short(request: HttpRequest, short_id: str) -> HttpResponse:
    """Lead from a permanent short address to the record, in a language the reader knows if it can be read in one."""
    record = find_public(short_id.lower())
    if record is None and (went := joined.by_short_id(short_id.lower())):
        if went.record.is_live and went.language:
            return HttpResponsePermanentRedirect(navigation.record_address(went.record, went.language))
        record = went.record
    if record is None:
        raise Http404(gettext("There is nothing at this address."))
    if record.is_gone:
        # Its own address may tell a title that nobody is to read any more.
        return withdrawn_short(request, record)
    available = record.available_languages
    language = next((code for code in reader_languages(request) if code in available), reader_language(request))
    return by_language(HttpResponseRedirect(navigation.record_address(record, language)))


def withdrawn_short(request: HttpRequest, record: Publishable) -> HttpResponse:
    """Say in the reader's language, at the short address itself, that the record is gone."""
    language = reader_language(request)
    with override(language):
        response = withdrawn.page(request, withdrawn.gone(record.pk, language), navigation.addresses("home"))
    response.headers["Content-Language"] = language
    return by_language(response)


def find_public(short_id: str) -> Publishable | None:
    """Return the record with this short id if it is live, or was: then its address says what became of it."""
    for kind in record_types():
        record = kind.model._default_manager.filter(short_id=short_id).first()
        if record is not None:
            return record if record.is_live or record.is_gone else None
    return None


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what to leave alone, and where the sitemaps are (RFC 9309)."""
    sitemaps = [navigation.absolute(reverse(name)) for name in ("sitemap_index", "sitemap_news")]
    response = render(request, "robots.txt", {"sitemaps": sitemaps}, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead those who look for the icon at its customary address, such as readers of feeds, to where it is."""
    response = HttpResponseRedirect(site.of(request).icons.get("side_96") or static("img/favicon.png"))
    response.headers["Cache-Control"] = f"public, max-age={settings.PAGE_MAX_AGE}, must-revalidate"
    return response


def by_language(response: HttpResponse) -> HttpResponse:
    """Tell proxies that the answer depends on the reader's languages, and on nothing else."""
    patch_vary_headers(response, ["Accept-Language"])
    response.headers["Cache-Control"] = f"public, max-age={settings.PAGE_MAX_AGE}, must-revalidate"
    return response


def reader_languages(request: HttpRequest) -> list[str]:
    """Return the site's languages that the browser asks for, the preferred one first. No cookie is read."""
    header = request.headers.get("Accept-Language", "").lower()
    asked = (code.partition("-")[0] for code, quality in parse_accept_lang_header(header) if quality)
    return list(dict.fromkeys(code for code in asked if code in languages.codes()))


def reader_language(request: HttpRequest) -> str:
    """Return the language a reader is answered in where the address names none."""
    return next(iter(reader_languages(request)), languages.codes()[0])


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that this process answers."""
    del request
    response = HttpResponse("ok\n", content_type="text/plain")
    add_never_cache_headers(response)
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether this process can serve readers, and if not, which part fails (503)."""
    del request
    parts = {"database": database_answers(), "cache": cache_answers()}
    parts["migrations"] = parts["database"] and migrations_are_applied()
    ready = all(parts.values())
    response = JsonResponse({name: "ok" if fine else "failed" for name, fine in parts.items()}, status=200 if ready else 503)
    add_never_cache_headers(response)
    return response


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def cache_answers() -> bool:
    try:
        cache.set("readyz", "ok", 60)
        return cache.get("readyz") == "ok"
    except (RedisError, OSError):
        return False


def migrations_are_applied() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on from an address of the past; else answer 404 in the language of the address, or in the reader's."""
    del exception
    if found := moved.answer(request):
        return found
    missing.note(request)
    return answer_error(request, "404.html", 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400 in the language of the address, else in the reader's; a form that is too large, in the words of the desk."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        # In the language that the page of the form had.
        return HttpResponse(render_to_string("413.html"), status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return answer_error(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 where no database or no store of files answers, from a template that asks nothing of the database."""
    status = HTTPStatus.SERVICE_UNAVAILABLE if is_away(sys.exc_info()[1]) else HTTPStatus.INTERNAL_SERVER_ERROR
    headers = {"Cache-Control": "no-store", **({"Retry-After": str(RETRY_SECONDS)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {})}
    if request.path_info.startswith(API):
        return problems.answer(status, "The database does not answer." if "Retry-After" in headers else "Something broke.", headers)
    with override(error_language(request)):
        return moved.with_page_headers(HttpResponse(render_to_string(f"{status}.html"), status=status, headers=headers))


def is_away(error: BaseException | None) -> bool:
    """Tell whether an error says that no database or store of files answers, or that the disk is full, not that what was asked is wrong."""
    if isinstance(error, OSError) and error.errno in FULL:
        return True
    # SQLite says so of tables and columns too.
    return isinstance(error, (*AWAY, ConnectionError)) and not str(error).startswith("no such")


def answer_error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """Answer an error page with a way on."""
    language = error_language(request)
    with override(language):
        head = navigation.head(navigation.addresses("home"), robots="noindex", available=())
        response = render(request, template, {**head, "canonical": ""}, status=status)
    response.headers["Content-Language"] = language
    return response


def error_language(request: HttpRequest) -> str:
    """Return the language of an error page."""
    return get_language_from_path(request.path_info) or reader_language(request)
