"""Workbooks of events as somebody sends and downloads them."""

import io
import zlib
from typing import Any

from openpyxl import Workbook, load_workbook

from actors.models import TableImport
from actors.tables import running
from actors.tables.books_out import book_of
from actors.tables.kinds import KINDS
from chronicle.models import Event
from tests.factories import publisher

# {sheet: rows of cells, the first of them the headings}
Sheets = dict[str, list[list[Any]]]


def saved(book: Workbook) -> bytes:
    """Return a workbook as a file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(**sheets: list[list[Any]]) -> bytes:
    """Return a workbook with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.capitalize())
        for row in rows:
            sheet.append(row)
    return saved(book)


def put(data: bytes, *, by: Any = None, publish: bool = False) -> TableImport:
    """Return a workbook that was sent and looked at."""
    run = TableImport.objects.create(
        kind="events", file="events.xlsx", content=zlib.compress(data), publish=publish, language="en", by=by or publisher()
    )
    running.check(run)
    run.refresh_from_db()
    return run


def brought(data: bytes, **how: Any) -> TableImport:
    """Return a workbook that was sent, looked at and imported."""
    run = put(data, **how)
    assert run.stage == "checked", run.report
    assert not run.report["counts"].get("refused"), run.report["rows"]
    running.bring(run)
    run.refresh_from_db()
    assert run.stage == "done", run.report
    return run


def said(run: TableImport) -> dict[tuple[str, int], tuple[str, list[str]]]:
    """Return what the report says, by sheet and row."""
    return {(sheet, number): (action, lines) for number, action, _name, lines, sheet in run.report["rows"]}


def downloaded(by: Any = None) -> bytes:
    """Return all events as a workbook."""
    with book_of(KINDS["events"], Event.objects.all(), by or publisher()) as file:
        return file.read()


def cells_of(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each sheet of a workbook."""
    book = load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
