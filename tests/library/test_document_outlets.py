"""Documents in what machines read, and in previews."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from library.documents import filing, sharing
from library.models import Document
from news.models import Article
from publishing import drafts, preview_links
from publishing.previewing import Audience
from tests.factories import make_document, make_kind, publisher, replace_file
from tests.files import table
from tests.library.reading import make_live, status

SITE = "http://testserver"


def api(path: str = "") -> dict:
    return Client().get(f"/api/v1/documents/{path}").json()


def test_api_gives_public_documents_with_an_address_that_stays_and_one_of_this_version():
    document = make_document(title_en="Minutes", title_ka="ოქმი", files={"en": table("first")}, licence="CC0-1.0")
    make_document(title_en="Hidden")
    make_live(document)
    replace_file(document, "en", table("second"))

    (found,) = api()["results"]

    at = f"{SITE}/en/documents/{document.short_id}/"
    assert (found["id"], found["title"], found["licence"]) == (str(document.pk), {"en": "Minutes", "ka": "ოქმი"}, "CC0-1.0")
    assert found["url"]["en"] == at
    (file,) = found["files"]
    assert (file["language"], file["url"], file["version_url"], file["number"]) == ("en", f"{at}file", f"{at}v/2/", 2)
    assert (file["media_type"], file["bytes"]) == ("text/csv; charset=utf-8", len(table("second")))
    assert api(f"{document.pk}/") == found


def test_api_hides_a_document_that_nothing_public_lists():
    document = make_document()

    assert Client().get(f"/api/v1/documents/{document.pk}/").status_code == 404
    assert api()["results"] == []


def test_api_of_an_article_gives_its_documents():
    document = make_document(title_en="Minutes")
    record = make_live(document)

    found = Client().get(f"/api/v1/articles/{record.pk}/").json()["documents"]

    assert [each["title"]["en"] for each in found] == ["Minutes"]


@pytest.mark.parametrize("count", [1, 3])
def test_api_list_takes_a_fixed_number_of_queries(count, django_assert_num_queries):
    make_live(*(make_document() for _number in range(count)))

    # The settings of the site are read once for each public change.
    api()
    # The counter of changes, the documents, their files.
    with django_assert_num_queries(3):
        assert len(api()["results"]) == count


def test_feed_encloses_the_file_in_its_language():
    document = make_document(files={code: table(code) for code in ("en", "ka")})
    only_english = make_document(files={"en": table("x")})
    make_live(document, only_english)

    feed = etree.fromstring(Client().get("/ka/news/feed.atom").content)

    found = [dict(each.attrib) for each in feed.iterfind(".//{*}entry/{*}link[@rel='enclosure']")]
    assert [each["href"] for each in found] == [
        f"{SITE}/ka/documents/{document.short_id}/file",
        f"{SITE}/en/documents/{only_english.short_id}/file",
    ]
    assert {(each["type"], each["length"]) for each in found} == {
        ("text/csv; charset=utf-8", str(len(table("ka")))),
        ("text/csv; charset=utf-8", str(len(table("x")))),
    }


def linked_data(path: str) -> dict:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', Client().get(path).content.decode(), re.DOTALL)
    return json.loads(found[0])


def test_linked_data_names_the_files():
    document = make_document(title_en="Minutes", files={"en": table()})
    make_live(document)
    file = f"{SITE}/en/documents/{document.short_id}/file"

    media = linked_data("/en/news/talks/")["associatedMedia"]
    page = linked_data(f"/en/documents/{document.short_id}/")

    assert [(each["@type"], each["name"], each["contentUrl"], each["encodingFormat"]) for each in media] == [
        ("MediaObject", "Minutes", file, "text/csv")
    ]
    assert (page["@type"], page["name"], [each["contentUrl"] for each in page["encoding"]]) == ("DigitalDocument", "Minutes", [file])


# The sitemap


def in_sitemap(language: str) -> list[tuple[str, list[str]]]:
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = etree.fromstring(Client().get(f"/sitemap-documents-{language}.xml").content)
    return [(url.findtext("s:loc", namespaces=names), url.xpath("x:link/@hreflang", namespaces=names)) for url in found.iterfind("s:url", names)]


def test_sitemap_holds_public_documents_in_the_languages_of_their_files():
    both, english = make_document(), make_document(files={"en": table("x")})
    make_document(title_en="Hidden")
    make_live(both, english)

    at = {document: f"documents/{document.short_id}/" for document in (both, english)}
    assert in_sitemap("en") == [(f"{SITE}/en/{at[both]}", ["en", "ka"]), (f"{SITE}/en/{at[english]}", [])]
    assert in_sitemap("ka") == [(f"{SITE}/ka/{at[both]}", ["en", "ka"])]


def test_sitemap_leaves_out_a_language_whose_file_was_taken_back():
    document = make_document()
    make_live(document)

    filing.take_back(document.files.get(language="ka"), {}, is_taken_back=True)

    assert [len(in_sitemap(code)) for code in ("en", "ka")] == [1, 0]


@pytest.mark.parametrize("count", [1, 3])
def test_sitemap_takes_a_fixed_number_of_queries(count, django_assert_num_queries):
    make_live(*(make_document() for _number in range(count)))

    # The counter of changes, how many there are, the documents, their files.
    with django_assert_num_queries(4):
        assert len(in_sitemap("en")) == count


# Previews


def draft_with(document: Document) -> Article:
    fields = {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>Text.</p>", "documents": [{"document": document.pk}]}
    return drafts.create(Article, fields, by=publisher())


def test_link_to_a_draft_hands_out_its_documents_as_long_as_it_works():
    document = make_document(files={"en": table()})
    record = draft_with(document)
    link, token = preview_links.make(record, by=publisher())

    page = Client().get(reverse("preview", args=[token])).content.decode()
    (address,) = set(re.findall(r'"(/preview/document/[^"]+)"', page))

    assert status(address) == 200
    preview_links.revoke(record, link.pk, by=publisher())
    assert status(address) == 404


def test_editors_preview_hands_out_documents_by_the_desk():
    file = make_document(files={"en": table()}).files.get()

    assert sharing.address(file.pk, Audience()) == reverse("admin:library_document_file", args=[file.pk])


def test_signature_of_something_else_opens_nothing():
    assert status("/preview/document/nonsense") == 404
