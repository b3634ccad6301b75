"""Files of the old site, fetched when somebody asked for it: from public addresses only, within limits of size and time."""

import ipaddress
import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from django.utils.translation import gettext_noop

from pages.moving.lines import Line, Value

REDIRECTS = 5
SECONDS = 30
PIECE = 64 * 1024
PORTS = {"http": 80, "https": 443}


class NotFetchedError(Exception):
    """A file that was not fetched; the line says why."""

    def __init__(self, message: str, **values: Value) -> None:
        self.line = Line(message, **values)
        super().__init__(self.line)


def fetch(address: str, limit: int) -> bytes:
    """Return what lies at a public address, at most `limit` bytes of it; NotFetchedError otherwise."""
    until = time.monotonic() + SECONDS
    for _hop in range(REDIRECTS + 1):
        try:
            found = asked(urlsplit(address), limit, until)
        except (OSError, HTTPException, ValueError) as error:
            raise NotFetchedError(gettext_noop("it does not answer (%(why)s)"), why=error) from error
        if isinstance(found, bytes):
            return found
        address = urljoin(address, found)
    raise NotFetchedError(gettext_noop("it leads on and on"))


def asked(parts: SplitResult, limit: int, until: float) -> bytes | str:
    """Ask an address once: return what it holds, or where it leads."""
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.port not in {None, *PORTS.values()}:
        raise NotFetchedError(gettext_noop("it is no ordinary web address"))
    port = parts.port or PORTS[parts.scheme]
    connection = connected(parts.scheme, parts.hostname, public_address(parts.hostname, port), port)
    try:
        target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{quote(parts.query, safe='=&%+/:,;')}" if parts.query else "")
        connection.request("GET", target, headers={"Accept": "*/*", "User-Agent": "Matiane (moving in)"})
        response = connection.getresponse()
        if response.status in {301, 302, 303, 307, 308}:
            return response.headers.get("Location", "")
        if response.status != 200:  # noqa: PLR2004 - OK
            raise NotFetchedError(gettext_noop("the old site answers %(status)s"), status=response.status)
        return read(response, limit, until)
    finally:
        connection.close()


def public_address(host: str, port: int) -> str:
    """Return the number of a host; NotFetchedError if any of its numbers is not public."""
    numbers = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not numbers or not all(is_public(number) for number in numbers):
        raise NotFetchedError(gettext_noop("its address is not public"))
    return numbers[0]


def is_public(number: str) -> bool:
    """Tell whether a number is that of a machine on the public network."""
    address = ipaddress.ip_address(number.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return address.is_global and not address.is_multicast and (mapped is None or mapped.is_global)


def connected(scheme: str, host: str, number: str, port: int) -> HTTPConnection:
    """Return a connection to the number that was checked, not to what the name means a moment later."""
    connection = HTTPConnection(host, port, timeout=SECONDS) if scheme == "http" else HTTPSConnection(host, port, timeout=SECONDS)
    plain = socket.create_connection((number, port), timeout=SECONDS)
    connection.sock = plain if scheme == "http" else ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    return connection


def read(response: HTTPResponse, limit: int, until: float) -> bytes:
    """Return a body, as long as it is neither too large nor too slow."""
    parts, size = [], 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > limit:
            raise NotFetchedError(gettext_noop("it is too large"))
        if time.monotonic() > until:
            raise NotFetchedError(gettext_noop("it takes too long"))
        parts.append(piece)
    return b"".join(parts)
