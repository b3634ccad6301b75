"""Files that are no tables of ours, in every way in which a file can be wrong: said in words, by row and column."""

import codecs
import datetime as dt
import io

import pytest
from openpyxl import Workbook

from actors.models import Actor
from actors.tables import reading
from tests.actors.tables import brought, exported, said, sent
from tests.factories import make_published_actor, make_published_office

pytestmark = pytest.mark.django_db
HEADS, ROW = "name_en,name_ka,born", "Sergey Lavrov,სერგეი ლავროვი,1950"
TEXT = f"{HEADS}\r\n{ROW}\r\n"


def problems(data: bytes | str, kind: str = "actors") -> list[str]:
    """Return why a file is refused as a whole."""
    run = sent(kind, data=data.encode() if isinstance(data, str) else data)
    assert (run.stage, run.content, Actor.objects.count()) == ("refused", None, 0)
    return run.report["problems"]


def workbook(*rows: list) -> bytes:
    """Return a workbook with these rows."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.replace(",", "\t").encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace(",", ";").encode(),
        ("sep=;\r\n" + TEXT.replace(",", ";")).encode(),
        TEXT.replace("\r\n", "\n").encode(),
        f"Name EN,NAME_KA, born \r\n,,\r\n{ROW}\r\n,,\r\n".encode(),
    ],
)
def test_file_is_read_however_a_spreadsheet_saved_it(data):
    run = sent("actors", data=data)

    assert (run.stage, run.report["counts"]) == ("checked", {"new": 1})
    assert run.report["rows"][0][2] == "Sergey Lavrov"


def test_workbook_is_read_with_its_dates_and_numbers():
    run = brought("actors", data=workbook(["name_en", "born", "died"], ["Sergey Lavrov", dt.date(1950, 3, 21), 2030], ["Somebody"]))

    assert run.report["counts"] == {"new": 2}
    assert "1950-03-21,2030" in "".join(exported("actors"))


def test_formula_of_a_workbook_is_text():
    brought("actors", data=workbook(["name_en"], ["=1+1"]), publish=True)

    assert Actor.objects.get().name_en == "=1+1"


def test_wrong_letters_are_named_by_row_and_column():
    rows = [HEADS.encode(), ROW.encode(), "Владислав,,".encode("cp1251"), b"Zurab,\xe0\xe1\xe2,"]

    first, *cells = problems(b"\r\n".join(rows))

    assert first.startswith("The file is not in UTF-8 throughout.")
    assert cells == ["Row 3, column name_en: these letters are not in UTF-8.", "Row 4, column name_ka: these letters are not in UTF-8."]


def test_wrong_columns_are_all_named_at_once():
    unknown, doubled, missing = problems("actor,actor,begin,,start\nx,y,z,u,v", "tenures")

    assert unknown.startswith("There are no columns called: begin, (no heading). This table has: id, actor, office, post,")
    assert (doubled, missing) == ("These columns are there twice: actor.", "These columns are missing: office, post.")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "The file is empty."),
        ("\n\n,,\n", "The file is empty."),
        ("name_en\n", "Below the headings, the file has no rows."),
        (
            "name_en,born\nSergey Lavrov, Minister,1950",
            "Row 2 has 3 cells, but there are 2 headings: a comma or a quotation mark is missing or too many.",
        ),
        ("name_en,born\nSergey", "Row 2 has 1 cells, but there are 2 headings: a comma or a quotation mark is missing or too many."),
        ('name_en,born\n"Sergey,1950\n', "Row 2 cannot be read: a quotation mark is missing or too many."),
        (b"PK\x03\x04 no archive", "There are no columns called"),
        (codecs.BOM_UTF16_LE + b"a\x00b", "The file begins as UTF-16, and goes on as something else."),
        (b"\x00" * 5000, "The file is empty."),
        ("name_en\n" + "x" * 140_000, "Row 2 cannot be read"),
        ("name_en\n" + "x" * 110_000, "Row 2 cannot be read"),
    ],
)
def test_file_that_is_no_table_says_why(data, message):
    assert problems(data)[0].startswith(message)


def test_archive_that_is_no_workbook_says_so():
    book = workbook(["name_en"], ["x"])

    assert problems(book[: len(book) // 2] + book[-22:]) == ["The file is no workbook that can be read. Save it as .xlsx or as CSV."]


def test_file_that_is_too_long_or_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert problems("name_en\na\nb\nc") == ["The file has more than 2 rows. Part it into several."]

    monkeypatch.setattr(reading, "LARGEST", 1024 * 1024)
    assert problems("name_en\n" + "a" * 1024 * 1024) == ["The file is larger than 1 MB. Part it into several."]


def test_every_wrong_cell_of_every_row_is_told():
    make_published_actor(name_en="Nino Beridze")
    make_published_actor(name_en="Nino Beridze")
    make_published_office("Minister", "Guard", name_en="Ministry")
    heads = "actor,office,post,start,end,end_status,is_acting,ordinal,sources"

    run = sent(
        "tenures",
        heads,
        "Nobody,Ministry,Minister,2008-13-45,,,,,",
        "Nino Beridze,Nowhere,Minister,,,perhaps,maybe,first,",
        ",Ministry,King,,,,,,",
    )

    assert [number for number, _action, _lines in said(run)] == [2, 3, 4]
    first, second, third = ([line.partition(":")[0] for line in lines] for _number, _action, lines in said(run))
    assert first == ["actor", "start"]
    assert second == ["actor", "office", "end_status", "is_acting", "ordinal"]
    assert third == ["actor", "post"]


def test_cell_that_is_wrong_is_told_once():
    make_published_actor(name_en="Sergey Lavrov")
    make_published_office("Minister", name_en="Ministry")

    run = sent("tenures", "actor,office,post,start", "sergey-lavrov,Ministry,King,2004", "sergey-lavrov,Nowhere,King,2008-13-45")

    assert [[line.partition(":")[0] for line in lines] for _number, _action, lines in said(run)] == [["post"], ["office", "start"]]


def test_names_that_mean_several_are_told_apart():
    make_published_actor(name_en="Nino Beridze")
    make_published_actor(name_en="Nino Beridze")

    run = sent("tenures", "actor,office,post", "Nino Beridze,,")

    assert "may be several: Nino Beridze (nino-beridze), Nino Beridze (nino-beridze-2)" in said(run)[0][2][0]


def test_what_the_form_refuses_is_told_at_its_row():
    make_published_actor(name_en="Sergey Lavrov")
    make_published_office("Minister", name_en="Ministry")

    run = sent(
        "tenures",
        "actor,office,post,start,end,end_status",
        "sergey-lavrov,Ministry,Minister,2010,2004,ended",
        "sergey-lavrov,Ministry,Minister,2001,2002,ongoing",
    )

    assert said(run) == [
        (2, "refused", ["end: The end lies before the start."]),
        (3, "refused", ["end_status: There is a date of the end, so it is over: choose “has ended”."]),
    ]


def test_keys_that_lead_nowhere_are_refused():
    key = "11111111-1111-4111-8111-111111111111"

    run = sent("actors", "id,name_en", f"{key},One", "abc,Two", f"{key},Three")

    nowhere = "There is no record with this key, or it is not yours to see."
    assert said(run) == [
        (2, "refused", [nowhere]),
        (3, "refused", ["“abc” is no key. Leave the column “id” empty for what is new."]),
        (4, "refused", ["Row 2 has this key too."]),
    ]


def test_namesake_is_pointed_out_and_allowed():
    actor = make_published_actor(name_en="Nino Beridze")

    run = brought("actors", "name_en", "Nino Beridze")

    note = f"There is another of this name ({actor.slug_en}). If it is the same, put its key into the column “id”."
    assert said(run) == [(2, "new", [note])]
