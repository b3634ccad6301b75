"""Whether the old addresses answer, asked of this site itself, in this process."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import FileResponse, HttpResponseBase

from publishing import old_paths

# Every old address is asked. A page behind it costs more than a redirect: of those that belong to a record which is public, as the
# database says, the first ones and every so many are opened; whatever else an old address leads to is always opened.
OPENED, OPENED_EVERY = 200, 50


class Answers:
    """This site, as a reader's browser would ask it."""

    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.site = urlsplit(settings.SITE_URL or f"http://{next(iter(settings.ALLOWED_HOSTS), 'localhost')}")
        self.asked = 0
        # How many pages were opened, and how many were known to be there by the database.
        self.opened = self.matched = 0
        # Addresses on this site of what is public.
        self.expected: frozenset[str] = frozenset()
        # {address on this site: what is wrong with it}
        self.known: dict[str, str] = {}

    def silent(self, paths: Iterable[str], expected: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
        """Yield (old address, what it says instead) of those that lead to no page; `expected` are the addresses of what is public."""
        self.expected = frozenset(expected)
        for path in paths:
            if wrong := self.wrong(path):
                yield path, wrong

    def wrong(self, path: str) -> str:
        """Return what is wrong with the answer at an address; "" if it leads to a page in one hop."""
        response = self.ask(path)
        if response.status_code == HTTPStatus.OK:
            return ""
        if response.status_code != HTTPStatus.MOVED_PERMANENTLY:
            return str(response.status_code)
        target = urljoin(path, response.headers["Location"])
        if urlsplit(target).hostname not in {None, self.site.hostname}:
            return ""
        if target not in self.known and urlsplit(target).path in self.expected and not self.is_opened():
            self.matched += 1
            return ""
        if target not in self.known:
            self.opened += 1
            after = self.ask(target)
            self.known[target] = "" if after.status_code == HTTPStatus.OK else f"leads to {target}, which answers {after.status_code}"
        return self.known[target]

    def is_opened(self) -> bool:
        """Tell whether the page behind the next address is opened too."""
        self.asked += 1
        return self.asked <= OPENED or self.asked % OPENED_EVERY == 0

    def ask(self, address: str) -> HttpResponseBase:
        """Return the answer at an address."""
        parts = urlsplit(address)
        environ = {
            "REQUEST_METHOD": "HEAD",
            "SCRIPT_NAME": "",
            "PATH_INFO": old_paths.path_spelled(parts.path).encode().decode("latin-1"),
            "QUERY_STRING": quote(parts.query, safe=old_paths.SAFE_IN_QUERY),
            "SERVER_NAME": self.site.hostname or "localhost",
            "SERVER_PORT": str(self.site.port or (443 if self.site.scheme == "https" else 80)),
            "HTTP_HOST": self.site.netloc,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": self.site.scheme,
            "wsgi.input": BytesIO(),
        }
        response = self.handler.get_response(WSGIRequest(environ))
        if isinstance(response, FileResponse):
            response.file_to_stream.close()
        # Not closed: that would end the request for Django, and with it, after a while, the connection to the database.
        return response
