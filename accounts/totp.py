"""Codes of authenticator apps (TOTP, RFC 6238: SHA-1, six digits, half a minute, which is what all apps know)."""

import base64
import binascii
import secrets
import time
from hmac import compare_digest
from itertools import groupby

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.utils import timezone

from accounts.locking import UnreadableError, lock, unlock
from accounts.models import Authenticator

DIGITS, STEP = 6, 30
# RFC 4226 section 4 asks for 160 bits.
SECRET_BYTES = 20
# A clock may be half a minute off, and a code half a minute late (RFC 6238 section 5.2).
WINDOW = (0, -1, 1)
# A code is drawn with this much white around it (ISO 18004).
QUIET = 4


def new_secret() -> bytes:
    """Return a secret for a new app."""
    return secrets.token_bytes(SECRET_BYTES)


def generator(secret: bytes) -> TOTP:
    """Return what makes the codes of a secret."""
    return TOTP(secret, DIGITS, SHA1(), STEP)  # noqa: S303 - as HMAC, and the only one that every app knows


def step_of(secret: bytes, code: str) -> int | None:
    """Return the half minute that a code belongs to, or None if it is none of now."""
    now, made = int(time.time() // STEP), generator(secret)
    right = [now + off for off in WINDOW if compare_digest(made.generate((now + off) * STEP), code.encode(errors="replace"))]
    return right[0] if right else None


def take(authenticator: Authenticator, code: str) -> bool:
    """Take a code, once: the same one, or an earlier one, is refused afterwards, also where two come at once."""
    try:
        secret = unlock(bytes(authenticator.secret))
    except UnreadableError:
        return False
    step = step_of(secret, code)
    if step is None:
        return False
    row = Authenticator.objects.filter(pk=authenticator.pk, last_step__lt=step)
    return row.update(last_step=step, used_at=timezone.now(), secret=lock(secret)) == 1


def shown(secret: bytes) -> str:
    """Return a secret as people type it into an app: base32 (RFC 4648) in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def read(text: str) -> bytes:
    """Return the secret that was shown so; ValueError if it is none."""
    try:
        return base64.b32decode(text.replace(" ", ""))
    except binascii.Error as error:
        raise ValueError from error


def address(secret: bytes, username: str, issuer: str) -> str:
    """Return what the QR code says: an otpauth address with the site and the account."""
    return generator(secret).get_provisioning_uri(username, issuer)


def drawing(text: str) -> tuple[str, str]:
    """Return a QR code as the viewBox and the path of an SVG, one strip for each run of dark squares."""
    rows = list(segno.make(text, error="m", micro=False).matrix)
    strips = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                strips.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return f"{-QUIET} {-QUIET} {len(rows) + 2 * QUIET} {len(rows) + 2 * QUIET}", "".join(strips)
