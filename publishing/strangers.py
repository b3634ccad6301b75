"""Forms for people whom nobody knows: without script, session or cookie.

No cookie means no CSRF token of Django's, and nothing that a forged request could misuse: nobody is logged in there. What keeps
machines and other sites out is a signed token with the time of the form, good once; where the browser says that the form was sent
from (Sec-Fetch-Site, else Origin); a field that people do not see; and a limit for each client and for all. A client is known for
a day by a hash under a salt that only the cache holds. That cache is one for all processes (`CACHES["counts"]`).
"""

import hashlib
import ipaddress
import secrets
from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.kept_pages import guarded

# A form is filled in by nobody faster than this, in seconds, and is good for a day.
FASTEST = 2
FORM_SECONDS = 86_400
HOUR, DAY = 3_600, 86_400
COUNTS = "counts"
# Of an address of version 6, how many bits belong to one line.
LINE_BITS = 64


class NotTakenError(Exception):
    """A form that was not taken; the message tells the reader why, and what to do."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def new_token(subject: str, *, salt: str) -> str:
    """Return a token for one form about one thing."""
    return signing.dumps([subject, secrets.token_urlsafe(8)], salt=salt)


def check_origin(request: HttpRequest) -> None:
    """Refuse what another site's page sends."""
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    try:
        foreign = site not in ("same-origin", "none") if site else bool(origin) and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        foreign = True
    if foreign:
        raise NotTakenError(_("This form was sent from another site. Send it from here."), 403)


def check_token(token: str, subject: str, *, salt: str) -> None:
    """Refuse a form that nobody was given, that is too old, or that came too fast to be typed."""
    again = _("This form has been open for too long. Your text is still here: send it once more.")
    try:
        about, _nonce = signing.loads(token, salt=salt, max_age=FORM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotTakenError(again, 403) from error
    if about != subject:
        raise NotTakenError(again, 403)
    try:
        signing.loads(token, salt=salt, max_age=FASTEST)
    except signing.SignatureExpired:
        return
    raise NotTakenError(_("That was faster than anybody types. Your text is still here: send it once more."), 429)


def check_limits(limits: dict[str, int], refusal: str) -> None:
    """Refuse more in an hour than {name of what is counted: how many}."""
    for name, most in limits.items():
        if counted(name, HOUR) > most:
            raise NotTakenError(refusal, 429)


def counted(name: str, seconds: int) -> int:
    """Count something once more; return how often it was counted since the first time, which is so many seconds ago at most.

    0 where the cache cannot be reached: nobody is refused for that.
    """
    counts = caches[COUNTS]
    for _try in range(2):
        try:
            return guarded(partial(counts.incr, name)) or 0
        except ValueError:
            if guarded(partial(counts.add, name, 1, seconds)):
                return 1
    # Nothing stays in this cache, or what others began to count ran out at once.
    return 1


def client_of(request: HttpRequest) -> str:
    """Return what stands for a client today: a hash that cannot be traced back, since its salt is kept in the cache only, for a day."""
    day = timezone.localdate().isoformat()
    salt = guarded(partial(caches[COUNTS].get_or_set, f"client:salt:{day}", secrets.token_hex, DAY)) or secrets.token_hex()
    return hashlib.sha256(f"{salt}{household(address_of(request))}".encode()).hexdigest()[:32]


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from: what the proxy saw where one is trusted, else who is connected."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # The last address that is named is the one the proxy saw; those before it are whatever the client said.
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return address


def household(address: str) -> str:
    """Return an address, of version 6 without its last half: that is one line's to choose from (RFC 6177)."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, LINE_BITS), strict=False)) if known.version == 6 else address  # noqa: PLR2004 - IPv6


def is_first(token: str, *, name: str) -> bool:
    """Tell whether a form comes for the first time: a second press of the button sends nothing twice."""
    return guarded(partial(caches[COUNTS].add, sent(token, name), 1, FORM_SECONDS)) is not False


def forget(token: str, *, name: str) -> None:
    """Let a form be sent again that did not reach anybody."""
    guarded(partial(caches[COUNTS].delete, sent(token, name)))


def sent(token: str, name: str) -> str:
    """Return under which name it is kept that a form was sent."""
    return f"{name}:sent:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
