"""How one cites a page: the line on it, what reference managers read in it, and the files they take."""

import json
from collections import defaultdict

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from django.test import Client
from django.utils import timezone
from lxml import html

from news.models import Article
from pages.models import Page
from publishing import drafts
from tests.factories import make_author, make_kind, publisher
from tests.publishing.hidden import published
from tests.publishing.words import Words

pytestmark = pytest.mark.django_db
TITLE = "Talks & “terms”: 50% of {what} was asked_for"


@pytest.fixture
def article() -> Article:
    """An article by two authors, of which the second version stands."""
    authors = [make_author("Nino Beridze", name_ka="ნინო ბერიძე"), make_author("Newsroom and Partners")]
    fields = {"title_en": TITLE, "slug_en": "talks", "body_en": "<p>First.</p>", "title_ka": "მოლაპარაკება", "body_ka": "<p>პირველი.</p>"}
    bylines = [{"author": author.pk} for author in authors]
    made = drafts.create(Article, {"kind": make_kind().pk, **fields, "bylines": bylines}, by=publisher())
    drafts.publish(made, by=publisher())
    drafts.save(made, {"body_en": "<p>Second.</p>"}, by=publisher())
    drafts.publish(made, by=publisher(), languages=["en"])
    return made


def page_at(path: str) -> html.HtmlElement:
    return html.fromstring(asked(path))


