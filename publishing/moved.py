"""The answer at an old address: 301 in one hop to where the text stands now, 410 if it was taken back, nothing if it never was public."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from uuid import UUID

from csp.constants import HEADER
from django.conf import settings
from django.db.models import UUIDField
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import override

from publishing import navigation, old_paths, redirect_hits, redirects, tallies, withdrawn
from publishing.generations import AWAY
from publishing.middleware import KNOWN_QUERY, knows_people
from publishing.models import Address, Redirect
from publishing.people import constant_policy
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.registry import by_kind

# Addresses of ours, behind which nothing of another site can have stood.
OWN = ("/admin/", "/api/", "/generation", "/healthz", "/i18n/", "/media/", "/preview/", "/readyz", "/review/", "/static/", "/sitemap")


class OldAddressMiddleware:
    """Remembers what was asked for before the page cache drops queries, and answers what never gets as far as a view.

    An old address answers where no page does: `config.views.not_found` asks `answer`. Two kinds are answered here: those
    that differ from a page of ours in their query alone (`/?p=12`), and those that Django would first give a slash.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        tallies.flush_due()
        if not may_be_old(request):
            return self.get_response(request)
        asked = vars(request)["asked_for"] = old_paths.asked_for(request)
        try:
            response = answer(request, with_query=True) if has_foreign_query(asked) else None
        except AWAY:
            # A page that is kept may stand at the address all the same.
            response = None
        if response is not None:
            return with_page_headers(response)
        response = self.get_response(request)
        return answer(request) or response if adds_slash(request, response) else response


def may_be_old(request: HttpRequest) -> bool:
    """Tell whether an old address may stand where the request reads."""
    return request.method in ("GET", "HEAD") and not request.path_info.startswith(OWN) and not knows_people(request)


def has_foreign_query(asked: str) -> bool:
    """Tell whether an address has a query, beside what only tracks, that no page of ours reads."""
    query = old_paths.without_tracking(asked).partition("?")[2]
    return bool(query) and any(part.partition("=")[0] not in KNOWN_QUERY for part in query.split("&"))


def adds_slash(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether a response only leads to the same address with a slash behind it."""
    if response.status_code != HTTPStatus.MOVED_PERMANENTLY or request.path_info.endswith("/"):
        return False
    return response.headers["Location"].partition("?")[0] == f"{request.path}/"


def answer(request: HttpRequest, *, with_query: bool = False) -> HttpResponse | None:
    """Return the answer at an old address, or None if nothing stood there that the public may know of."""
    asked = vars(request).get("asked_for")
    redirect = redirects.find(asked, with_query=with_query) if asked else None
    if redirect is None:
        return None
    response = HttpResponsePermanentRedirect(redirect.target) if redirect.target else answer_with_record(request, redirect)
    if response is not None:
        redirect_hits.note(request, redirect)
        # Kept by nobody unasked: the page cache knows addresses without their queries, and a redirect may change.
        response.headers["Cache-Control"] = "no-cache"
    return response


def answer_with_record(request: HttpRequest, redirect: Redirect) -> HttpResponse | None:
    """Lead to the page of a record as it is called now; that page says so if it is not available in the language."""
    record = next(iter(record_of(by_kind(redirect.kind).model).records(key=redirect.record)), None)
    if record is not None and record.is_live:
        return HttpResponsePermanentRedirect(navigation.record_address(record, redirect.language))
    # Of a record that was deleted for ever only its addresses are left.
    if record.is_gone if record is not None else was_public(redirect):
        return gone(request, redirect.record, redirect.language)
    return None


@lru_cache
def record_of(model: type[Publishable]) -> Prepared:
    """Return the query for a record by its key."""
    return Prepared(model._default_manager.filter(pk=Given("key", UUIDField())).order_by())


def was_public(redirect: Redirect) -> bool:
    """Tell whether a record that is no more was public: the addresses of others go with them."""
    return Address.objects.filter(kind=redirect.kind, record=redirect.record).exists()


def gone(request: HttpRequest, record: UUID | None, language: str) -> HttpResponse:
    """Say at the old address itself, in the language it was in, what may be told of a record that was taken back."""
    assert record is not None  # noqa: S101 - the database keeps a record behind every redirect without a target
    with override(language):
        response = withdrawn.page(request, withdrawn.gone(record, language), navigation.addresses("home"))
    response.headers["Content-Language"] = language
    return response


def with_page_headers(response: HttpResponse) -> HttpResponse:
    """Add what the middleware behind this one gives every page."""
    response.headers[HEADER] = constant_policy()
    response.headers["X-Frame-Options"] = settings.X_FRAME_OPTIONS
    return response
