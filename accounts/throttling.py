"""How often somebody may try: counted for each account from each address, each address, each account, and each device that is known.

A device on which its owner logged in before has a signed cookie and a count of its own, so nobody who tries from elsewhere holds
the owner off. An address is the one that a trusted proxy saw (`publishing.strangers.address_of`). No count outlives its window.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.core import signing
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from publishing.kept_pages import guarded
from publishing.strangers import COUNTS, client_of, counted

SALT = "accounts.device"
DEVICE_SECONDS = 180 * 86_400
QUARTER, HOUR = 900, 3_600
MOST_OF_DEVICE, MOST_OF_PAIR, MOST_OF_ADDRESS = 10, 5, 60
# Tries at a pass phrase of one account from anywhere, after which each address has one try left instead of five: an owner at a new
# device still gets in, and whoever tries from many addresses gains little.
MOST_OF_NAME = 50
# Codes of six digits can be guessed, so that strangers have so many tries at one account in an hour, wherever they come from.
MOST_CODES = 20


class HeldOffError(Exception):
    """Too many tries; `first` where this is the one that reached the limit."""

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self.first = first


@dataclass
class Door:
    """One try of somebody at an account: `kind` is what is tried ("phrase" or "code")."""

    request: HttpRequest
    kind: str
    username: str
    counters: list[str] = field(default_factory=list)

    def enter(self) -> None:
        """Count the try; HeldOffError where there were too many. Counted before it is judged, so that tries at once are no way round."""
        who = digest_of(self.username)
        device = device_of(self.request, who)
        if device:
            self.count(f"device:{device}", MOST_OF_DEVICE, QUARTER)
            return
        client = client_of(self.request)
        everywhere = counted(f"{self.kind}:name:{who}", HOUR)
        if self.kind == "code" and everywhere > MOST_CODES:
            raise HeldOffError(first=everywhere == MOST_CODES + 1)
        self.count(f"pair:{who}:{client}", MOST_OF_PAIR if everywhere <= MOST_OF_NAME else 1, QUARTER)
        self.count(f"address:{client}", MOST_OF_ADDRESS, QUARTER, keep=True)

    def count(self, name: str, most: int, seconds: int, *, keep: bool = False) -> None:
        """Count under one name; `keep` what a success does not take back."""
        key = f"{self.kind}:{name}"
        found = counted(key, seconds)
        if found > most:
            raise HeldOffError(first=found == most + 1)
        if not keep:
            self.counters.append(key)

    def forgive(self) -> None:
        """Forget the tries before one that was right."""
        for key in self.counters:
            guarded(partial(caches[COUNTS].delete, key))


def digest_of(username: str) -> str:
    """Return what stands for an account in names of counters and cookies: the same for all spellings of its name."""
    plain = unicodedata.normalize("NFKC", username).casefold().strip()
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()[:32]


def cookie_of(who: str) -> str:
    """Return the name of the cookie by which a device is known to an account."""
    return f"known_{who[:12]}"


def device_of(request: HttpRequest, who: str) -> str:
    """Return the device from which somebody logged in to this account before, or ""."""
    try:
        owner, device = signing.loads(request.COOKIES.get(cookie_of(who), ""), salt=SALT, max_age=DEVICE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if owner == who else ""


def remember_device(response: HttpResponse, username: str) -> None:
    """Give the device a cookie by which it is known to this account."""
    who = digest_of(username)
    response.set_cookie(
        cookie_of(who),
        signing.dumps([who, secrets.token_urlsafe(12)], salt=SALT),
        max_age=DEVICE_SECONDS,
        path="/admin/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
