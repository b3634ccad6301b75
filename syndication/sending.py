"""One message to one address: to the number that was checked, within limits of time and size, and no further than that."""

import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from django.core.exceptions import ValidationError
from django.utils import timezone
from urllib3 import Timeout
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError

from publishing.fields.text import readable
from syndication.addresses import Target, numbers_of, target_of

# Seconds to connect, to wait for the next byte, and for all of it.
CONNECT, WAIT, WHOLE = 5.0, 15.0, 20.0
# Of an answer so much is read, and so much of it kept.
MOST_READ, MOST_KEPT = 4096, 200
# How many numbers of a host are tried.
MOST_NUMBERS = 3


class NotSentError(Exception):
    """A message that got no answer; the text says why, for whoever reads the log."""


@dataclass(frozen=True)
class Answer:
    """What a receiver said."""

    status: int
    # Seconds that it asks to be left alone, if it does.
    retry_after: float | None
    said: str

    @property
    def is_good(self) -> bool:
        """Whether it took the message."""
        return 200 <= self.status < 300  # noqa: PLR2004 - the statuses of success


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Send a message and return the answer, whatever it is; a redirect is an answer too, and not followed. NotSentError if there is none."""
    try:
        target = target_of(address)
        numbers = numbers_of(target)
    except ValidationError as error:
        raise NotSentError(" ".join(error.messages)) from error
    until = time.monotonic() + WHOLE
    for number in numbers[:MOST_NUMBERS]:
        try:
            return posted(target, number, body, {**headers, "Host": target.name}, until)
        except NewConnectionError as error:
            last = error
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise NotSentError("no answer in time" if time.monotonic() >= until else reason(error)) from error
    raise NotSentError(reason(last)) from last


def reason(error: Exception) -> str:
    """Return what went wrong, in a line that names no object of ours."""
    text = str(error).rpartition("): ")[2] or str(error)
    return readable(f"{type(error).__name__}: {text}" if text else type(error).__name__)[:MOST_KEPT]


def posted(target: Target, number: str, body: bytes, headers: Mapping[str, str], until: float, *, method: str = "POST", wait: float = WAIT) -> Answer:
    """Send a message to a number; `wait` is for the next byte, in seconds. Errors are those of the library."""
    connection = connection_to(target, number, wait)
    # A receiver that sends a byte now and then would never run into the time between two bytes.
    watch = threading.Timer(max(until - time.monotonic(), 0.1), cut, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request(method, target.path, body=body, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        said = response.read(MOST_READ, decode_content=False)
        text = readable(" ".join(said.decode("utf-8", "replace").split()))[:MOST_KEPT]
        return Answer(response.status, seconds_of(response.headers.get("Retry-After", "")), text)
    finally:
        watch.cancel()
        connection.close()


def connection_to(target: Target, number: str, wait: float) -> HTTPConnection:
    """Return a connection to a number that asks for the name: the certificate must be that of the name."""
    timeout = Timeout(connect=CONNECT, read=wait).read_timeout
    if not target.secure:
        return HTTPConnection(number, target.port, timeout=timeout)
    return HTTPSConnection(number, target.port, timeout=timeout, cert_reqs="CERT_REQUIRED", server_hostname=target.host, assert_hostname=target.host)


def cut(connection: HTTPConnection) -> None:
    """End a connection under whoever waits for it."""
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def seconds_of(text: str) -> float | None:
    """Return the seconds that a header `Retry-After` means, None if it means nothing."""
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max((parsedate_to_datetime(text) - timezone.now()).total_seconds(), 0.0)
    except (ValueError, TypeError, OverflowError):
        return None
