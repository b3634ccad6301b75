"""Bytes of pages as they travel: brotli (RFC 7932) or gzip (RFC 1952), whichever the reader takes."""

import gzip
from functools import lru_cache

import brotli

# As `Accept-Encoding` and `Content-Encoding` call them, the better one first.
CODINGS = ("br", "gzip")
# What is smaller gains nothing.
LEAST_BYTES = 1000
# How hard to try, of 11 and of 9: a page is compressed once for many readers, but one of them waits for it.
BROTLI_QUALITY, GZIP_LEVEL = 5, 6


@lru_cache(maxsize=256)
def chosen(accepted: str) -> str:
    """Return the coding for a reader who sent this `Accept-Encoding` (RFC 9110, section 12.5.3); "" for the bytes as they are."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _semicolon, parameter = part.partition(";")
        weights[name.strip()] = weight_of(parameter)
    return next((coding for coding in CODINGS if weights.get(coding, weights.get("*", 0.0)) > 0), "")


def weight_of(parameter: str) -> float:
    """Return what `q=0.5` says: 1 where it says nothing, 0 where nobody can read it."""
    name, _equals, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def is_compressible(content_type: str, size: int) -> bool:
    """Tell whether compressing so many bytes of a type gains anything."""
    kind = content_type.partition(";")[0].strip()
    return size >= LEAST_BYTES and (kind.startswith("text/") or kind.endswith(("json", "xml")))


def compressed(body: bytes, coding: str) -> bytes:
    """Return bytes in a coding: the same for the same bytes at any time."""
    if coding == "br":
        found: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
        return found
    return gzip.compress(body, GZIP_LEVEL, mtime=0)
