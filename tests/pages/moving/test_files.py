"""Files that are no pictures: they become documents, and their old addresses lead to them."""

import pytest
from django.contrib.auth.models import User

from library.models import Document, DocumentFile, DocumentUse
from news.models import Article
from pages.models import ImportedItem
from tests.factories import make_superuser
from tests.files import docx, pdf, table, with_part, xlsx
from tests.library.reading import status, statuses
from tests.pages.moving.sites import file_entry, move_in, post, wxr

UPLOADS = "https://old.example/wp-content/uploads"


@pytest.fixture
def editor() -> User:
    return make_superuser()


@pytest.fixture
def folder(tmp_path):
    """A folder of uploads with a file of each kind."""
    found = tmp_path / "uploads" / "2019"
    found.mkdir(parents=True)
    for name, data in {"minutes.pdf": pdf(), "notes.docx": docx(), "table.xlsx": xlsx(), "figures.csv": table()}.items():
        (found / name).write_bytes(data)
    return tmp_path / "uploads"


def link(name, words="Read it"):
    return f'<p><a href="{UPLOADS}/2019/{name}">{words}</a></p>'


def test_files_that_a_text_links_to_become_documents_of_its_record(editor, folder, tmp_path):
    names = ["minutes.pdf", "notes.docx", "table.xlsx", "figures.csv"]

    report = move_in(wxr(tmp_path, post(1, "".join(map(link, names)))), by=editor, media=folder)

    article = Article.objects.get()
    rows = list(article.documents.select_related("document").order_by("position"))
    assert [row.document.title_en for row in rows] == ["minutes", "notes", "table", "figures"]
    addresses = [f"/en/documents/{row.document.short_id}/file" for row in rows]
    assert article.body_en == "".join(f'<p><a href="{address}">Read it</a></p>' for address in addresses)
    assert [status(address) for address in addresses] == [200] * 4
    assert DocumentUse.objects.filter(record=article.pk, has_ended=False).count() == 4
    assert (report.documents, report.items) == (4, {})


def test_old_address_of_a_file_leads_to_its_document(client, editor, folder, tmp_path):
    report = move_in(wxr(tmp_path, post(1, link("minutes.pdf"))), by=editor, media=folder)

    answer = client.get("/wp-content/uploads/2019/minutes.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/documents/{Document.objects.get().short_id}/file")
    assert (report.addresses, report.silent, report.waiting) == (3, {}, 0)


def test_attached_file_comes_though_no_text_links_to_it(editor, folder, tmp_path):
    attached = file_entry(9, f"{UPLOADS}/2019/minutes.pdf", title="The minutes", post_parent="1")

    move_in(wxr(tmp_path, post(1), attached), by=editor, media=folder)

    assert [row.document.title_en for row in Article.objects.get().documents.all()] == ["The minutes"]


def test_file_that_several_texts_link_to_is_one_document(editor, folder, tmp_path):
    (folder / "2019" / "copy.pdf").write_bytes((folder / "2019" / "minutes.pdf").read_bytes())
    path = wxr(tmp_path, post(1, link("minutes.pdf")), post(2, link("copy.pdf")))

    move_in(path, by=editor, media=folder)
    again = move_in(path, by=editor, media=folder)

    assert (DocumentFile.objects.count(), again.counts) == (1, {"unchanged": 2})
    assert ImportedItem.objects.get(kind="document").addresses == [f"/wp-content/uploads/2019/{name}.pdf" for name in ("minutes", "copy")]


@pytest.mark.parametrize("dry", [True, False])
def test_file_that_is_refused_is_said_by_item_and_the_text_comes(editor, folder, tmp_path, dry):
    (folder / "2019" / "minutes.pdf").write_bytes(b"MZ a program")
    (folder / "2019" / "notes.docx").write_bytes(with_part(docx(), "word/vbaProject.bin", b"macro"))

    report = move_in(wxr(tmp_path, post(1, link("minutes.pdf") + link("notes.docx") + link("gone.zip"))), by=editor, media=folder, dry=dry)

    assert report.items["article:1"].problems == [
        "/wp-content/uploads/2019/minutes.pdf: This is a program, whatever its name says. Programs are not accepted.",
        "/wp-content/uploads/2019/notes.docx: This file holds macros, which are programs. Save it without them, as DOCX or XLSX.",
        "The file /wp-content/uploads/2019/gone.zip was not found.",
    ]
    assert (Document.objects.count(), Article.objects.count()) == (0, 0 if dry else 1)


def test_dry_run_counts_documents_and_writes_none(editor, folder, tmp_path):
    report = move_in(wxr(tmp_path, post(1, link("minutes.pdf"))), by=editor, media=folder, dry=True)

    assert (report.documents, Document.objects.count()) == (1, 0)


def test_document_of_a_draft_is_not_public(editor, folder, tmp_path):
    report = move_in(wxr(tmp_path, post(1, link("minutes.pdf"), status="private")), by=editor, media=folder)

    document = Document.objects.get()
    assert statuses(document) == [404, 404, 404]
    assert report.waiting == 3
