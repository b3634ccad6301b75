"""Who is there, for every view: nobody, unless the session was opened with a second factor."""

from functools import partial

from asgiref.sync import sync_to_async
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts import sessions
from accounts.verified import is_verified
from publishing import people


def verified_user(request: HttpRequest) -> User | AnonymousUser:
    """Return who is logged in with a second factor; asked once for each request."""
    known = vars(request)
    if "verified_user" not in known:
        user = get_user(request)
        known["verified_user"] = user if is_verified(request, user) else AnonymousUser()
        if known["verified_user"].is_authenticated:
            sessions.note_seen(request)
    return known["verified_user"]


class AuthenticationMiddleware(people.AuthenticationMiddleware):
    """Django's, which knows sessions, but not by what they were opened."""

    def process_request(self, request: HttpRequest) -> None:
        """Say who is there; asked for only where a view does."""
        super().process_request(request)
        request.user = SimpleLazyObject(partial(verified_user, request))  # type: ignore[assignment]  # as in Django
        request.auser = sync_to_async(partial(verified_user, request))
