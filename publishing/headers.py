"""What stands before everything else: whose word about a request is taken, and what every answer tells browsers to refuse."""

import ipaddress
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What only a proxy can know of who asks: read from one that is trusted.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")
# What nothing here reads; taken out, so that nothing ever does.
NEVER_READ = (
    "HTTP_FORWARDED",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PREFIX",
    "HTTP_X_FORWARDED_SERVER",
    "HTTP_X_HTTP_METHOD_OVERRIDE",
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_REAL_IP",
    "HTTP_X_REWRITE_URL",
    "HTTP_PROXY",
)
# What other sites show: pictures, cards, and what readers of feeds take as an icon.
SHOWN_ELSEWHERE = ("/media/", "/static/", "/cards/", "/favicon.ico")
# Of an answer that is no page: whatever a browser makes of it, it runs and loads nothing.
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"


class TrustedProxyMiddleware:
    """Forgets what a request says of itself in a proxy's name, unless a proxy of ours sent it (RFC 7239, section 8.1)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        dropped = NEVER_READ if comes_from_proxy(request) else (*NEVER_READ, *FORWARDED)
        for name in dropped:
            if name in request.META:
                del request.META[name]
                # For whoever must know that something stands in between.
                vars(request)["is_forwarded"] = True
                # Parsed from there, if somebody asked for them already.
                vars(request).pop("headers", None)
        return self.get_response(request)


def comes_from_proxy(request: HttpRequest) -> bool:
    """Tell whether a proxy that the operator trusts sent the request."""
    return settings.SECURE_PROXY_SSL_HEADER is not None and is_proxy(request.META.get("REMOTE_ADDR", ""), tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=1024)
def is_proxy(peer: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    """Tell whether a peer is in one of the networks; one without a number came through a socket of this machine."""
    if peer == "":
        return True
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in network for network in networks)


class RefusalsMiddleware:
    """Tells browsers what to refuse where nothing behind it said so already: files, redirects and errors of other middleware, too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        elsewhere = request.path_info.startswith(SHOWN_ELSEWHERE)
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if elsewhere else "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        # What was kept under 304 has its own, which this would take the place of (RFC 9111, section 4.3.4).
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            headers.setdefault(HEADER, NO_PAGE)
        return response
