"""A part of a file, for a reader whose download broke off (RFC 9110, section 14): one range of bytes, from it onwards or the last ones."""

import re
from io import SEEK_SET
from typing import IO

from django.http import HttpRequest

# The only form that is answered; a server may take any other for a wish it does not know, and give the whole.
ONE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII | re.IGNORECASE)
# No file has a size of more digits; a longer number is no offset but an attack on whoever converts it.
MOST_DIGITS = 18


class UnsatisfiableError(Exception):
    """A range that begins where the file has ended."""


def asked(request: HttpRequest, tag: str, size: int) -> range | None:
    """Return the bytes that a request asks for, None for all of them; UnsatisfiableError if the file has none of these.

    `tag` is the strong validator of the file: whoever has the beginning of another one says so in If-Range, and gets the whole.
    """
    wanted = ONE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or wanted is None or request.headers.get("If-Range", tag).strip() != tag:
        return None
    first, last = wanted.groups()
    if not (first or last) or max(len(first), len(last)) > MOST_DIGITS:
        return None
    return of_bytes(first, last, size)


def of_bytes(first: str, last: str, size: int) -> range | None:
    """Return the bytes between two numbers, as far as there are any; without the first, the last ones."""
    if not first:
        found = range(max(0, size - int(last)), size)
    elif last and int(last) < int(first):
        return None
    else:
        found = range(int(first), min(int(last) + 1, size) if last else size)
    if not found:
        raise UnsatisfiableError
    return found


class Part:
    """Some bytes of an open file, read as a file; closing it closes the file."""

    def __init__(self, file: IO[bytes], wanted: range) -> None:
        self.file = file
        self.left = len(wanted)
        file.seek(wanted.start, SEEK_SET)

    def read(self, size: int = -1) -> bytes:
        """Return as many bytes, or all that are left; none at the end."""
        found = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self.file.close()
