"""Keys of the API: made once and shown once; whoever reads the database finds none."""

import hashlib
import secrets
import string
import zlib

BEGINNING = "matiane_"
LETTERS = string.ascii_letters + string.digits
# Letters that tell keys from each other in lists, letters that nobody guesses, letters that show a mistake in typing.
NAME, SECRET, CHECK = 8, 32, 6
LENGTH = len(BEGINNING) + NAME + SECRET + CHECK


def new() -> str:
    """Return a new key."""
    body = BEGINNING + "".join(secrets.choice(LETTERS) for _letter in range(NAME + SECRET))
    return body + check(body)


def check(body: str) -> str:
    """Return the letters that end a key: a sum over all others, so that a key cut short or mistyped is known without looking it up."""
    number, letters = zlib.crc32(body.encode()), ""
    for _letter in range(CHECK):
        number, rest = divmod(number, len(LETTERS))
        letters += LETTERS[rest]
    return letters


def is_whole(key: str) -> bool:
    """Tell whether a text has the form of a key of ours."""
    return len(key) == LENGTH and key.isascii() and key.startswith(BEGINNING) and check(key[:-CHECK]) == key[-CHECK:]


def beginning_of(key: str) -> str:
    """Return what may be shown of a key for ever."""
    return key[: len(BEGINNING) + NAME]


def digest_of(key: str) -> str:
    """Return what is kept of a key. It is drawn by chance, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()
