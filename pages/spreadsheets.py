"""Tables for spreadsheets: UTF-8 with a mark that Excel knows, and no cell that it would run as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse

from publishing import cells


class _Echo:
    """Hands on what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def neutral(cell: object) -> str:
    """Return a cell as text that no spreadsheet runs; numbers stay numbers."""
    return str(cell) if isinstance(cell, int | float) else cells.neutral(str(cell))


def plain(cell: str) -> str:
    """Return the text of a cell that `neutral` wrote."""
    return cells.original(cell)


def written(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a table."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([neutral(cell) for cell in row])


def download(rows: Iterable[Sequence[object]], name: str) -> StreamingHttpResponse:
    """Return a table as a file called `name`, sent while it is read."""
    response = StreamingHttpResponse(written(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response
