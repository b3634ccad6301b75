"""What every answer of the API carries beside its content: how much may still be asked, and that any site may read it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

API = "/api/"
SENT = "Authorization, If-None-Match, If-Modified-Since"
READ = "ETag, Last-Modified, Link, Content-Language, RateLimit, RateLimit-Policy, Retry-After"
DAY = 86_400


class ApiHeadersMiddleware:
    """Stands before the page cache, so that an answer of 304 tells it too; the answer itself stays the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        response = preflight() if is_preflight(request) else self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = READ
        if quota := vars(request).get("api_quota"):
            for name, value in quota.headers().items():
                response.headers[name] = value
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS):
            # Said to one reader, and to no other.
            response.headers["Cache-Control"] = "no-store"
        return response


def is_preflight(request: HttpRequest) -> bool:
    """Tell whether a browser asks beforehand what a page of another site may send."""
    return request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers


def preflight() -> HttpResponse:
    """Return what a page of another site may send."""
    allowed = {"Access-Control-Allow-Methods": "GET, HEAD, OPTIONS", "Access-Control-Allow-Headers": SENT, "Access-Control-Max-Age": str(DAY)}
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=allowed)
