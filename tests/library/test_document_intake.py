"""What may come in as a document, decided by content, in words an editor understands."""

import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from library.documents import intake
from library.documents.intake import clean_name, take
from library.documents.refusals import SENTENCES, refusal
from library.inspection.__main__ import answer
from tests.files import action, archive, docx, part_of, pdf, pdf_writer, stream, table, with_part, written, xlsx
from tests.uploads import drawn
from tests.uploads import written as picture_of


def upload(data: bytes, name: str = "minutes.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def refused(data: bytes) -> str:
    """Return why a file is refused. Without the process of its own, which the tests with `take` go through."""
    found = answer("look", BytesIO(data))
    sentence = refusal(found["refused"], found["named"]).messages[0]
    assert "%(" not in sentence
    return found["refused"]


def refused_by_take(data: bytes) -> str:
    with pytest.raises(ValidationError) as caught:
        take(upload(data))
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (pdf(), "pdf", 1),
        (docx(), "docx", None),
        (xlsx(), "xlsx", 1),
        (table(), "csv", None),
        ("სახელი;რიცხვი\nნინო;-5\n".encode("utf-16"), "csv", None),
        (archive({"a/minutes.pdf": pdf(), "data.csv": table(), "readme.txt": b"Words."}), "zip", 3),
        (archive({"photo.jpg": picture_of(drawn())}), "zip", 1),
    ],
    ids=["pdf", "docx", "xlsx", "csv", "utf-16", "zip", "picture in zip"],
)
def test_kind_is_found_by_content_whatever_the_name_says(data, kind, pages):
    found = take(upload(data, "something.exe"))

    assert (found.kind, found.pages, found.name) == (kind, pages, f"something.{kind}")


def test_table_is_stored_in_unicode():
    found = take(upload("სახელი;რიცხვი\nნინო;-5\n".encode("utf-16")))

    assert found.content.read().decode() == "სახელი;რიცხვი\nნინო;-5\n"
    assert found.bytes == len("სახელი;რიცხვი\nნინო;-5\n".encode())


OTHER_KINDS = {
    b"": "empty",
    b"<!DOCTYPE html><script>alert(1)</script>": "markup",
    b"\xef\xbb\xbf  <html>": "markup",
    "<svg onload='alert(1)'/>".encode("utf-16"): "markup",
    b"MZ\x90\x00": "program",
    b"#!/bin/sh\nrm -rf /": "program",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600: "old_office",
    b"{\\rtf1 words}": "rtf",
    b"Rar!\x1a\x07": "other_archive",
    picture_of(drawn()): "picture",
    b"One line of words without any column": "csv_columns",
    b"\x00\x01\x02\x03\x04\x05": "unknown",
    b"%PDF-1.4 and nothing more": "damaged",
    pdf()[:300]: "damaged",
    b"PK\x03\x04 and nothing more": "damaged",
}


@pytest.mark.parametrize(("data", "code"), OTHER_KINDS.items(), ids=range(len(OTHER_KINDS)))
def test_other_kinds_are_refused_with_a_sentence(data, code):
    assert refused(data) == code


def locked_pdf() -> bytes:
    writer = pdf_writer()
    writer.encrypt("secret")
    return written(writer)


def pdf_with_hidden_script() -> bytes:
    """A script in an object that nothing in the file leads to."""
    writer = pdf_writer()
    writer._add_object(action("JavaScript", JS=TextStringObject("app.alert(1)")))
    return written(writer)


def pdf_with_attachment() -> bytes:
    writer = pdf_writer()
    writer.add_attachment("virus.exe", b"MZ")
    return written(writer)


ACTIVE_PDFS = {
    "script on opening": (pdf(OpenAction=action("JavaScript", JS=TextStringObject("app.alert(1)"))), "pdf_script"),
    "script in a stream": (pdf(OpenAction=action("JavaScript", JS=stream(b"app.alert(1)"))), "pdf_script"),
    "script in a chain": (pdf(OpenAction=action("GoTo", Next=ArrayObject([action("JavaScript")]))), "pdf_script"),
    "script nothing leads to": (pdf_with_hidden_script(), "pdf_script"),
    "launch": (pdf(OpenAction=action("Launch", F=TextStringObject("cmd.exe"))), "pdf_launch"),
    "other file": (pdf(OpenAction=action("GoToR", F=TextStringObject("\\\\host\\x"))), "pdf_launch"),
    "sent form": (pdf(AA=DictionaryObject({NameObject("/WC"): action("SubmitForm")})), "pdf_form"),
    "xfa": (pdf(AcroForm=DictionaryObject({NameObject("/XFA"): stream(b"<xdp/>")})), "pdf_form"),
    "attachment": (pdf_with_attachment(), "pdf_attachment"),
    "password": (locked_pdf(), "password"),
}


