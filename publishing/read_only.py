"""What meets the closed desk: every request that would write, and all that is for editors."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from publishing import closing
from publishing.api import problems
from publishing.middleware import API, knows_people

READS = ("GET", "HEAD", "OPTIONS")
# When to come again, in seconds.
RETRY_SECONDS = 300


class ClosedMiddleware:
    """Refuse, while the site is read only, the desk and whatever is sent; what is only read passes without a look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (request.method in READS and not knows_people(request)) or not closing.is_closed():
            return self.get_response(request)
        return refusal(request)


def refusal(request: HttpRequest) -> HttpResponse:
    """Say that nothing is taken for the moment (503), in words or for a machine."""
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    if request.path_info.startswith(API):
        return problems.answer(HTTPStatus.SERVICE_UNAVAILABLE, "The site is read only for the moment.", headers)
    response = HttpResponse(render_to_string("closed.html", {"reason": closing.reason()}), status=HTTPStatus.SERVICE_UNAVAILABLE, headers=headers)
    # Meant, so no error for the log.
    vars(response)["_has_been_logged"] = True
    return response
