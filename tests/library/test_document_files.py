"""Files of documents as readers get them, and documents in lists and kept versions."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from library.documents import files, usage
from library.documents.listed import documents_on
from library.models import DocumentFile, DocumentUse
from news.models import ArticleDocument
from publishing import drafts
from tests.factories import make_document, publisher, replace_file
from tests.files import table
from tests.library.reading import addresses, make_live, read, status

DAY = dt.timedelta(days=1)


# How a file is handed out


def test_file_is_handed_out_to_be_saved_and_never_run():
    document = make_document(files={"ka": table()})
    DocumentFile.objects.update(name="სხდომის ოქმი.csv")
    make_live(document)

    response = read(Client().get(f"/ka/documents/{document.short_id}/file"))

    quoted = "%E1%83%A1%E1%83%AE%E1%83%93%E1%83%9D%E1%83%9B%E1%83%98%E1%83%A1%20%E1%83%9D%E1%83%A5%E1%83%9B%E1%83%98.csv"
    assert response["Content-Disposition"] == f"attachment; filename=\"skhdomis-okmi.csv\"; filename*=UTF-8''{quoted}"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Length"] == str(len(table()))
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies


def test_reader_who_has_the_file_is_told_so_until_it_is_replaced():
    document = make_document(files={"en": table("first")})
    make_live(document)
    file = addresses(document)[1]
    DocumentFile.objects.update(uploaded_at=timezone.now() - dt.timedelta(hours=1))
    first = read(Client().get(file))
    asked = [{"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}]

    assert [status(file, **each) for each in asked] == [304, 304]
    assert Client().get(file, headers=asked[1])["Last-Modified"] == first["Last-Modified"]
    replace_file(document, "en", table("second"))
    DocumentFile.objects.filter(number=2).update(uploaded_at=timezone.now() - dt.timedelta(minutes=1))
    assert [status(file, **each) for each in asked] == [200, 200]


def test_pages_of_any_site_may_fetch_files():
    document = make_document(files={"en": table("first")})
    make_live(document)

    assert {read(Client().get(path)).get("Access-Control-Allow-Origin") for path in addresses(document)[1:]} == {"*"}


def test_languages_without_a_file_have_no_address_of_one():
    document = make_document(files={"en": table()})
    make_live(document)

    assert status(f"/ka/documents/{document.short_id}/file") == 404
    assert f"/en/documents/{document.short_id}/file" in Client().get(f"/ka/documents/{document.short_id}/").content.decode()


def test_file_that_the_storage_lost_is_no_error_of_the_server():
    document = make_document(files={"en": table()})
    make_live(document)
    storages["originals"].delete(document.files.get().file.name)

    assert status(addresses(document)[1]) == 404


def test_names_in_the_storage_cannot_be_guessed():
    name = make_document(files={"en": table()}).files.get().file.name

    assert name.startswith("documents/")
    assert len(name) == len("documents/") + 32 + len(".csv")


# Lists


@pytest.mark.parametrize("count", [1, 3])
def test_article_lists_its_documents_in_the_editors_order_in_one_query(count, django_assert_num_queries):
    documents = [make_document(title_en=f"Paper {number}") for number in range(count)]
    record = make_live(*documents)
    with django_assert_num_queries(1):
        found = documents_on(ArticleDocument, record.pk, "ka", licence="CC-BY-4.0")

    assert [document.id for document in found] == [document.pk for document in documents]
    assert [file.language for file in found[0].files] == ["ka", "en"]


def test_document_named_twice_is_listed_once():
    document = make_document(title_en="Paper", title_ka="")
    make_live(document, document)

    assert Client().get("/en/news/talks/").content.decode().count(">Paper</a>") == 1


def test_version_of_an_article_offers_the_files_of_then():
    document = make_document(title_en="Paper", files={"en": table("first")})
    record = make_live(document, body_en="<p>One.</p>")
    replace_file(document, "en", table("second"))
    drafts.save(record, {"body_en": "<p>Two.</p>"}, by=publisher())
    drafts.publish(record, by=publisher())

    page = Client().get("/en/news/talks/v/1/").content.decode()

    assert f"/en/documents/{document.short_id}/v/1/" in page
    assert f"/en/documents/{document.short_id}/file" not in page


def test_version_of_an_article_names_a_document_that_is_gone_without_leading_to_it():
    document = make_document(title_en="Paper")
    record = make_live(document, body_en="<p>One.</p>")
    drafts.save(record, {"documents": [], "body_en": "<p>Two.</p>"}, by=publisher())
    drafts.publish(record, by=publisher())

    page = Client().get("/en/news/talks/v/1/").content.decode()

    assert ">Paper</p>" in page
    assert document.short_id not in page


# Kept in step


def test_uses_and_files_are_compared_and_set_right():
    files.fix()
    document = make_document()
    make_live(document)
    assert [*usage.differences(), *files.differences()] == []

    DocumentUse.objects.all().delete()
    assert len(list(usage.differences())) == 1
    usage.fix()
    assert list(usage.differences()) == []

    stray = storages["originals"].save("documents/stray.pdf", ContentFile(b"x"))
    assert [line for line in files.differences() if stray in line] != []
    files.fix()
    assert not storages["originals"].exists(stray)
