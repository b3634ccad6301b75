"""Documents that pages list: on the page, in its versions, in the API, and for the public as long as anything public lists them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from library.documents import usage
from library.models import Document
from news.models import Article
from pages.models import Page
from publishing import drafts, preview_links
from tests.factories import make_document, make_kind, publisher, replace_file
from tests.files import table
from tests.library.reading import make_live, statuses


def draft(*documents: Document) -> Page:
    rows = [{"document": document.pk} for document in documents]
    return drafts.create(Page, {"title_en": "Method", "body_en": "<p>Text.</p>", "documents": rows}, by=publisher())


def listed(*documents: Document) -> Page:
    page = draft(*documents)
    drafts.publish(page, by=publisher())
    return page


def listed_titles(page: Page) -> list[str]:
    return [each["title"]["en"] for each in Client().get(f"/api/v1/pages/{page.pk}/").json()["documents"]]


def test_page_lists_its_documents_in_the_editors_order_and_in_the_api():
    page = listed(make_document(title_en="Second thoughts"), make_document(title_en="First principles"))

    response = Client().get("/en/pages/method/")

    assert [document.title for document in response.context["page"].documents] == ["Second thoughts", "First principles"]
    assert ">Second thoughts</a>" in response.content.decode()
    assert listed_titles(page) == ["Second thoughts", "First principles"]


def test_document_is_public_with_the_page_and_gone_with_it():
    document = make_document()
    page = draft(document)
    assert statuses(document) == [404, 404, 404]

    drafts.publish(page, by=publisher())
    assert statuses(document) == [200, 200, 200]

    drafts.withdraw(page, by=publisher())
    assert statuses(document) == [410, 410, 410]


@pytest.mark.parametrize("first", ["page", "article"])
def test_document_is_public_while_a_page_or_an_article_lists_it(first):
    document = make_document()
    records = {"article": make_live(document), "page": listed(document)}

    drafts.withdraw(records.pop(first), by=publisher())
    assert statuses(document) == [200, 200, 200]

    drafts.withdraw(next(iter(records.values())), by=publisher())
    assert statuses(document) == [410, 410, 410]


def test_document_that_the_page_lists_no_longer_is_gone():
    document = make_document()
    page = listed(document)

    drafts.save(page, {"documents": []}, by=publisher())
    drafts.publish(page, by=publisher())

    assert statuses(document) == [410, 410, 410]
    assert listed_titles(page) == []


def test_page_of_the_document_names_the_pages_that_list_it():
    document = make_document()
    listed(document)
    draft(document)

    page = Client().get(f"/en/documents/{document.short_id}/").context["page"]

    assert [(record.title, record.url) for record in page.records] == [("Method", "/en/pages/method/")]


def test_version_of_a_page_offers_the_files_of_then():
    document = make_document(title_en="Paper", files={"en": table("first")})
    page = listed(document)
    replace_file(document, "en", table("second"))
    drafts.save(page, {"body_en": "<p>Two.</p>"}, by=publisher())
    drafts.publish(page, by=publisher())

    kept = Client().get("/en/pages/method/v/1/").content.decode()

    assert f"/en/documents/{document.short_id}/v/1/" in kept
    assert f"/en/documents/{document.short_id}/file" not in kept


def test_preview_of_a_page_hands_out_what_is_not_public_yet():
    document = make_document(title_en="Paper")
    _link, token = preview_links.make(draft(document), by=publisher())

    page = Client().get(reverse("preview", args=[token])).content.decode()

    assert "/preview/document/" in page
    assert f"/documents/{document.short_id}/file" not in page


def test_uses_of_pages_are_compared_and_set_right():
    document = make_document()
    listed(document)
    document.uses.all().delete()
    assert len(list(usage.differences())) == 1

    usage.fix()

    assert list(usage.differences()) == []
    assert statuses(document) == [200, 200, 200]


def test_form_of_a_page_chooses_documents(admin_client: Client):
    form = admin_client.get(reverse("admin:pages_page_change", args=[draft(make_document(title_en="Paper")).pk])).content.decode()

    assert "documents-0-document" in form
    assert "Paper" in form


@pytest.mark.parametrize("count", [3, 30])
def test_page_with_documents_costs_at_most_twelve_queries(count):
    listed(*(make_document() for _number in range(count)))
    Client().get("/en/")

    with CaptureQueriesContext(connection) as queries:
        response = Client().get("/en/pages/method/")

    assert len(response.context["page"].documents) == count
    assert len(queries) <= 12


@pytest.mark.parametrize("count", [1, 3])
def test_api_of_a_page_takes_a_fixed_number_of_queries(count, django_assert_num_queries):
    page = listed(*(make_document() for _number in range(count)))

    # The settings of the site are read once for each public change.
    listed_titles(page)
    # The counter of changes, the page, its rows, their files.
    with django_assert_num_queries(4):
        assert len(listed_titles(page)) == count


def test_article_and_page_that_share_a_document_end_their_use_one_by_one():
    document = make_document()
    page = listed(document)
    fields = {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>Text.</p>", "documents": [{"document": document.pk}]}
    drafts.create(Article, fields, by=publisher())

    drafts.withdraw(page, by=publisher())

    assert statuses(document) == [410, 410, 410]
