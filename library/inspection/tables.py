"""Tables as text (CSV, RFC 4180): decodable, rectangular, and with nothing in it that a spreadsheet would run."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from typing import BinaryIO

from library.inspection.refusal import Refusal

DELIMITERS = ",;\t|"
MOST_COLUMNS = 1000
# A longer cell is a quotation mark that nobody closed. Checked here, since the limit of `csv` is one for the whole process.
MOST_CELL = 100_000
# A cell that begins like this is a formula to a spreadsheet (OWASP, "CSV injection") ...
FORMULA = re.compile(r"^[=@\t\r＝＠]|^[+\-＋－]")
# ... unless it is a number, a date, a telephone number, or nothing but a dash.
HARMLESS = re.compile(r"^[+\-－][\d\s.,:/()%€$₾\u2212\u00a0+\-]*$")
# Characters that no text holds, but tab and line breaks.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
BOMS = [(b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")]


def look(file: BinaryIO) -> str:
    """Return the table as text; Refusal for what is no table, or does more than hold values."""
    text = decoded(file.read())
    count = 0
    for number, row in enumerate(rows(text), start=1):
        if not any(row):
            continue
        count += 1
        for place, cell in enumerate(row):
            if FORMULA.search(cell) and not HARMLESS.fullmatch(cell):
                raise Refusal("csv_formula", cell=f"{letters(place)}{number}", text=cell[:40])
    if not count:
        raise Refusal("empty")
    return text


def decoded(data: bytes) -> str:
    """Return the text of a file in an encoding that says what it is."""
    encoding = next((name for mark, name in BOMS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        # Text in an older encoding has no zeros; anything else was never text.
        raise Refusal("unknown" if b"\x00" in data or not is_legible(data) else "csv_encoding") from error
    if CONTROL.search(text):
        raise Refusal("unknown")
    return text


def is_legible(data: bytes) -> bool:
    """Tell whether bytes may be text in an encoding with one byte a letter."""
    return not CONTROL.search(data[:10_000].decode("latin-1"))


def rows(text: str) -> Iterator[list[str]]:
    """Yield the rows, all of the same length; Refusal if no delimiter makes such a table of the text."""
    width, delimiter = max((width_by(text, each), -place) for place, each in enumerate(DELIMITERS))
    if width < 2:  # noqa: PLR2004 - one column is a text
        raise Refusal("csv_columns")
    if width > MOST_COLUMNS:
        raise Refusal("csv_too_wide", limit=MOST_COLUMNS)
    try:
        for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=DELIMITERS[-delimiter], strict=True), start=1):
            if row and len(row) != width:
                raise Refusal("csv_ragged", row=number, found=len(row), expected=width)
            if any(len(cell) > MOST_CELL for cell in row):
                raise csv.Error
            yield row
    except csv.Error as error:
        raise Refusal("csv_quotes") from error


def width_by(text: str, delimiter: str) -> int:
    """Return how many columns the first row has with a delimiter."""
    try:
        return next((len(row) for row in csv.reader(StringIO(text[:200_000], newline=""), delimiter=delimiter) if row), 0)
    except csv.Error:
        return 0


def letters(place: int) -> str:
    """Return what a spreadsheet calls a column: A, B, ... Z, AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
