import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pages.old import tables
from pages.spreadsheets import neutral, plain, written
from publishing.models import Audit, Redirect
from publishing.redirects import remember, remember_target
from tests.factories import make_article, make_published_article
from tests.roles import browser_of, member_of

IMPORT = "/admin/publishing/redirect/import/"


def test_table_goes_out_and_comes_back_equal():
    article, draft = make_published_article(title_en="Visit"), make_article(title_en="Draft")
    remember("/ვიზიტი", article, "en")
    remember("/?p=2", draft, "ka")
    remember_target("/shop;a", "https://shop.example/?a=1,2")
    before = list(Redirect.objects.values_list("path", "kind", "record", "language", "target", "toward"))

    table = "".join(written(tables.rows())).encode()
    Redirect.objects.all().delete()

    assert table.startswith(b"\xef\xbb\xbfold_address,leads_to\r\n")
    assert tables.take(table) == tables.Outcome(added=3)
    assert list(Redirect.objects.values_list("path", "kind", "record", "language", "target", "toward")) == before
    assert tables.take(table) == tables.Outcome(unchanged=3)


@pytest.mark.parametrize(
    ("table", "errors"),
    [
        ("", ["two columns"]),
        ("a,b\n/x,/en/tags/\n", ["it names: a, b"]),
        ("old_address,leads_to\n/x\n", ["Line 2 has 1 columns"]),
        ("old_address,leads_to\n/x,/en/tags/\n/x/,/en/tags/\n", ["Line 3: The same old address as in line 2."]),
        ("old_address,leads_to\n/x,/y\n/y,/x\n", ["Line 3: This address would lead back to itself: /y → /x → /y."]),
        ("old_address,leads_to\n/x,/y\n\n/z,nowhere\n/,/y\n", ["Line 4: “nowhere”", "Line 5: The front page"]),
        ("old_address,leads_to\n/taken,/en/tags/\n", ["Line 2: “/taken” leads to another place already."]),
        ("old_address,leads_to\n/en/news/,/en/tags/\n", ["answers itself"]),
        ('old_address,leads_to\n"/x,/en/tags/\n', ["cannot be read as CSV"]),
    ],
)
def test_table_with_an_error_writes_nothing(table, errors):
    remember_target("/taken", "https://example.org/")

    outcome = tables.take(table.encode())

    assert len(outcome.errors) == len(errors)
    assert all(expected in said for expected, said in zip(errors, outcome.errors, strict=True))
    assert Redirect.objects.count() == 1
    assert outcome.added == 0


def test_table_may_be_parted_by_semicolons_and_in_another_encoding_it_is_refused():
    assert tables.take("\ufeffOld_Address;leads_to\r\n/a;/en/tags/\r\n".encode()).added == 1
    assert "UTF-8" in tables.take("old_address,leads_to\n/ä,/en/tags/\n".encode("latin-1")).errors[0]


def test_table_replaces_where_somebody_says_so():
    remember_target("/taken", "https://example.org/")

    assert tables.take(b"old_address,leads_to\n/taken,/en/tags/\n", replace=True).added == 1
    assert Redirect.objects.get().target == "/en/tags/"


def test_page_takes_a_table_and_says_what_is_wrong():
    client = browser_of(member_of("Editor")).client

    wrong = client.post(IMPORT, {"table": SimpleUploadedFile("a.csv", b"old_address,leads_to\n/a,nowhere\n")})
    right = client.post(IMPORT, {"table": SimpleUploadedFile("a.csv", b"old_address,leads_to\n/a,/en/tags/\n")}, follow=True)

    assert "Line 2: “nowhere”" in wrong.content.decode()
    assert "1 old address was written." in right.content.decode()
    assert Audit.objects.latest("id").action == "old addresses imported"
    assert "This field is required" in client.post(IMPORT, {}).content.decode()
    assert "empty" in client.post(IMPORT, {"table": io.BytesIO(b"")}).content.decode()


def test_export_is_a_file_with_a_mark_for_spreadsheets():
    remember_target("/a", "https://example.org/")
    response = browser_of(member_of("Editor")).client.get("/admin/publishing/redirect/export/")

    assert b"".join(response.streaming_content).decode() == "\ufeffold_address,leads_to\r\n/a,https://example.org/\r\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="old-addresses.csv"'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@sum", "\tx", "text", "'quoted"])
def test_cells_are_no_formulas(cell):
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t"))
    assert plain(neutral(cell)) == cell
    assert neutral(-1) == "-1"
