"""Workbooks of several sheets, written row by row into a file, in bounded memory."""

import tempfile
from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from actors.tables.kinds import Kind
from actors.tables.writing_out import cells_of_all
from publishing import languages
from publishing.rights import User

# What a reader of the file shows before it is told otherwise.
WIDTH = 24.0


def book_of(kind: Kind, records: QuerySet, by: User) -> IO[bytes]:
    """Return a workbook of records as somebody may see them, one sheet for each kind of row, as an open file."""
    return written(kind, cells_of_all(kind, list(kind.every.values()), records, by, languages.active()), to_read=True)


def empty_book(kind: Kind) -> IO[bytes]:
    """Return a workbook with nothing but the headings that an import reads."""
    return written(kind, iter(()), to_read=False)


def written(kind: Kind, rows: Iterator[tuple[Kind, list[str]]], *, to_read: bool) -> IO[bytes]:
    """Write the rows into their sheets, under headings that stay in sight."""
    book = Workbook(write_only=True)
    sheets = {}
    for key, each in kind.every.items():
        sheet = sheets[key] = book.create_sheet(key.capitalize())
        heads = list(each.columns if to_read else each.read_columns)
        sheet.freeze_panes = "B2"
        sheet.sheet_format.defaultColWidth = WIDTH
        sheet.append(heads)
    for each, row in rows:
        # Every cell is a text: what could be computed begins with an apostrophe, and what no workbook can hold is left out.
        sheets[each.key].append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(file)
    file.seek(0)
    return file
