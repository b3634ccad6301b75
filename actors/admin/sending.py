"""Files that somebody at the desk asked for: for nobody else to keep."""

from collections.abc import Iterator
from typing import IO

from django.http import FileResponse, StreamingHttpResponse

from library.documents.serving import disposition

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}


def sent_file(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """Return a CSV file that is written while it is sent."""
    headers = {**HEADERS, "Content-Disposition": disposition(name)}
    return StreamingHttpResponse((each.encode() for each in lines), content_type="text/csv; charset=utf-8", headers=headers)


def sent_book(file: IO[bytes], name: str) -> FileResponse:
    """Return a workbook, which the response closes."""
    return FileResponse(file, content_type=WORKBOOK, headers={**HEADERS, "Content-Disposition": disposition(name)})
