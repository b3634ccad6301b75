"""Pages as the cache keeps them: one for each address, with the public change under which it was made, and its compressed bytes."""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as HangsError

from publishing import compression
from publishing.validators import told_since

Found = TypeVar("Found")

logger = logging.getLogger(__name__)

# How long a page is the page of its change, in seconds: some say how things stand today.
FRESH_SECONDS = 3600
# How long it is kept for when it cannot be made anew, in seconds.
KEPT_SECONDS = 6 * 3600
# How long others wait for the one who renders a page, how often they look, and after what time they take an older page that may stand in.
LOCK_SECONDS = 5.0
LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 0.2
# A cache that hangs is not asked again for so long, in seconds: a page asks it several times, and waits each time.
HANGING_SECONDS = 5.0
# What a page carries that was made under an earlier change, or could not be asked after (RFC 9211).
CACHE_STATUS = "Cache-Status"
# Nobody is to keep such a page.
UNKEPT = "public, max-age=0, must-revalidate"


@dataclass(slots=True)
class Page:
    """An answer for everybody."""

    # The public change under which it was made, and when, in seconds since 1970.
    sequence: int
    made_at: float
    status: int
    headers: dict[str, str]
    body: bytes
    # When the site had last changed, in seconds since 1970, if it had.
    moved_at: int | None
    # The body by coding, made when somebody first asks for it.
    compressed: dict[str, bytes] = field(default_factory=dict)

    def is_of(self, sequence: int) -> bool:
        """Tell whether this is the page under a public change."""
        return self.sequence == sequence and time.time() - self.made_at < FRESH_SECONDS


def look_up(key: str) -> Page | None:
    """Return what is kept at an address, of whatever change; None for nothing."""
    return guarded(partial(cache.get, key))


def keep(key: str, page: Page) -> None:
    """Keep a page, in place of the one before at its address."""
    guarded(partial(cache.set, key, page, KEPT_SECONDS))


@dataclass
class Hanging:
    """Until when this process leaves a cache alone that hangs."""

    until: float = 0.0


hanging = Hanging()


def guarded(ask: Callable[[], Found]) -> Found | None:
    """Ask the cache; a cache out of reach is an empty one, and so for a while is one that hangs."""
    if time.monotonic() < hanging.until:
        return None
    try:
        return ask()
    except (RedisError, OSError) as error:
        if isinstance(error, HangsError):
            hanging.until = time.monotonic() + HANGING_SECONDS
        logger.warning("The page cache does not answer: %s", error)
        return None


def page_of(response: HttpResponse, sequence: int, moved_at: int | None, tag: str = "") -> Page:
    """Return what is kept of a response; `tag` names it, by default what is in it does."""
    if response.status_code == HTTPStatus.OK:
        # Weak: compressed, it is the same page in other bytes (RFC 9110, section 8.8.1).
        response.headers["ETag"] = tag or f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    return Page(sequence, time.time(), response.status_code, dict(response.items()), response.content, moved_at)


def answer(request: HttpRequest, page: Page, key: str = "") -> HttpResponse:
    """Return the page, compressed if the reader takes it so, or 304 to one who has it. What is compressed for it is kept under `key`."""
    response = HttpResponse(page.body, status=page.status, headers=page.headers)
    if page.status != HTTPStatus.OK:
        return response
    if page.moved_at is not None:
        response.headers["Last-Modified"] = http_date(told_since(page.moved_at))
    may_compress = bool(key) and compression.is_compressible(page.headers.get("Content-Type", ""), len(page.body))
    if may_compress:
        patch_vary_headers(response, ["Accept-Encoding"])
    found = get_conditional_response(request, response.headers["ETag"], page.moved_at, response)
    if found is not None and found is not response:
        return found
    if may_compress and (coding := compression.chosen(request.headers.get("accept-encoding", ""))):
        response.content = compressed(page, coding, key)
        response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(response.content))
    return response


def compressed(page: Page, coding: str, key: str) -> bytes:
    """Return the body in a coding, made once and kept beside it."""
    if coding not in page.compressed:
        page.compressed[coding] = compression.compressed(page.body, coding)
        keep(key, page)
    return page.compressed[coding]


def stale(request: HttpRequest, page: Page, key: str, why: str) -> HttpResponse:
    """Return a page of an earlier moment, and say so: `why` is one word."""
    response = answer(request, page, key)
    response.headers[CACHE_STATUS] = f"Matiane; hit; ttl={-int(time.time() - page.made_at)}; detail={why}"
    response.headers["Cache-Control"] = UNKEPT
    return response


@contextmanager
def turn(key: str, sequence: int, stand_in: Callable[[], bool]) -> Iterator[tuple[bool, Page | None]]:
    """Let one of many make the page under a change. Yields (True, None) to that one, (False, page) to those who waited for it.

    `stand_in` tells whether what was kept before may stand in; then they wait for a moment only, and get (False, None).
    """
    lock = f"{key}:{sequence}:lock"
    if guarded(partial(cache.add, lock, 1, LOCK_SECONDS)):
        try:
            # Somebody may have made it between the look before and this lock.
            page = found_under(key, sequence)
            yield page is None, page
        finally:
            guarded(partial(cache.delete, lock))
        return
    begun, asked = time.monotonic(), False
    page = found_under(key, sequence)
    # The lock goes without a page when the answer may not be kept: then everybody makes it for himself.
    while page is None and time.monotonic() - begun < LOCK_SECONDS and guarded(partial(cache.get, lock)):
        if not asked and time.monotonic() - begun >= PATIENCE_SECONDS:
            asked = True
            if stand_in():
                break
        time.sleep(LOOK_SECONDS)
        page = found_under(key, sequence)
    yield False, page or found_under(key, sequence)


def found_under(key: str, sequence: int) -> Page | None:
    """Return the page under a change, if it is kept."""
    page = look_up(key)
    return page if page is not None and page.is_of(sequence) else None
