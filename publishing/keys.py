"""Keys for one purpose each, derived from keys of the site (HKDF, RFC 5869)."""

import base64
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32


@lru_cache(maxsize=32)
def derived(key: str, purpose: str) -> bytes:
    """Return the key for one purpose."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key.encode())


def fernets(keys: Sequence[str], purpose: str) -> MultiFernet:
    """Return what locks with the first of these keys and opens with all of them."""
    return MultiFernet([Fernet(base64.urlsafe_b64encode(derived(key, purpose))) for key in keys])
