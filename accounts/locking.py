"""How secrets of authenticators are kept: encrypted (Fernet: AES-128-CBC with HMAC-SHA-256) under keys derived from SECRET_KEY.

The first key locks, those of SECRET_KEY_FALLBACKS open too; whatever is opened is locked anew at its next use, so that a key can be replaced.
"""

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings

from publishing.keys import fernets

PURPOSE = "matiane second factor"


class UnreadableError(Exception):
    """A secret that no key of the site opens."""


def locks() -> MultiFernet:
    """Return what locks and opens."""
    return fernets((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS), PURPOSE)


def lock(secret: bytes) -> bytes:
    """Return a secret as it is kept."""
    return locks().encrypt(secret)


def unlock(locked: bytes) -> bytes:
    """Return the secret; UnreadableError where its key is gone."""
    try:
        return locks().decrypt(locked)
    except InvalidToken as error:
        raise UnreadableError from error
