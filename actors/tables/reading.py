"""Files as rows: CSV in UTF-8 or UTF-16, whatever parts its cells, and workbooks; or why a file cannot be read, cell by cell."""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from actors.tables import books
from actors.tables.kinds import Kind
from actors.tables.unreadable import UnreadableError
from publishing.cells import original
from publishing.fields.text import readable

LARGEST = 20 * 1024 * 1024
MOST_ROWS = 50_000
# A longer cell is a quotation mark that nobody closed. Checked here, since the limit of `csv` is one for the whole process.
LONGEST_CELL = 100_000
SEPARATORS = ",;\t"
# What bytes that are no UTF-8 are read as, to be named by their cell.
STRAY = re.compile("[\udc80-\udcff]")
# How many cells of a wrong encoding are named.
NAMED = 50
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass
class Table:
    """A file: its headings, and the rows with the numbers that a spreadsheet shows beside them."""

    heads: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def tables_of(data: bytes, kind: Kind) -> dict[str, Table]:
    """Return the tables of a file, by key: several in a workbook of several sheets; UnreadableError that names every row and column in the way."""
    if len(data) > LARGEST:
        raise UnreadableError(_("The file is larger than %(limit)s MB. Part it into several.") % {"limit": LARGEST // 1024**2})
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return {kind.key: table_of(csv_rows(data), MOST_ROWS)}
    if not kind.sheets:
        return {kind.key: table_of(books.first_sheet(data), MOST_ROWS)}
    found: dict[str, Table] = {}
    for key, rows in books.sheets(data, list(kind.every)):
        left = MOST_ROWS - sum(len(table.rows) for table in found.values())
        try:
            found[key] = table_of(rows, left)
        except UnreadableError as error:
            raise UnreadableError(*(f"{key.capitalize()}: {reason}" for reason in error.reasons)) from error
    return found


def table_of(rows: Iterator[list[str]], most: int) -> Table:
    """Return rows under their headings."""
    counted = numbered(rows)
    try:
        _first, heads = next(counted)
    except StopIteration:
        raise UnreadableError(_("The file is empty.")) from None
    table = Table([re.sub(r"\s+", "_", head.strip().casefold()) for head in heads])
    while table.heads and not table.heads[-1]:
        table.heads.pop()
    for number, row in counted:
        table.rows.append((number, fitted(number, row, len(table.heads))))
        if len(table.rows) > most:
            raise UnreadableError(_("The file has more than %(limit)s rows. Part it into several.") % {"limit": f"{MOST_ROWS:,}"})
    return table


def numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, counted as a spreadsheet counts them."""
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            yield number, row


def fitted(number: int, row: list[str], width: int) -> list[str]:
    """Return the cells of a row, one for each heading; UnreadableError where they do not fit."""
    if len(row) < width or any(cell.strip() for cell in row[width:]):
        words = {"row": number, "cells": len(row), "columns": width}
        raise UnreadableError(
            _("Row %(row)s has %(cells)s cells, but there are %(columns)s headings: a comma or a quotation mark is missing or too many.") % words
        )
    return [original(cell) for cell in row[:width]]


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file."""
    text = decoded(data)
    first, _end, rest = text.partition("\n")
    if re.fullmatch(r"\"?sep=.\"?\s*", first):
        # A line for Excel. It counts as a row there, too.
        yield []
        text = rest
    separator = separator_of(text)
    rows, number = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    try:
        for row in rows:
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise csv.Error
            number += 1
            yield row
    except csv.Error as error:
        raise UnreadableError(_("Row %(row)s cannot be read: a quotation mark is missing or too many.") % {"row": number + 1}) from error


def separator_of(text: str) -> str:
    """Return what parts the cells of a CSV file, by its first line."""
    first = text.lstrip("\r\n").partition("\n")[0]
    return max(SEPARATORS, key=first.count)


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16; UnreadableError that names the cells in which it is neither."""
    mark = next((mark for mark in MARKS if data.startswith(mark)), b"")
    encoding = MARKS[mark] if mark else guessed(data)
    try:
        return readable(data[len(mark) :].decode(encoding))
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise UnreadableError(_("The file begins as UTF-16, and goes on as something else.")) from error
    raise UnreadableError(*strays(data[len(mark) :].decode("utf-8", "surrogateescape")))


def guessed(data: bytes) -> str:
    """Return the encoding of a file without a mark: letters of two bytes are full of zeros."""
    head = data[:1000]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    return "utf-8"


def strays(text: str) -> list[str]:
    """Return where a text has bytes that are no UTF-8, by row and column."""
    advice = _("The file is not in UTF-8 throughout. Save it as “CSV UTF-8”; the letters of any other encoding would only be guessed.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text))
    found: list[str] = []
    heads: list[str] = []
    try:
        for number, row in enumerate(reader, start=1):
            heads = heads or row
            for place, cell in enumerate(row):
                if STRAY.search(cell):
                    column = STRAY.sub("?", heads[place]) if place < len(heads) else str(place + 1)
                    found.append(_("Row %(row)s, column %(column)s: these letters are not in UTF-8.") % {"row": number, "column": column})
    except csv.Error:
        return [advice, *found[:NAMED]]
    more = [_("And %(count)s more cells.") % {"count": len(found) - NAMED}] if len(found) > NAMED else []
    return [advice, *found[:NAMED], *more]
