"""How addresses of readers are kept: locked (Fernet, AES-128-CBC with HMAC-SHA-256) and, to be found again, as an HMAC (RFC 2104).

Both keys are derived (HKDF, RFC 5869) from each of `settings.MAIL_KEYS`, or from SECRET_KEY where there are none. The first one locks;
all of them open, and an address is looked for under all of them, so that a key can be replaced while the site runs.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from syndication.models import Reader

KEY_BYTES = 32


class UnreadableError(Exception):
    """An address that no key of the site opens."""


def site_keys() -> tuple[str, ...]:
    """Return the keys of the site, the one that locks first."""
    return tuple(settings.MAIL_KEYS) or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@lru_cache(maxsize=32)
def derived(key: str, purpose: str) -> bytes:
    """Return the key for one purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=f"matiane mail {purpose}".encode()).derive(key.encode())


def locks() -> MultiFernet:
    """Return what locks and opens."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived(key, "address"))) for key in site_keys()])


def plainly(address: str) -> str:
    """Return an address as mail servers compare it: its host is the same in any case (RFC 5321 section 2.4)."""
    local, _at, host = address.strip().rpartition("@")
    return f"{local}@{host.lower()}"


def digests(address: str) -> list[str]:
    """Return what an address may be kept under, by each key; without regard to case, as nobody has two that differ in it."""
    text = plainly(address).casefold().encode()
    return [hmac.new(derived(key, "digest"), text, hashlib.sha256).hexdigest() for key in site_keys()]


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
