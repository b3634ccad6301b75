"""The addresses of cards."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from library.cards import kept, subjects
from library.cards.drawing import drawn
from publishing import languages, site

TYPES = {"png": "image/png", "jpg": "image/jpeg"}
# Seconds after which to ask again, where more is asked for than is drawn.
RETRY = "5"


@require_safe
def card(request: HttpRequest, *, language: str, kind: str, key: str, digest: str, ending: str) -> HttpResponse:
    """The card of something that the public sees. An address that stood for other words leads to the one of today's.

    Where its page says that it is gone, so does the card (410).
    """
    subject = subjects.subject(kind)
    found = subject.find(key, language) if subject is not None and language in languages.codes() else None
    if found is None or not (found.is_live or found.is_gone):
        return refusal(HTTPStatus.NOT_FOUND)
    if not found.is_live:
        kept.forget(kind, key)
        return refusal(HTTPStatus.GONE)
    readable = subjects.read_in(found, language)
    said, look = subjects.words(kind, found, readable), subjects.look_of(site.of(request), readable)
    if (where := subjects.address(kind, key, readable, said, look)) != request.path:
        return for_a_while(HttpResponseRedirect(where))
    response = HttpResponse(content_type=TYPES[ending], headers={"ETag": f'"{digest}"'})
    # The address changes whenever the card does.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    known = get_conditional_response(request, response.headers["ETag"], None, response)
    if known is not None and known is not response:
        return known
    return with_pixels(response, partial(kept.card, kind, key, readable, digest, partial(drawn, said, look)))


def with_pixels(response: HttpResponse, take: Callable[[], bytes]) -> HttpResponse:
    """Return the answer with the card that `take` gives, or the one in its place."""
    try:
        response.content = take()
    except kept.BusyError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, headers={"Retry-After": RETRY, "Cache-Control": "no-store"})
    except OSError:
        # A file that it shows is being replaced: the next change has its address.
        return refusal(HTTPStatus.NOT_FOUND)
    return public(response)


def public(response: HttpResponse) -> HttpResponse:
    """Let any site show the picture, and nothing be made of it but a picture."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def refusal(status: HTTPStatus) -> HttpResponse:
    """Return an answer without a picture."""
    return for_a_while(HttpResponse(f"{status.phrase}\n", status=status, content_type="text/plain; charset=utf-8"))


def for_a_while(response: HttpResponse) -> HttpResponse:
    """Let an answer be kept as long as pages are."""
    response.headers["Cache-Control"] = f"public, max-age={settings.PAGE_MAX_AGE}, must-revalidate"
    return response
