"""Documents on public pages: there exactly while a live record lists them, at addresses that stay."""

import datetime as dt

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from library.documents import filing
from library.documents.intake import Taken, taken
from library.models import DocumentFile, DocumentUse
from news.models import Article, ArticleDocument
from publishing import drafts
from publishing.models import ChangeHead
from publishing.publishable import State
from publishing.workflow import Notice, transition
from tests.factories import make_article, make_document, make_kind, publisher, replace_file
from tests.files import pdf, table
from tests.library.reading import addresses, body, make_live, sequence, status, statuses

DAY = dt.timedelta(days=1)


# Public exactly while a live record lists it


def test_document_of_a_live_record_is_public():
    document = make_document()
    make_live(document)

    assert statuses(document) == [200, 200, 200]


def test_document_that_nothing_lists_was_never_there():
    assert statuses(make_document()) == [404, 404, 404]


def test_document_of_a_draft_was_never_there():
    document = make_document()
    drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "documents": [{"document": document.pk}]}, by=publisher())

    assert statuses(document) == [404, 404, 404]


def test_document_of_a_scheduled_record_appears_at_its_moment():
    document = make_document()
    record = make_article(title_en="Talks", body_en="<p>Text.</p>")
    ArticleDocument.objects.create(article=record, document=document)
    at = timezone.now() + DAY
    transition(record, State.PUBLISHED, by=publisher(), at=at)

    assert statuses(document) == [404, 404, 404]

    past = timezone.now()
    Article.objects.update(live_at=past, published_at_en=past, listed_at_en=past, listed_at_ka=past)
    ChangeHead.objects.update(next_due_at=past)
    assert statuses(document) == [200, 200, 200]


def test_document_goes_with_its_record_and_says_why():
    document = make_document()
    record = make_live(document)

    drafts.withdraw(record, by=publisher(), notice=Notice(show_title=True, reason={"en": "It names a witness."}))

    assert statuses(document) == [410, 410, 410]
    page = Client().get(addresses(document)[0]).content.decode()
    assert "It names a witness." in page
    assert "Talks" not in page
    assert document.title not in page


def test_document_that_a_record_no_longer_lists_is_gone():
    document = make_document()
    record = make_live(document)

    drafts.save(record, {"documents": []}, by=publisher())
    drafts.publish(record, by=publisher())

    assert statuses(document) == [410, 410, 410]
    assert document.title not in Client().get("/en/news/talks/").content.decode()


def test_document_stays_while_one_of_two_records_lists_it():
    document = make_document()
    first, second = make_live(document), make_live(document, title_en="Other talks")

    drafts.withdraw(first, by=publisher())
    assert statuses(document) == [200, 200, 200]

    drafts.withdraw(second, by=publisher())
    assert statuses(document) == [410, 410, 410]


def test_document_comes_back_with_its_record():
    document = make_document()
    record = make_live(document)
    drafts.withdraw(record, by=publisher())

    drafts.publish(record, by=publisher())

    assert statuses(document) == [200, 200, 200]
    assert DocumentUse.objects.count() == 1


def test_unpublished_change_adds_nothing():
    document = make_document()
    record = make_live()

    drafts.save(record, {"documents": [{"document": str(document.pk)}]}, by=publisher())

    assert statuses(document) == [404, 404, 404]


def test_deleted_document_is_gone_for_ever_if_it_was_public_and_tells_nothing():
    document = make_document(title_en="Minutes")
    record = make_live(document)
    drafts.save(record, {"documents": []}, by=publisher())
    drafts.publish(record, by=publisher())

    filing.deleted(document, by=publisher())

    assert statuses(document) == [410, 410, 410]
    gone = Client().get(addresses(document)[0]).content.decode()
    assert ("no longer published" in gone, "noindex" in gone, "Minutes" in gone) == (True, True, False)
    assert Client().get(f"/api/v1/documents/{document.pk}/").status_code == 404


def test_deleted_document_that_never_was_public_never_was_there():
    document = make_document()

    filing.deleted(document, by=publisher())

    assert statuses(document) == [404, 404, 404]


# Replacement


def test_address_stays_when_the_file_is_replaced_and_the_older_one_stays_under_its_number():
    document = make_document(files={"en": table("first")})
    make_live(document)
    page, file, first = addresses(document)

    replace_file(document, "en", table("second"))

    assert body(file) == table("second")
    assert body(first) == table("first")
    assert body(f"{page}v/2/") == table("second")
    assert f"{page}v/1/" in Client().get(page).content.decode()


def test_kept_pages_change_with_the_file():
    document = make_document(files={"en": table("first")})
    make_live(document)
    for path in ("/en/news/talks/", addresses(document)[0]):
        assert "28\xa0bytes" in Client().get(path).content.decode()
    before = sequence()

    filing.keep(document, {"en": taken_pdf()}, by=publisher(), is_new=False)

    assert sequence() == before + 1
    for path in ("/en/news/talks/", addresses(document)[0]):
        assert "PDF" in Client().get(path).content.decode()


def taken_pdf() -> Taken:
    return taken(ContentFile(pdf()), "pdf", "minutes.pdf", 1)


def test_document_that_is_not_public_moves_nothing():
    document = make_document()
    make_live()
    before = sequence()

    filing.keep(document, {"en": taken_pdf()}, by=publisher(), is_new=False)

    assert sequence() == before


def test_same_file_once_more_makes_no_version():
    document = make_document(files={"en": table()})

    replace_file(document, "en", table())

    assert DocumentFile.objects.count() == 1


def test_two_files_never_stand_in_one_language():
    document = make_document(files={"en": table("a")})
    for word in ("b", "c"):
        replace_file(document, "en", table(word))

    assert [(file.number, file.replaced_at is None) for file in document.files.order_by("number")] == [(1, False), (2, False), (3, True)]


# Versions that are taken back


def test_version_that_was_taken_back_is_gone_with_its_reason():
    document = make_document(files={"en": table("first")})
    make_live(document)
    replace_file(document, "en", table("second"))
    page, file, first = addresses(document)

    filing.take_back(document.files.get(number=1), {"en": "It named a witness."}, is_taken_back=True)

    gone = Client().get(first)
    assert gone.status_code == 410
    assert "It named a witness." in gone.content.decode()
    assert body(file) == table("second")
    assert first not in Client().get(page).content.decode()


def test_file_that_was_taken_back_is_offered_nowhere_until_another_stands():
    document = make_document(files={"en": table("first")})
    make_live(document)
    page, file, _first = addresses(document)

    filing.take_back(document.files.get(), {}, is_taken_back=True)
    ChangeHead.objects.update(sequence=sequence() + 1)

    assert [status(path) for path in (page, file)] == [200, 410]
    assert document.short_id not in Client().get("/en/news/talks/").content.decode()

    filing.keep(document, {"en": taken_pdf()}, by=publisher(), is_new=False)
    assert body(file) == pdf()
