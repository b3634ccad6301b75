"""Workbooks: their sheets as rows of texts, read cell by cell in bounded memory; or why one cannot be read."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from actors.tables.unreadable import UnreadableError
from publishing.fields.text import readable

# A workbook is an archive: what it may unfold to in all, and what of it has to be held at once (texts, styles).
UNFOLDED = 400 * 1024 * 1024
HELD = 80 * 1024 * 1024
# No table of ours has so many columns.
MOST_COLUMNS = 100
# How many cells in the way are named.
NAMED = 50
MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z0-9:]{2,20})"')
# What a workbook may fail with that is none, or a broken one.
BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError, EOFError)


def opened(data: bytes) -> Workbook:
    """Return a workbook to be read row by row; UnreadableError for what is none, or would unfold to more than fits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        held = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
        if held > HELD or sum(part.file_size for part in parts) > UNFOLDED:
            raise UnreadableError(_("Unfolded, this workbook is too large. Part it into several, and leave out pictures and formats."))
        return load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except BROKEN as error:
        raise unreadable() from error


def unreadable() -> UnreadableError:
    """Return the refusal of a file that is no workbook."""
    return UnreadableError(_("The file is no workbook that can be read. Save it as .xlsx or as CSV."))


def first_sheet(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of the first sheet of a workbook; a formula is the text that it is written as."""
    book = opened(data)
    if not book.worksheets:
        raise unreadable()
    yield from rows_of(book.worksheets[0], [])


def sheets(data: bytes, keys: Sequence[str]) -> Iterator[tuple[str, Iterator[list[str]]]]:
    """Yield the sheets that have a key as their name, in the order of the keys, each with its rows.

    UnreadableError for sheets of other names that hold something, for cells that are merged, and for formulas.
    """
    book = opened(data)
    found: dict[str, Any] = {}
    strange = []
    for sheet in book.worksheets:
        key = sheet.title.strip().casefold()
        if key in keys and key not in found:
            found[key] = sheet
        elif any(any(cell.strip() for cell in row) for row in rows_of(sheet, [])):
            strange.append(sheet.title)
    if strange or not found:
        words = {"sheets": ", ".join(strange), "known": ", ".join(key.capitalize() for key in keys)}
        reason = _("There are no sheets called: %(sheets)s. A workbook has: %(known)s.") if strange else _("None of its sheets is called: %(known)s.")
        raise UnreadableError(reason % words)
    refuse_merged(data, found)
    formulas: list[str] = []
    for key in keys:
        if key in found and any(any(cell.strip() for cell in row) for row in rows_of(found[key], [])):
            yield key, rows_of(found[key], formulas)
    if formulas:
        advice = _("These cells hold formulas. Copy them, and paste their values in their place.")
        more = [_("And %(count)s more cells.") % {"count": len(formulas) - NAMED}] if len(formulas) > NAMED else []
        raise UnreadableError(advice, *formulas[:NAMED], *more)


def refuse_merged(data: bytes, found: dict[str, Any]) -> None:
    """Refuse sheets in which cells are merged: all but the first would be empty, and an empty cell empties."""
    wrong = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for sheet in found.values():
            # Where openpyxl reads it from; it does not tell in this mode what is merged.
            cells = list(merged_in(archive, sheet._worksheet_path))
            if cells:
                words = {"sheet": sheet.title, "cells": ", ".join(cells[:NAMED])}
                wrong.append(_("%(sheet)s: The cells %(cells)s are merged. Part them, and write into each what belongs to it.") % words)
    if wrong:
        raise UnreadableError(*wrong)


def merged_in(archive: zipfile.ZipFile, path: str) -> Iterator[str]:
    """Yield the places at which a sheet has merged cells."""
    rest = b""
    with archive.open(path) as file:
        while piece := file.read(1024 * 1024):
            whole = rest + piece
            end = 0
            for match in MERGED.finditer(whole):
                yield match[1].decode()
                end = match.end()
            # A mark may stand across two pieces.
            rest = whole[max(end, len(whole) - 200) :]


def rows_of(sheet: Any, formulas: list[str]) -> Iterator[list[str]]:  # Any: a sheet as openpyxl reads it
    """Yield the rows of a sheet, as wide as its headings; where formulas stand is added to `formulas`."""
    width = 0
    # What a file says of its size need not be so.
    sheet.reset_dimensions()
    try:
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            formulas += [place(sheet, number, cell) for cell in row if cell.data_type == "f"]
            cells = [cell_text(cell.value) for cell in row]
            while len(cells) > width and not cells[-1].strip():
                cells.pop()
            width = width or len(cells)
            yield cells + [""] * (width - len(cells))
    except BROKEN as error:
        raise unreadable() from error


def place(sheet: Any, number: int, cell: Any) -> str:  # Any: as openpyxl has them
    """Return where a cell stands."""
    return _("%(sheet)s, row %(row)s, column %(column)s") % {"sheet": sheet.title, "row": number, "column": cell.column_letter}


def cell_text(cell: Any) -> str:  # Any: whatever a workbook holds
    """Return the text of a cell: days as ISO dates, whole numbers without a point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return readable(str(cell))
