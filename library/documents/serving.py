"""How a file is handed out: under its own name, as what it is, and to be kept or saved, never to be run in a page of ours."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from library.documents.ranges import Part, UnsatisfiableError, asked
from library.models import DocumentFile
from publishing.slugs import slugify
from publishing.validators import told_since

# The whole file, or a part of it.
FOUND = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)


def disposition(name: str) -> str:
    """Return a Content-Disposition (RFC 6266): the name as it is for those who read RFC 8187, and in Latin letters for the others."""
    stem, _dot, ending = name.rpartition(".")
    plain = f"{slugify(stem) or 'document'}.{ending}"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def answer(request: HttpRequest, file: DocumentFile) -> HttpResponseBase:
    """Return a file, or the part that is asked for, to whoever may have it; 304 to one who has it."""
    tag = f'"{file.digest[:32]}"'
    response = handed_out(request, lambda: file.file.open("rb"), tag=tag, moved_at=file.uploaded_at, size=file.bytes, media_type=file.media_type)
    if response.status_code in FOUND:
        response["Content-Disposition"] = disposition(file.name)
        response["Content-Language"] = file.language
    return response


def handed_out(
    request: HttpRequest, open_file: Callable[[], IO[bytes]], *, tag: str, moved_at: dt.datetime, size: int, media_type: str
) -> HttpResponseBase:
    """Return what `open_file` opens, or the part that is asked for; 304 to one who has it.

    It has `size` bytes, is named by a strong `tag`, and stands at its address since `moved_at`.
    """
    since = told_since(int(moved_at.timestamp()))
    validators = {"ETag": tag, "Last-Modified": http_date(since)}
    # None of what follows is read by somebody who has the file.
    known = get_conditional_response(request, tag, since, HttpResponse(headers=validators))
    if known is not None and known.status_code != HTTPStatus.OK:
        return known
    try:
        wanted = asked(request, tag, size)
    except UnsatisfiableError:
        return HttpResponse(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers={"Content-Range": f"bytes */{size}"})
    try:
        opened = open_file()
    except FileNotFoundError as error:
        raise Http404 from error
    if wanted is None:
        response = FileResponse(opened, content_type=media_type)
    else:
        response = FileResponse(Part(opened, wanted), content_type=media_type, status=HTTPStatus.PARTIAL_CONTENT)
        response["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
        response["Content-Length"] = len(wanted)
    response["Accept-Ranges"] = "bytes"
    for name, value in validators.items():
        response[name] = value
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def answer_privately(request: HttpRequest, file: DocumentFile) -> HttpResponseBase:
    """Return a file to somebody who was asked who he is, for nobody else to keep."""
    response = answer(request, file)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
