"""Sessions as rows that know whose they are, so that they can be listed and ended."""

import datetime as dt
import ipaddress
import re
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Session
from publishing.strangers import address_of

# Under which name a session keeps where and when it began.
BEGINNING = "beginning"
# How often it is written down that somebody is still there.
SEEN_EVERY = dt.timedelta(minutes=10)
PROGRAMS = ("Edg", "OPR", "Firefox", "Chrome", "Safari", "curl")
SYSTEMS = ("Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux")
# Of an address, this much is kept: the network, not the machine.
KEPT_BITS = {4: 24, 6: 48}


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with the columns of ours."""

    # When the row was written last, as far as this process read it.
    seen_at: dt.datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table."""
        return Session

    def _validate_session_key(self, key: Any) -> bool:  # Any: as in Django
        # Whatever else a cookie says is the key of no session, and PostgreSQL cannot even be asked for some of it.
        return super()._validate_session_key(key) and key.isascii() and key.isalnum()

    def _get_session_from_db(self) -> Session | None:
        row: Any = super()._get_session_from_db()  # Any: the stubs know Django's table only
        self.seen_at = row.seen_at if row is not None else None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row of the session: what is in its columns stands in its data too, for each write makes it anew."""
        row: Any = super().create_model_instance(data)  # Any: as above
        beginning = data.get(BEGINNING, {})
        row.user_id = data.get(SESSION_KEY)
        row.agent, row.address = beginning.get("agent", ""), beginning.get("address", "")
        row.began_at = dt.datetime.fromisoformat(beginning["at"]) if "at" in beginning else timezone.now()
        return row


def note_beginning(request: HttpRequest) -> None:
    """Write into the session where and when it began."""
    agent = program_of(request.headers.get("User-Agent", ""))
    request.session[BEGINNING] = {"at": timezone.now().isoformat(), "agent": agent, "address": network_of(address_of(request))}


def note_seen(request: HttpRequest) -> None:
    """Write down that somebody is still there, at most every ten minutes."""
    seen_at = getattr(request.session, "seen_at", None)
    if seen_at is not None and timezone.now() - seen_at > SEEN_EVERY:
        Session.objects.filter(pk=request.session.session_key).update(seen_at=timezone.now())


def program_of(agent: str) -> str:
    """Return program and system of a User-Agent header, such as “Firefox, Linux”, and nothing else of it."""
    found = [next((name for name in names if re.search(rf"\b{name}\b", agent)), "") for names in (PROGRAMS, SYSTEMS)]
    words = {"Edg": "Edge", "OPR": "Opera", "Mac OS X": "macOS"}
    return ", ".join(words.get(name, name) for name in found if name)


def network_of(address: str) -> str:
    """Return an address without its end, such as “203.0.113.0/24”; "" if it is none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((known, KEPT_BITS[known.version]), strict=False))


def of(user: User) -> list[Session]:
    """Return the sessions of somebody that have not run out, the last seen first."""
    return list(Session.objects.filter(user=user, expire_date__gt=timezone.now()))


def end(user: User, *, but: str | None = None) -> int:
    """End the sessions of somebody, except the one with this key; return how many there were."""
    return Session.objects.filter(user=user).exclude(pk=but or "").delete()[0]


def clear() -> None:
    """Delete the sessions that have run out: nobody else does."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def end_after_other_rights(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **_signal: Any) -> None:
    """End the sessions of whoever was put into a role, or taken out. A receiver of Django's `m2m_changed`."""
    if action in {"post_add", "post_remove", "pre_clear"}:
        users = [instance.pk] if not reverse else pk_set if pk_set is not None else instance.user_set.values("pk")
        Session.objects.filter(user__in=users).delete()
