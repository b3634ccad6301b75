"""Texts of documents, for the search: taken out by a task, which no file can break."""

import pytest
from django.core.files.base import ContentFile

from library.documents import filing, intake
from library.documents.intake import text_of
from library.inspection.__main__ import MOST_TEXT, answer
from library.models import Document, DocumentFile
from publishing.work import run_next_task
from tests.factories import make_document
from tests.files import archive, docx, pdf, table, xlsx

# The worker ends connections, and a transaction around the test with them.
pytestmark = pytest.mark.django_db(transaction=True)


def stored(data: bytes, kind: str) -> DocumentFile:
    """Keep a file as it is, and leave its text to the task."""
    document = Document.objects.create(title_en="Minutes")
    filing.replace(document, "en", intake.taken(ContentFile(data), kind, f"minutes.{kind}", None), by=None)
    return document.files.get()


def read(file: DocumentFile) -> tuple[str, str]:
    run_next_task()
    return DocumentFile.objects.filter(pk=file.pk).values_list("reading", "text").get()


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (pdf("Minutes of the session"), "pdf", ["Minutes of the session"]),
        (docx("სხდომის ოქმი"), "docx", ["სხდომის ოქმი", "In a cell"]),
        (xlsx("ნინო", 12), "xlsx", ["ნინო\t12"]),
        (table("value"), "csv", ["value\t1"]),
        (archive({"data/minutes.csv": table()}), "zip", ["data/minutes.csv"]),
    ],
    ids=["pdf", "docx", "xlsx", "csv", "zip"],
)
def test_text_is_taken_out_by_a_task(data, kind, words):
    reading, text = read(stored(data, kind))

    assert reading == DocumentFile.Reading.DONE
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(("data", "kind"), [(pdf()[:200], "pdf"), (b"\0" * 1000, "docx"), (b"<html>", "csv"), (b"PK\x03\x04", "zip")])
def test_broken_file_is_noted_and_the_next_task_runs(data, kind):
    broken = stored(data, kind)
    sound = stored(table("value"), "csv")

    assert read(broken) == ("failed", "")
    assert read(sound)[0] == "done"


def test_file_that_never_ends_is_given_up(monkeypatch):
    monkeypatch.setattr(intake, "RUN", "while True: pass")
    monkeypatch.setattr(intake, "READ_SECONDS", 0.2)

    assert read(stored(table(), "csv")) == ("failed", "")


def test_file_that_takes_all_memory_is_given_up(monkeypatch):
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2); x = b'0' * 10**10"
    monkeypatch.setattr(intake, "RUN", limit)

    assert read(stored(table(), "csv")) == ("failed", "")


def test_file_whose_document_was_deleted_meanwhile_is_nothing_to_read():
    file = stored(table(), "csv")
    file.document.delete()

    run_next_task()

    assert not DocumentFile.objects.exists()


def test_long_text_is_cut(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(table("x" * 1000, rows=3000))

    with path.open("rb") as file:
        assert len(answer("read", file)["text"]) <= MOST_TEXT


def test_process_that_reads_knows_no_secret_of_the_site(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "known-to-nobody")
    monkeypatch.setattr(intake, "RUN", "import json, os; print(json.dumps({'text': repr(dict(os.environ))}))")
    document = make_document(files={"en": table()})

    with document.files.get().file.open() as file:
        assert "known-to-nobody" not in text_of(file)


def test_text_is_read_by_the_search_only(django_assert_num_queries):
    make_document(files={"en": table()})

    assert "text" in DocumentFile.objects.get().get_deferred_fields()