@pytest.mark.parametrize(("data", "code"), ACTIVE_PDFS.values(), ids=ACTIVE_PDFS)
def test_pdf_that_does_more_than_show_itself_is_refused(data, code):
    assert refused(data) == code


def test_pdf_that_opens_at_a_place_in_itself_is_taken():
    assert take(upload(pdf(OpenAction=action("GoTo", D=ArrayObject())))).kind == "pdf"


RELATION = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" {}/></Relationships>'
TEMPLATE = RELATION.format('Type="http://x/attachedTemplate" Target="http://example.org/a.dotm" TargetMode="External"').encode()
PICTURE = RELATION.format('Type="http://x/image" Target="http://example.org/a.png" TargetMode="External"').encode()
FILE_LINK = RELATION.format('Type="http://x/hyperlink" Target="file:///etc/passwd" TargetMode="External"').encode()
WEB_LINK = RELATION.format('Type="http://x/hyperlink" Target="https://example.org/" TargetMode="External"').encode()
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><x>&b;</x>'
FIELD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>'
    b"<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\\\windows\\\\cmd.exe</w:instrText></w:p></w:document>"
)


def typed_as(package: bytes, found: str, other: str) -> bytes:
    types = part_of(package, "[Content_Types].xml").replace(found.encode(), other.encode())
    return with_part(package, "[Content_Types].xml", types)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ACTIVE_OFFICE = {
    "vba": (with_part(docx(), "word/vbaProject.bin", b"x"), "macros"),
    "docm": (typed_as(docx(), WORD, "application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "old macro sheet": (with_part(xlsx(), "xl/macrosheets/sheet1.xml", b"<x/>"), "macros"),
    "ribbon": (with_part(xlsx(), "customUI/customUI.xml", b"<x/>"), "macros"),
    "activex": (with_part(docx(), "word/activeX/activeX1.xml", b"<x/>"), "activex"),
    "embedded": (with_part(docx(), "word/embeddings/oleObject1.bin", b"x"), "embedded"),
    "external link": (with_part(xlsx(), "xl/externalLinks/externalLink1.xml", b"<x/>"), "external"),
    "connection": (with_part(xlsx(), "xl/connections.xml", b"<x/>"), "external"),
    "template": (with_part(docx(), "word/_rels/settings.xml.rels", TEMPLATE), "external"),
    "linked picture": (with_part(docx(), "word/_rels/header1.xml.rels", PICTURE), "external"),
    "link to a file": (with_part(docx(), "word/_rels/header1.xml.rels", FILE_LINK), "external_file"),
    "entities": (with_part(docx(), "word/document.xml", BOMB), "xml_entities"),
    "field": (with_part(docx(), "word/document.xml", FIELD), "office_field"),
    "formula": (xlsx("=WEBSERVICE(A1)"), "office_formula"),
    "dde formula": (xlsx("=cmd|'/C calc'!A0"), "office_formula"),
    "slides": (typed_as(docx(), WORD, "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "office_other"),
    "cut": (docx()[:2000], "damaged"),
}


@pytest.mark.parametrize(("data", "code"), ACTIVE_OFFICE.values(), ids=ACTIVE_OFFICE)
def test_office_file_that_runs_or_fetches_something_is_refused(data, code):
    assert refused(data) == code


@pytest.mark.parametrize("data", [xlsx("=SUM(1,2)", "|'"), with_part(docx(), "word/_rels/header1.xml.rels", WEB_LINK)], ids=["sum", "link"])
def test_formulas_and_links_to_the_web_are_no_fault(data):
    assert take(upload(data)).kind in {"docx", "xlsx"}


FORMULAS = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", '"\t=1+1"', "＝1+1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_cell_that_a_spreadsheet_would_run_is_refused_by_its_name(cell):
    found = answer("look", BytesIO(f"a,b,c\n1,2,{cell}\n".encode()))

    assert (found["refused"], found["named"]["cell"]) == ("csv_formula", "C2")


@pytest.mark.parametrize("cell", ["-5", "+995 32 200 00 00", "-", "-1.5%", "a=b", "+5", "-12/05/2020"])
def test_numbers_with_a_sign_are_no_formulas(cell):
    assert answer("look", BytesIO(f"a,b\n1,{cell}\n".encode()))["kind"] == "csv"


TABLES = {
    b"a,b\n1,2,3\n": "csv_ragged",
    b'a,b\n1,"2\n': "csv_quotes",
    "a,b\n1,\u00e4\n".encode("latin-1"): "csv_encoding",
    b"a,b\n1,\x01\n": "unknown",
    (",".join("x" * 1200) + "\n").encode(): "csv_too_wide",
}


@pytest.mark.parametrize(("data", "code"), TABLES.items(), ids=TABLES.values())
def test_text_that_is_no_table_is_refused(data, code):
    assert refused(data) == code


def zip_with(entry: zipfile.ZipInfo | str, data: bytes, **how: object) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(entry, data, **how)
    return buffer.getvalue()


def link() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("link.txt")
    entry.external_attr = 0o120777 << 16
    return entry


def lying(data: bytes) -> bytes:
    """Return an archive that claims a smaller entry than it holds."""
    size = (5_000_000).to_bytes(4, "little")
    return zip_with("a.txt", data).replace(size, (500).to_bytes(4, "little"))


ARCHIVES = {
    "outside": (zip_with("../../etc/cron.txt", b"x"), "path_outside"),
    "absolute": (zip_with("/etc/cron.txt", b"x"), "path_outside"),
    "drive": (zip_with("C:/x.txt", b"x"), "path_outside"),
    "backslash": (zip_with("..\\x.txt", b"x"), "path_outside"),
    "link": (zip_with(link(), b"/etc/passwd"), "link_inside"),
    "bomb": (zip_with("a.txt", b"0" * 30_000_000), "bomb"),
    "lying bomb": (lying(b"0" * 5_000_000), "damaged"),
    "nested": (archive({"inner.zip": archive({"a.txt": b"x"})}), "refused_inside"),
    "program": (archive({"a.txt": b"x", "setup.exe": b"MZ\x90"}), "refused_inside"),
    "script": (archive({"a.js": b"alert(1)"}), "refused_inside"),
    "page": (archive({"a.html": b"<html>"}), "refused_inside"),
    "script as text": (archive({"run.bat": table()}), "kind_inside"),
    "formula": (archive({"a.csv": b"a,b\n=1+1,2\n"}), "refused_inside"),
    "pdf with a script": (archive({"a.pdf": ACTIVE_PDFS["launch"][0]}), "refused_inside"),
    "pdf as a program": (archive({"a.exe": pdf()}), "kind_inside"),
    "twice": (archive({"a.txt": b"x", "A.TXT": b"y"}), "entry_twice"),
    "many": (archive({f"{number}.txt": b"x" for number in range(2001)}), "too_many_entries"),
    "nothing": (archive({}), "archive_empty"),
    "folders only": (archive({"a/": b""}), "archive_empty"),
}


@pytest.mark.parametrize(("data", "code"), ARCHIVES.values(), ids=ARCHIVES)
def test_archive_that_could_hurt_whoever_unpacks_it_is_refused(data, code):
    assert refused(data) == code


def test_too_large_file_is_refused_unread(settings):
    settings.DOCUMENT_MAX_BYTES = 100

    assert refused_by_take(table(rows=100)) == "too_large"


def test_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(intake, "LOOK_SECONDS", 0.001)

    assert refused_by_take(pdf()) == "too_complex"


def test_inspection_that_dies_is_a_refusal(monkeypatch):
    monkeypatch.setattr(intake, "RUN", "import os; os.abort()")

    assert refused_by_take(pdf()) == "too_complex"


@pytest.mark.parametrize(("data", "code"), [(pdf()[:300], "damaged"), (b"", "empty"), (b"<html>", "markup")])
def test_refusal_comes_from_the_process_that_looked(data, code):
    assert refused_by_take(data) == code


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("სხდომის ოქმი.PDF", "სხდომის ოქმი.pdf"),
        ("..\\..\\windows\\a.docx", "a.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("invoice\u202efdp.exe", "invoice fdp.pdf"),
        ('a"; filename="b.exe', "a filename= b.pdf"),
        ("line\r\nbreak.pdf", "line break.pdf"),
        ("...", "document.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
    ],
)
def test_file_name_keeps_its_words_and_loses_its_tricks(name, clean):
    assert clean_name(name, "pdf") == clean


def test_every_refusal_has_its_sentence():
    codes = {*OTHER_KINDS.values(), *TABLES.values(), *(code for found in (ACTIVE_PDFS, ACTIVE_OFFICE, ARCHIVES) for _data, code in found.values())}

    assert codes - SENTENCES.keys() == set()
