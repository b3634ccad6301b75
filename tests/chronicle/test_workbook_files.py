"""Workbooks that are none of ours, in every way in which one can be wrong: said in words, and nothing is written."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from actors.tables import books, reading
from chronicle.models import Event
from tests.chronicle.books import brought, put, saved, workbook

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
