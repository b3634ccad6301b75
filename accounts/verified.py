"""Whether a session was opened with a second factor. Whoever came without one is nobody to the site, whatever door they came by."""

import time
from typing import Literal, TypedDict

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from accounts import demo

KEY = "verified"
How = Literal["authenticator", "passkey", "recovery code", "demo"]
# For how many seconds after a factor was shown one may change factors.
FRESH = 15 * 60


class Mark(TypedDict):
    """What a session keeps: by what it was opened, when (seconds since 1970), and what its owner was then."""

    by: How
    at: float
    standing: str


def mark(session: SessionBase, user: User, by: How) -> None:
    """Note in the session of somebody who is logged in that a factor was shown."""
    session[KEY] = Mark(by=by, at=time.time(), standing=standing(user))


def standing(user: User) -> str:
    """Return what ends a session when it changes, and is not in Django's own hash of it, which holds the password."""
    return f"{user.pk} {user.is_staff} {user.is_superuser}"


def is_verified(request: HttpRequest, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether the session is somebody's who showed a factor, or an account's of the demo where that is allowed now."""
    found = request.session.get(KEY) if hasattr(request, "session") else None
    if not isinstance(user, User) or not isinstance(found, dict) or found.get("standing") != standing(user):
        return False
    return found.get("by") != "demo" or demo.lets_in(request, user)


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the factor was shown a short while ago; asked before a session may change factors."""
    found = request.session.get(KEY) or {}
    return time.time() - found.get("at", 0) < FRESH
