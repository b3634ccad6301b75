"""Word and Excel files (ISO/IEC 29500): packages of XML, refused for macros, embedded objects and whatever they would fetch."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from library.inspection.packages import content, opened
from library.inspection.refusal import Refusal

OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
MAIN = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
}
# Parts that run or carry something, by a piece of their content type or of their name.
REFUSED_TYPES = {"macro": "macros", "vba": "macros", "oleobject": "embedded", "activex": "activex", "externallink": "external"}
REFUSED_NAMES = [
    (re.compile(r"vba|macro|customui/|/dialogsheets/", re.IGNORECASE), "macros"),
    (re.compile(r"/activex/", re.IGNORECASE), "activex"),
    (re.compile(r"/embeddings/|oleobject|/afchunk", re.IGNORECASE), "embedded"),
    (re.compile(r"/externallinks/|/connections\.xml$|/querytables/", re.IGNORECASE), "external"),
]
# Kinds of relation that may point outside the package: what a reader follows by a click.
LINKS = "/hyperlink"
# Kinds of relation by which a foreign page comes in, wherever it lies.
CHUNKS = ("/aFChunk", "/attachedTemplate", "/subDocument", "/frame")
# Fields of Word that start a program or read a file, and functions of Excel that ask the web.
FIELDS = re.compile(r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|DATABASE|MACROBUTTON)\b")
FUNCTIONS = re.compile(r"\b(WEBSERVICE|RTD|CALL|REGISTER|EXEC|DDE)\s*\(|\|'", re.IGNORECASE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def look(file: BinaryIO) -> tuple[str, int | None]:
    """Return (docx or xlsx, number of sheets); Refusal for what is damaged, of another kind, or does more than show itself."""
    package = opened(file)
    names = {entry.filename for entry in package.infolist()}
    kind = kind_of(parsed(package, "[Content_Types].xml"))
    for name in names:
        for pattern, code in REFUSED_NAMES:
            if pattern.search(f"/{name}"):
                raise Refusal(code)
    sheets = 0
    for entry in package.infolist():
        data = content(package, entry)
        if entry.filename.endswith(".rels"):
            check_relations(tree(data))
        elif entry.filename.endswith(".xml"):
            found = tree(data)
            check_part(found)
            sheets += found.tag == f"{SHEET}worksheet"
    return kind, sheets if kind == "xlsx" else None


def kind_of(table: Element) -> str:
    """Return what the table of contents says that the package is."""
    types = [each.get("ContentType", "") for each in table]
    for each in types:
        for piece, code in REFUSED_TYPES.items():
            if piece in each.lower():
                raise Refusal(code)
    found = {MAIN[each.get("ContentType", "")] for each in table.iter(OVERRIDE) if each.get("ContentType") in MAIN}
    if len(found) != 1:
        raise Refusal("office_other")
    return found.pop()


def parsed(package: zipfile.ZipFile, name: str) -> Element:
    """Return a part of the package."""
    return tree(content(package, package.getinfo(name)))


def tree(data: bytes) -> Element:
    """Return XML that defines nothing and fetches nothing."""
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refusal("xml_entities") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refusal("damaged") from error


def check_relations(table: Element) -> None:
    """Refuse relations by which something comes in from outside."""
    for relation in table:
        kind = relation.get("Type", "")
        if kind.endswith(CHUNKS):
            raise Refusal("external")
        if relation.get("TargetMode", "").lower() == "external":
            if not kind.endswith(LINKS):
                raise Refusal("external")
            # A link is followed by a click, and only to where a page of ours might lead too.
            if not relation.get("Target", "").lower().startswith(("http://", "https://", "mailto:", "tel:", "#")):
                raise Refusal("external_file")


def check_part(part: Element) -> None:
    """Refuse fields and formulas that start something."""
    # Word may cut an instruction into any number of runs.
    said = texts_of(part, f"{WORD}instrText") + texts_of(part, f"{WORD}delInstrText")
    said += " ".join(each.get(f"{WORD}instr", "") for each in part.iter(f"{WORD}fldSimple"))
    if FIELDS.search(said):
        raise Refusal("office_field")
    for tag in (f"{SHEET}f", f"{SHEET}definedName"):
        if any(FUNCTIONS.search(formula.text or "") for formula in part.iter(tag)):
            raise Refusal("office_formula")


def texts_of(part: Element, tag: str) -> str:
    """Return what stands in all elements of one name."""
    return "".join(each.text or "" for each in part.iter(tag))


def document_texts(file: BinaryIO) -> Iterator[str]:
    """Yield the paragraphs of a Word file, those in tables in their place."""
    from docx import Document  # noqa: PLC0415 - slow to load, and needed for this only

    for block in Document(file).iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                yield "\t".join(cell.text for cell in row.cells)
        else:
            yield block.text


def sheet_texts(file: BinaryIO) -> Iterator[str]:
    """Yield the rows of an Excel file, sheet by sheet, formulas as what they came to."""
    from openpyxl import load_workbook  # noqa: PLC0415 - slow to load, and needed for this only

    for sheet in load_workbook(file, read_only=True, data_only=True, keep_links=False).worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            if values := [str(value) for value in row if value is not None]:
                yield "\t".join(values)
