"""Workbooks that are none of ours, in every way in which one can be wrong: said in words, and nothing is written."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from actors.tables import books, reading
from chronicle.models import Event
from publishing import drafts
from tests.chronicle.books import brought, put, said, saved, workbook

pytestmark = pytest.mark.django_db
EVENTS = [["title_en", "date"], ["Visit", "2008"]]


def problems(data: bytes) -> list[str]:
    """Return why a file is refused as a whole."""
    run = put(data)
    assert (run.stage, run.content, Event.objects.count()) == ("refused", None, 0), run.report
    return run.report["problems"]


def with_part(data: bytes, name: str, text: bytes) -> bytes:
    """Return a workbook with one part replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, text)
    return out.getvalue()


def test_sheets_of_other_names_are_refused_and_empty_ones_passed_over():
    assert problems(workbook(events=EVENTS, participant=[["actor"], ["x"]])) == [
        "There are no sheets called: Participant. A workbook has: Events, Stops, Participants, Statements, Outcomes, Sources."
    ]
    assert problems(workbook(sheet1=[])) == ["None of its sheets is called: Events, Stops, Participants, Statements, Outcomes, Sources."]
    assert problems(workbook(events=[["title_en"]])) == ["Below the headings, the file has no rows."]
    assert brought(workbook(sheet1=[], events=EVENTS, stops=[["event", "place"]])).report["counts"] == {"new": 1}


def test_wrong_columns_are_named_with_their_sheet():
    unknown, missing, narrow = problems(workbook(events=[["titel", "title_en"], ["x", "y"]], stops=[["place"], ["x"]], sources=[["event"], ["x"]]))

    assert unknown.startswith("Events: There are no columns called: titel. This table has: id, key, title_en,")
    assert (missing, narrow) == ("Stops: These columns are missing: event.", "Sources: These columns are missing: source.")
    assert problems(workbook(events=[["title_en"], ["x", "y"]]))[0].startswith("Events: Row 2 has 2 cells, but there are 1 headings")


def test_formulas_and_merged_cells_are_refused_by_place():
    book = Workbook()
    book.active.title = "Events"
    for row in [*EVENTS, ["=1+1", "=B2"]]:
        book.active.append(row)
    assert problems(saved(book)) == [
        "These cells hold formulas. Copy them, and paste their values in their place.",
        "Events, row 3, column A",
        "Events, row 3, column B",
    ]

    book.active.delete_rows(3)
    book.active.merge_cells("A2:A4")
    assert problems(saved(book)) == ["Events: The cells A2:A4 are merged. Part them, and write into each what belongs to it."]


def test_workbook_that_unfolds_to_too_much_or_has_too_many_rows_is_refused(monkeypatch):
    data = workbook(events=EVENTS, stops=[["event", "place"], ["Visit", "x"], ["Visit", "y"]])
    bomb = with_part(data, "xl/sharedStrings.xml", b"<sst>" + b" " * (books.HELD + 1))
    assert problems(bomb) == ["Unfolded, this workbook is too large. Part it into several, and leave out pictures and formats."]

    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert problems(data) == ["Stops: The file has more than 2 rows. Part it into several."]


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("xl/workbook.xml", b"<nonsense/>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>999999</v></c></row></sheetData></worksheet>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"),
        ("[Content_Types].xml", b"nothing"),
    ],
)
def test_broken_workbook_says_so(part, text):
    reasons = problems(with_part(workbook(events=EVENTS), part, text))

    assert len(reasons) == 1
    assert reasons[0].startswith(("The file is no workbook that can be read.", "None of its sheets is called", "Below the headings"))


def test_table_of_events_comes_without_further_sheets():
    assert brought(b"title_en,date\r\nVisit,2008\r\n").report["counts"] == {"new": 1}


CONTENT_TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
</Types>"""
RELATION = '<Relationship Id="rId{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}" Target="{2}"/>'
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# Style 1 is a date as spreadsheets write it by default (14), style 2 one with a format of its own.
STYLES = f"""<styleSheet {MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="DD/MM/YY"/></numFmts>
<fonts count="1"><font/></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


def by_a_spreadsheet(sheet: str, *, strings: str = "", of_1904: bool = False) -> bytes:
    """Return a workbook as office programs write one (ISO/IEC 29500-1, part 18): the rows of its sheet of events as XML."""
    out = io.BytesIO()
    settings = '<workbookPr date1904="1"/>' if of_1904 else "<workbookPr/>"
    book = f"""<workbook {MAIN} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{settings}
        <sheets><sheet name="Events" sheetId="1" state="visible" r:id="rId1"/></sheets></workbook>"""
    parts = enumerate((("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")), start=1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", CONTENT_TYPES)
        file.writestr("_rels/.rels", RELATIONS.format(RELATION.format(1, "officeDocument", "xl/workbook.xml")))
        file.writestr("xl/workbook.xml", book)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format("".join(RELATION.format(number, *part) for number, part in parts)))
        file.writestr("xl/styles.xml", STYLES)
        file.writestr("xl/sharedStrings.xml", f"<sst {MAIN}>{strings}</sst>")
        file.writestr("xl/worksheets/sheet1.xml", f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData>{sheet}</sheetData></worksheet>')
    return out.getvalue()


HEADS = """<row r="1"><c r="A1" t="inlineStr"><is><t>title_en</t></is></c><c r="B1" t="inlineStr"><is><t>date</t></is></c>
    <c r="C1" t="inlineStr"><is><t>year_inferred</t></is></c><c r="D1" s="1"/></row>"""


def test_shared_and_inline_texts_dates_as_numbers_and_empty_rows_are_read_as_spreadsheets_write_them():
    strings = '<si><r><rPr><b/></rPr><t xml:space="preserve">Visit in </t></r><r><t>ზამთარი</t></r><rPh sb="0" eb="1"><t>x</t></rPh></si>'
    rows = """<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>39706</v></c><c r="C2" t="b"><v>1</v></c></row>
        <row r="5"><c r="A5" t="str"><v>Below a gap</v></c><c r="B5" s="2"><v>39707.0</v></c></row>
        <row r="6"><c r="A6" t="inlineStr"><is><r><t>In </t></r><r><t>parts</t></r></is></c><c r="B6" t="n"><v>2.008E3</v></c></row>"""
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="D{row}" s="2"/></row>' for row in range(7, 2000))

    run = brought(by_a_spreadsheet(HEADS + rows + empty, strings=strings))

    assert run.report["counts"] == {"new": 3}
    made = {each.working_title: drafts.state_of(each) for each in Event.objects.all()}
    assert {title: (state["date"], state["year_inferred"]) for title, state in made.items()} == {
        "Visit in ზამთარი": ("2008-09-15", True),
        "Below a gap": ("2008-09-16", False),
        "In parts": ("2008", False),
    }


def test_days_counted_from_1904_are_the_same_days():
    row = '<row r="2"><c r="A2" t="str"><v>Visit</v></c><c r="B2" s="1"><v>38244</v></c></row>'

    brought(by_a_spreadsheet(HEADS + row, of_1904=True))

    assert drafts.state_of(Event.objects.get())["date"] == "2008-09-15"


def test_row_beyond_a_gap_is_named_by_the_number_that_the_spreadsheet_shows():
    row = '<row r="9"><c r="A9" t="str"><v>Visit</v></c><c r="B9" t="str"><v>32 May 2008</v></c></row>'

    assert list(said(put(by_a_spreadsheet(HEADS + row)))) == [("Events", 9)]
