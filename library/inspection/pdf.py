"""PDF files (ISO 32000): read through, and refused for what a viewer would run, open or unpack."""

from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from library.inspection.refusal import Refusal

MOST_OBJECTS = 200_000
MOST_PAGES = 5000
# Keys that hold what is run or unpacked, whatever stands around them.
KEYS = {"/JS": "pdf_script", "/JavaScript": "pdf_script", "/XFA": "pdf_form", "/EmbeddedFiles": "pdf_attachment"}
# Actions, by their /S. What only leads to a place in the file, or to an address on the web, stays.
ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/ImportData": "pdf_launch",
    "/SubmitForm": "pdf_form",
    "/GoToE": "pdf_attachment",
    "/GoToR": "pdf_launch",
    "/Rendition": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/RichMediaExecute": "pdf_media",
}
SUBTYPES = {"/RichMedia": "pdf_media", "/3D": "pdf_media", "/Movie": "pdf_media", "/Screen": "pdf_media", "/FileAttachment": "pdf_attachment"}


def look(file: BinaryIO) -> int:
    """Return the number of pages; Refusal for what is damaged, locked or does more than show itself."""
    reader = opened(file)
    for number, found in enumerate(objects(reader)):
        if number > MOST_OBJECTS:
            raise Refusal("pdf_too_complex")
        refuse_active(found)
    pages = len(reader.pages)
    if not 0 < pages <= MOST_PAGES:
        raise Refusal("damaged" if not pages else "pdf_too_complex")
    return pages


def opened(file: BinaryIO) -> PdfReader:
    """Return a file that is a PDF and needs no password."""
    reader = PdfReader(file)
    if reader.is_encrypted:
        raise Refusal("password")
    return reader


def objects(reader: PdfReader) -> Iterator[Any]:  # Any: whatever objects a PDF holds
    """Yield every object that the tables of the file name, used or not, and what the trailer itself holds."""
    yield reader.trailer
    keys = {(generation, number) for generation, numbers in reader.xref.items() for number in numbers}
    keys |= {(0, number) for number in reader.xref_objStm}
    for generation, number in sorted(keys):
        if number:
            yield reader.get_object(IndirectObject(number, generation, reader))


def refuse_active(found: Any) -> None:  # Any: as above
    """Refuse an object that holds something to run, however deep in it."""
    waiting = [found]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            refuse_dictionary(each)
            waiting += [value for value in each.values() if isinstance(value, DictionaryObject | ArrayObject)]
        elif isinstance(each, ArrayObject):
            waiting += [value for value in each if isinstance(value, DictionaryObject | ArrayObject)]


def refuse_dictionary(each: DictionaryObject) -> None:
    """Refuse a dictionary by its keys and by what it says that it is."""
    for key in each:
        if key in KEYS:
            raise Refusal(KEYS[key])
    # A font may be called EF too; the name of a file stands beside what is attached.
    if "/EF" in each and ("/F" in each or "/UF" in each):
        raise Refusal("pdf_attachment")
    for name, refused in (("/S", ACTIONS), ("/Subtype", SUBTYPES), ("/Type", {"/EmbeddedFile": "pdf_attachment"})):
        value = each.raw_get(name) if name in each else None
        value = value.get_object() if isinstance(value, IndirectObject) else value
        if isinstance(value, str) and value in refused:
            raise Refusal(refused[value])


def texts(file: BinaryIO) -> Iterator[str]:
    """Yield the text page by page."""
    for page in opened(file).pages:
        yield page.extract_text()