def asked(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_page_says_how_to_cite_the_version_that_stands_there(article):
    page = page_at("/en/news/talks/")

    line = " ".join(page.cssselect("#citation")[0].text_content().split())
    day = page.cssselect(".article time")[0].text_content().strip()
    assert line.startswith(f"Nino Beridze, Newsroom and Partners, {TITLE}, Matiane, version of {day}")
    assert page.cssselect("#citation a")[0].get("href").endswith("/en/news/talks/v/2/")
    assert [link.get("href") for link in page.cssselect(".section--cite .share__way[href]")] == [
        f"/en/news/talks/cite.{form}" for form in ("ris", "bib", "json")
    ]


def test_reference_managers_read_the_head_of_a_page(article):
    said = [(meta.get("name"), meta.get("content")) for meta in page_at("/en/news/talks/").cssselect("meta[name^=citation_]")]

    assert said[:3] == [("citation_title", TITLE), ("citation_author", "Nino Beridze"), ("citation_author", "Newsroom and Partners")]
    assert dict(said)["citation_language"] == "en"
    assert dict(said)["citation_publication_date"].count("/") == 2
    assert dict(said)["citation_public_url"].endswith("/en/news/talks/v/2/")


def read_by_zotero(page: html.HtmlElement) -> dict[str, object]:
    """Return what Zotero's translator of embedded metadata makes of a page: its fields, of the names in the head that it knows, Highwire's first."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    for meta in page.cssselect("head meta[content]"):
        said[meta.get("name") or meta.get("property") or ""].append(meta.get("content"))

    def first(*names: str) -> str:
        return next((said[name][0] for name in names if said[name]), "")

    # What has a title of Highwire's and does not say what it is counts as an article in a journal.
    return {
        "itemType": first("z:itemType", "dc.type") or ("journalArticle" if said["citation_title"] else "webpage"),
        "title": first("citation_title", "og:title"),
        "creators": said["citation_author"],
        "publicationTitle": first("og:site_name"),
        "date": first("citation_publication_date", "citation_date"),
        "language": first("citation_language"),
        "url": first("citation_public_url", "og:url"),
        "abstractNote": first("og:description"),
        "rights": first("dc.rights"),
    }


def test_zotero_reads_an_article_whole_and_takes_it_for_one_of_a_newspaper(article):
    found = read_by_zotero(page_at("/en/news/talks/"))

    day = timezone.localdate(Article.objects.get().published_at_en)
    assert found == {
        "itemType": "newspaperArticle",
        "title": TITLE,
        "creators": ["Nino Beridze", "Newsroom and Partners"],
        "publicationTitle": "Matiane",
        "date": f"{day:%Y/%m/%d}",
        "language": "en",
        "url": "http://testserver/en/news/talks/v/2/",
        "abstractNote": "Second.",
        "rights": "Creative Commons Attribution 4.0",
    }


@pytest.mark.parametrize("kind", ["actor", "office", "place", "event", "chronology", "format", "agreement", "page", "topic"])
def test_zotero_takes_every_other_page_for_a_page_of_the_web(kind):
    record = published(kind, Words("cited"))

    found = read_by_zotero(page_at(record.get_absolute_url()))

    # A place is called with its mark.
    title = f"occupied {record.title_in('en')[0]}" if kind == "place" else record.title_in("en")[0]
    assert (found["itemType"], found["title"], found["creators"]) == ("webpage", title, [])
    assert str(found["url"]).endswith("/v/1/")


def test_article_without_a_byline_is_a_page_of_the_web_there_and_in_its_files():
    fields = {"kind": make_kind().pk, "title_en": "Talks", "slug_en": "talks", "body_en": "<p>Held.</p>"}
    article = drafts.create(Article, fields, by=publisher())
    drafts.publish(article, by=publisher())

    assert read_by_zotero(page_at(article.get_absolute_url()))["itemType"] == "webpage"
    assert json.loads(asked("/en/news/talks/cite.json"))[0]["type"] == "webpage"


def test_ris_is_read_back_as_it_was_meant(article):
    (found,) = rispy.loads(asked("/en/news/talks/cite.ris"))

    assert (found["type_of_reference"], found["title"], found["authors"]) == ("NEWS", TITLE, ["Nino Beridze", "Newsroom and Partners"])
    assert (found["edition"], found["language"], found["publisher"]) == ("2", "en", "Matiane")
    assert found["urls"][0].endswith("/en/news/talks/v/2/")


def test_bibtex_keeps_what_latex_would_take_for_commands(article):
    text = asked("/en/news/talks/cite.bib")
    (found,) = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()]).entries

    fields = {field.key: field.value for field in found.fields}
    assert all(escaped in text for escaped in (r"\&", r"50\%", r"asked\_for"))
    # In braces: "and" stands between two authors elsewhere.
    assert "{{Nino Beridze} and {Newsroom and Partners}}" in text
    assert fields["url"].endswith("/en/news/talks/v/2/")


def test_csl_json_says_the_same_in_the_language_of_the_page(article):
    (found,) = json.loads(asked(f"/ka/news/{article.slug_in('ka')}/cite.json"))

    assert (found["title"], found["language"], found["version"]) == ("მოლაპარაკება", "ka", "1")
    assert found["author"] == [{"literal": "ნინო ბერიძე"}, {"literal": "Newsroom and Partners"}]
    assert [len(part) for part in found["issued"]["date-parts"]] == [3]


def test_page_in_which_the_site_itself_speaks_has_no_author():
    drafts.publish(drafts.create(Page, {"title_en": "About", "slug_en": "about", "body_en": "<p>Us.</p>"}, by=publisher()), by=publisher())

    (found,) = json.loads(asked("/en/pages/about/cite.json"))

    assert (found["type"], found["title"], "author" in found) == ("webpage", "About", False)
    assert page_at("/en/pages/about/").cssselect("#citation")


def test_citation_is_told_of_no_text_that_was_taken_back(article):
    drafts.withdraw(article, by=publisher(), languages=["en"])

    assert Client().get("/en/news/talks/cite.ris").status_code == 410
    assert not page_at("/en/news/talks/").cssselect("#citation")


def test_old_slug_leads_to_the_reference_and_unknown_forms_do_not_exist(article):
    drafts.save(article, {"slug_en": "the-talks"}, by=publisher())
    drafts.publish(article, by=publisher())

    assert Client().get("/en/news/talks/cite.bib").headers["Location"] == "/en/news/the-talks/cite.bib"
    assert Client().get("/en/news/the-talks/cite.txt").status_code == 404
    assert Client().get("/en/news/none/cite.ris").status_code == 404
