"""What the site signs as its own word: Ed25519 (RFC 8032), by a key that is in no database and on no disk beside the settings."""

import base64

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

# Binds the key to its purpose: the same secret gives other keys elsewhere (RFC 5869, section 3.2).
PURPOSE = b"matiane signatures 1"


def private_key() -> Ed25519PrivateKey:
    """Return the key of this site: from SIGNING_SECRET, else from SECRET_KEY, so every machine has the same one."""
    secret = settings.SIGNING_SECRET or settings.SECRET_KEY
    return Ed25519PrivateKey.from_private_bytes(HKDF(hashes.SHA256(), 32, salt=None, info=PURPOSE).derive(secret.encode()))


def public_key() -> str:
    """Return the key by which others check: its 32 bytes in base64."""
    return base64.b64encode(private_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def sign(content: bytes) -> str:
    """Return the signature of some bytes, in base64."""
    return base64.b64encode(private_key().sign(content)).decode()


def is_signed(content: bytes, signature: str, key: str = "") -> bool:
    """Tell whether some bytes are as they were signed, by this site or by another one's public key."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key or public_key(), validate=True)).verify(
            base64.b64decode(signature, validate=True), content
        )
    except (InvalidSignature, ValueError):
        return False
    return True
