"""Documents as editors and attackers send them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx import Document as WordDocument
from openpyxl import Workbook
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject


def table(word: str = "value", rows: int = 2) -> bytes:
    """Return a table as CSV."""
    return ("name,number\n" + "".join(f"{word},{number}\n" for number in range(rows))).encode()


def pdf(text: str = "Minutes of the session", **more: Any) -> bytes:
    """Return a PDF of one page; `more` goes into its catalogue, by key."""
    writer = pdf_writer(text)
    for key, value in more.items():
        writer.root_object[NameObject(f"/{key}")] = value
    return written(writer)


def pdf_writer(text: str = "Minutes of the session") -> PdfWriter:
    """Return a PDF of one page to add something to."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 200)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    face = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): face})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream(f"BT /F1 18 Tf 20 100 Td ({text}) Tj ET".encode()))
    return writer


def written(writer: PdfWriter) -> bytes:
    """Return the bytes of a PDF."""
    buffer = BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def action(kind: str, **more: object) -> DictionaryObject:
    """Return an action of a PDF."""
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **{NameObject(f"/{key}"): value for key, value in more.items()}})


def stream(data: bytes) -> DecodedStreamObject:
    """Return a stream of a PDF."""
    found = DecodedStreamObject()
    found.set_data(data)
    return found


def docx(text: str = "Minutes of the session") -> bytes:
    """Return a Word file."""
    document, buffer = WordDocument(), BytesIO()
    document.add_paragraph(text)
    document.add_table(1, 2).rows[0].cells[1].text = "In a cell"
    document.save(buffer)
    return buffer.getvalue()


def xlsx(*cells: object) -> bytes:
    """Return an Excel file with these cells in its first row."""
    book, buffer = Workbook(), BytesIO()
    book.active.append(cells or ("Name", 12))
    book.save(buffer)
    return buffer.getvalue()


def archive(entries: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return buffer.getvalue()


def with_part(package: bytes, name: str, data: bytes) -> bytes:
    """Return an Office file with one part more, or another one under its name."""
    with zipfile.ZipFile(BytesIO(package)) as found:
        parts = {each: found.read(each) for each in found.namelist()}
    return archive({**parts, name: data})


def part_of(package: bytes, name: str) -> bytes:
    """Return a part of an Office file."""
    with zipfile.ZipFile(BytesIO(package)) as found:
        return found.read(name)
