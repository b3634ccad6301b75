"""How addresses of readers are kept: locked (Fernet, AES-128-CBC with HMAC-SHA-256) and, to be found again, as an HMAC (RFC 2104).

Both keys are derived (HKDF, RFC 5869) from each of `settings.MAIL_KEYS`, or from SECRET_KEY where there are none. The first one locks;
all of them open, and an address is looked for under all of them, so that a key can be replaced while the site runs.
"""

import hashlib
import hmac

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings

from publishing.keys import derived, fernets
from syndication.models import Reader

PURPOSE = "matiane mail"


class UnreadableError(Exception):
    """An address that no key of the site opens."""


def site_keys() -> tuple[str, ...]:
    """Return the keys of the site, the one that locks first."""
    return tuple(settings.MAIL_KEYS) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def locks() -> MultiFernet:
    """Return what locks and opens."""
    return fernets(site_keys(), f"{PURPOSE} address")


def plainly(address: str) -> str:
    """Return an address as mail servers compare it: its host is the same in any case (RFC 5321 section 2.4)."""
    local, _at, host = address.strip().rpartition("@")
    return f"{local}@{host.lower()}"


def digests(address: str) -> list[str]:
    """Return what an address may be kept under, by each key; without regard to case, as nobody has two that differ in it."""
    text = plainly(address).casefold().encode()
    return [hmac.new(derived(key, f"{PURPOSE} digest"), text, hashlib.sha256).hexdigest() for key in site_keys()]


def lock(address: str) -> dict[str, object]:
    """Return the columns of a `Reader` for an address."""
    return {"locked": locks().encrypt(plainly(address).encode()), "digest": digests(address)[0]}


def unlock(reader: Reader) -> str:
    """Return the address of a reader; UnreadableError where its key is gone."""
    try:
        return locks().decrypt(bytes(reader.locked)).decode()
    except InvalidToken as error:
        raise UnreadableError from error


def find(address: str) -> Reader | None:
    """Return the reader with an address, or None."""
    return Reader.objects.filter(digest__in=digests(address)).first()


def lock_anew() -> tuple[int, int]:
    """Lock every address with the first key; return (how many were, how many no key opens)."""
    done = unreadable = 0
    for reader in Reader.objects.iterator(chunk_size=500):
        try:
            address = unlock(reader)
        except UnreadableError:
            unreadable += 1
            continue
        done += Reader.objects.filter(pk=reader.pk).update(**lock(address))
    return done, unreadable
