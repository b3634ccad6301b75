"""Asks the site for its own pages, within this process, as a reader would from outside."""

import io
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from publishing.robots import ITSELF

# A robot by its own word: nobody's visit, no use of an old address.
AGENT = "Matiane-static-site (bot)"


@dataclass(frozen=True)
class Answer:
    """What an address answers. The body is read once, in parts."""

    status: int
    content_type: str
    location: str
    body: Iterator[bytes]


@lru_cache(maxsize=1)
def handler() -> WSGIHandler:
    """Return the site, with everything that stands before its views."""
    return WSGIHandler()


@contextmanager
def asked(address: str) -> Iterator[Answer]:
    """Give what an address of the site (its path and query) answers to a reader who says nothing of languages."""
    # Any: a page or a stream, of which the stubs know the first only
    response: Any = handler()(environment(address), no_server)
    with closing(response):
        parts = response.streaming_content if response.streaming else [response.content]
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
        yield Answer(response.status_code, kind, response.headers.get("Location", ""), iter(parts))


def no_server(_status: str, _headers: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], object]:
    """Stand where a server would take the beginning of an answer."""
    return bytes


def environment(address: str) -> dict[str, object]:
    """Return the request for an address (PEP 3333)."""
    site = urlsplit(settings.SITE_URL)
    path, _mark, query = address.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        # Bytes as characters, as servers hand them on.
        "PATH_INFO": unquote(path, encoding="latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "HTTP_HOST": site.netloc,
        "HTTP_USER_AGENT": AGENT,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        ITSELF: True,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
