"""Middleware for pages that know people or languages. Public pages are the same for everybody, so they pass most of it by."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from csp import middleware as csp
from csp.constants import HEADER
from django.conf import settings
from django.contrib.auth import middleware as auth
from django.contrib.messages import middleware as messages
from django.contrib.sessions import middleware as sessions
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware import csrf, locale
from django.utils import translation

from publishing import languages
from publishing.middleware import API, is_for_machines, is_public

# How the addresses of the desk begin.
DESK = "/admin/"


class ForPeople:
    """Before a middleware of Django's: lets the requests of public pages pass by."""

    get_response: Callable[[HttpRequest], HttpResponseBase]

    def __call__(self, request: HttpRequest) -> Any:  # Any: as in Django
        return self.get_response(request) if is_public(request) or is_for_machines(request) else super().__call__(request)


class SessionMiddleware(ForPeople, sessions.SessionMiddleware):
    """Sessions, where somebody may be logged in."""


class AuthenticationMiddleware(ForPeople, auth.AuthenticationMiddleware):
    """Who is logged in, where somebody may be."""


class MessageMiddleware(ForPeople, messages.MessageMiddleware):
    """Messages to who is logged in."""


class CsrfViewMiddleware(ForPeople, csrf.CsrfViewMiddleware):
    """The check of what is posted. A public page is only read: `is_public` knows no request that posts."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:  # Any: as in Django
        """Check the request, unless it reads a public page."""
        return None if is_public(request) else super().process_view(request, *view)


class LocaleMiddleware(locale.LocaleMiddleware):
    """The language of the answer: that of the address on public pages, where no header and no cookie has a say."""

    def __call__(self, request: HttpRequest) -> Any:  # Any: as in Django
        if request.path_info.startswith(API):
            # In one language, so that no header decides what a machine is told.
            with translation.override(languages.codes()[0]):
                return self.get_response(request)
        if not is_public(request):
            return super().__call__(request)
        language = request.path_info.split("/", 2)[1]
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class CSPMiddleware(csp.CSPMiddleware):
    """The policy of what a page may load: a constant on public pages, which know no nonce."""

    def __call__(self, request: HttpRequest) -> Any:  # Any: as in Django
        if not is_public(request):
            return super().__call__(request)
        response = self.get_response(request)
        # A file that is handed out has a stricter one of its own.
        response.headers.setdefault(HEADER, constant_policy())
        return response

    def get_policy_parts(self, request: HttpRequest, response: HttpResponseBase, **which: Any) -> Any:  # Any: as in the library
        """Give the desk what it needs beyond the others."""
        parts = super().get_policy_parts(request, response, **which)
        if request.path_info.startswith(DESK):
            parts.replace = {**settings.DESK_POLICY, **(parts.replace or {})}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the policy, the same in every process; and tell no other site where somebody was at the desk."""
        has_own = HEADER in response.headers
        response = super().process_response(request, response)
        if not has_own and HEADER in response.headers:
            response.headers[HEADER] = in_order(response.headers[HEADER])
        if request.path_info.startswith(DESK):
            response.headers.setdefault("Referrer-Policy", "same-origin")
        return response


@lru_cache
def constant_policy() -> str:
    """Return the policy of every public page."""
    request, response = HttpRequest(), HttpResponse()
    return in_order(csp.CSPMiddleware(lambda _request: response)(request).headers[HEADER])


def in_order(policy: str) -> str:
    """Return a policy with its directives in one order: the library takes them from a set, which each process orders in its own way."""
    return "; ".join(sorted(policy.split("; ")))
