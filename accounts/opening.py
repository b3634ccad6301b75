"""Between the pass phrase and the second factor: nobody is logged in yet, the session only knows who may show a factor, for ten minutes."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import constant_time_compare

from accounts import sessions
from accounts.throttling import remember_device
from accounts.verified import How, mark

KEY = "opening"
SECONDS = 600
# What pages on the way keep in the session: a secret that is not confirmed yet, and what a browser was asked.
SECRET, ASKED = "opening_secret", "opening_asked"


def begin(request: HttpRequest, user: User, onward: str) -> None:
    """Note that somebody gave the right pass phrase and wants to go on to an address of this site.

    The session gets another key: who planted the one before in somebody's browser must not stand at their enrolment.
    """
    request.session.cycle_key()
    request.session[KEY] = {"user": user.pk, "at": time.time(), "hash": user.get_session_auth_hash(), "onward": onward}


def who(request: HttpRequest) -> User | None:
    """Return who gave the right pass phrase a short while ago, with the rights and the pass phrase they have now."""
    found = request.session.get(KEY)
    if not isinstance(found, dict) or time.time() - found["at"] > SECONDS:
        return None
    user = User.objects.filter(pk=found["user"], is_active=True, is_staff=True).first()
    return user if user is not None and constant_time_compare(found["hash"], user.get_session_auth_hash()) else None


def onward(request: HttpRequest) -> str:
    """Return where somebody wants to go."""
    address: str = request.session[KEY]["onward"]
    return address


def keep(request: HttpRequest, name: str, value: Any) -> None:  # Any: what a session can keep
    """Keep something of a page on the way."""
    request.session[name] = value


def complete(request: HttpRequest, user: User, by: How) -> None:
    """Log somebody in who showed a second factor."""
    session = request.session
    if session.get(SESSION_KEY, str(user.pk)) != str(user.pk):
        # Somebody else was logged in here: nothing of theirs goes along.
        session.flush()
    for name in (KEY, SECRET, ASKED):
        session.pop(name, None)
    sessions.clear()
    sessions.note_beginning(request)
    mark(session, user, by)
    vars(request)["opened_by"] = by
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def sent_on(request: HttpRequest, user: User, by: How) -> HttpResponse:
    """Log somebody in, and lead on to where they wanted to go."""
    address = onward(request)
    complete(request, user, by)
    response = HttpResponseRedirect(address)
    remember_device(response, user.get_username())
    return response
