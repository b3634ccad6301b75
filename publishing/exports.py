"""Files that are made for whoever asks: in bounded memory, one large one at a time, and not for those who have read them already."""

import hashlib
import tempfile
import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import BinaryIO, cast

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from publishing import changes
from publishing.middleware import key_of
from publishing.validators import told_since

# What is smaller than a page is kept like one, by the page cache. The rest lies on disk from being made to being sent.
KEPT_BYTES = 90_000
# How long whoever comes while another large file is made is asked to wait.
RETRY_SECONDS = 10

# Makes the file.
Write = Callable[[BinaryIO], None]

_turn = threading.BoundedSemaphore(1)


def answer(request: HttpRequest, write: Write, *, name: str, content_type: str, is_large: bool) -> HttpResponseBase:
    """Return a file as `write` makes it; 304 to whoever has it, 429 while this process makes another large one.

    A file is whole before any of it is sent: what fails half way is an error, and no file that ends early. Its pages may be
    those of partners, so every site may read it.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Access-Control-Allow-Origin": "*",
        "X-Robots-Tag": "noindex",
    }
    known = already_read(request, headers)
    if known is not None:
        return known
    if not is_large:
        return sent(made(write), content_type, headers)
    if request.method == "HEAD":
        # A stream, which the page cache does not keep: whoever asks for the file next would get its head alone.
        return StreamingHttpResponse((), content_type=content_type, headers=headers)
    if not _turn.acquire(blocking=False):
        return busy()
    try:
        return sent(made(write), content_type, headers)
    finally:
        _turn.release()


def already_read(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Return 304 to whoever has the file as it stands after the last public change. Adds to `headers` what the next 304 needs."""
    head = getattr(request, "change_head", None) or changes.head()
    if changes.is_due(head):
        return None
    # Weak: a proxy may compress the file. Whatever it shows moves the number.
    own = hashlib.sha256(f"{key_of(request)} {head.sequence}".encode()).hexdigest()[:32]
    # Of what machines read the tag is known already: by it they are told without any work that nothing changed.
    headers["ETag"] = getattr(request, "answer_tag", "") or f'W/"{own}"'
    moved_at = int(head.moved_at.timestamp()) if head.moved_at is not None else None
    if moved_at is not None:
        headers["Last-Modified"] = http_date(told_since(moved_at))
    found = get_conditional_response(request, headers["ETag"], moved_at, HttpResponse(headers=headers))
    return found if found is not None and found.status_code == HTTPStatus.NOT_MODIFIED else None


def made(write: Write) -> BinaryIO:
    """Return the file, to be read from its beginning."""
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=KEPT_BYTES))  # noqa: SIM115 - it is closed when it has been sent
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    return file


def sent(file: BinaryIO, content_type: str, headers: dict[str, str]) -> HttpResponseBase:
    """Return the answer with a file."""
    size = file.tell()
    file.seek(0)
    if size > KEPT_BYTES:
        return FileResponse(file, content_type=content_type, headers=headers)
    with file:
        return HttpResponse(file.read(), content_type=content_type, headers=headers)


def busy() -> HttpResponse:
    """Return that another large file is being made."""
    text = "Another large file is being made. Ask again in a moment.\n"
    headers = {"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(text, status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain; charset=utf-8", headers=headers)
