import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import Source
from news.models import Article, ArticleCitation, ArticleDocument, Author, Byline, Correction
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_document, make_image, make_published_article, make_tag, publisher

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2024, 5, 1, 8, tzinfo=dt.UTC)


def test_article_shows_its_text_in_the_language_of_the_address(client: Client):
    make_published_article(title_en="Meeting", title_ka="შეხვედრა", lead_en="They met.", body_en="<p>Text.</p>", body_ka="<p>ტექსტი.</p>", at=NOON)

    response = client.get("/en/news/meeting/")

    article = response.context["article"]
    assert (article.title, article.lead, article.body, article.notice) == ("Meeting", "They met.", "<p>Text.</p>", "")
    assert (article.published.text, article.published.iso) == ("1 May 2024", "2024-05-01")
    assert [(translation.code, translation.url) for translation in article.translations] == [("ka", "/ka/news/shekhvedra/")]
    assert "ტექსტი" not in response.content.decode()


def test_article_names_its_languages_to_search_engines(client: Client):
    make_published_article(title_en="Meeting", title_ka="შეხვედრა")

    response = client.get("/ka/news/shekhvedra/")

    assert response.context["canonical"] == "http://testserver/ka/news/shekhvedra/"
    assert response.context["alternates"] == [
        {"code": "en", "url": "http://testserver/en/news/meeting/"},
        {"code": "ka", "url": "http://testserver/ka/news/shekhvedra/"},
    ]
    assert response.context["robots"] == ""


def test_article_in_another_language_only_says_so_and_is_not_indexed(client: Client):
    make_published_article(title_en="Round-up", body_en="", title_ka="მიმოხილვა", body_ka="<p>ტექსტი.</p>", languages=["ka"])

    response = client.get("/en/news/round-up/")

    article = response.context["article"]
    assert response.status_code == 200
    assert (article.title, article.notice, article.notice_url) == ("Round-up", "Article is available in Georgian.", "/ka/news/mimokhilva/")
    assert (article.body, article.description) == ("", "")
    assert (response.context["robots"], response.context["canonical"]) == ("noindex", "http://testserver/ka/news/mimokhilva/")
    assert response.context["alternates"] == []


def test_withdrawn_language_brings_the_notice_back(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", body_en="<p>Secret.</p>")
    transition(article, State.WITHDRAWN, by=publisher(), languages=["en"])

    response = client.get("/en/news/meeting/")

    assert response.context["article"].notice == "Article is available in Georgian."
    assert "Secret" not in response.content.decode()


def test_slug_of_the_other_language_redirects(client: Client):
    make_published_article(title_en="Meeting", title_ka="შეხვედრა")

    response = client.get("/en/news/shekhvedra/")

    assert (response.status_code, response.headers["Location"]) == (301, "/en/news/meeting/")


def test_old_slugs_redirect_in_one_hop(client: Client):
    article = make_published_article(title_en="One")
    for slug in ("two", "three"):
        article.slug_en = slug
        transition(article, State.PUBLISHED, by=publisher())

    answers = [client.get(f"/en/news/{slug}/").headers["Location"] for slug in ("one", "two")]

    assert answers == ["/en/news/three/", "/en/news/three/"]
    assert client.get("/en/news/three/").status_code == 200


def test_what_was_never_public_is_as_unknown_as_what_never_was(client: Client):
    Article.objects.filter(pk=make_article(title_en="Draft").pk).update(slug_en="draft")
    make_published_article(title_en="Tomorrow", at=timezone.now() + HOUR)
    Article.objects.filter(pk=make_article(title_en="Trashed").pk).update(slug_en="trashed", state=State.TRASHED)

    unknown = client.get("/en/news/never/")
    answers = [client.get(f"/en/news/{slug}/") for slug in ("draft", "tomorrow", "trashed")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert [answer.content for answer in answers] == [unknown.content] * 3


def test_corrections_stand_on_the_article_newest_first(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა")
    Correction.objects.create(article=article, at=NOON, text_en="First.")
    Correction.objects.create(article=article, at=NOON + 24 * HOUR, text_en="Second.")
    Correction.objects.create(article=article, at=NOON, text_ka="ქართული.")
    Correction.objects.create(article=article, at=timezone.now() + HOUR, text_en="Tomorrow.")

    shown = client.get("/en/news/meeting/").context["article"]

    assert [(correction.text, correction.date) for correction in shown.corrections] == [("Second.", "2 May 2024"), ("First.", "1 May 2024")]
    assert shown.corrected.iso == "2024-05-02"


def test_citation_shows_source_place_and_quoted_words(client: Client):
    article = make_published_article(title_en="Meeting")
    source = Source.objects.create(title="О встрече", publisher="MID", language="ru", url="https://example.org/", accessed_on=dt.date(2024, 5, 2))
    ArticleCitation.objects.create(article=article, source=source, locator="p. 3", quote="Слова")

    (citation,) = client.get("/en/news/meeting/").context["article"].citations

    assert (citation.title, citation.lang, citation.locator, citation.accessed.text) == ("О встрече", "ru", "p. 3", "2 May 2024")
    assert (citation.quote, citation.quote_lang) == ("Слова", "ru")


def test_related_articles_share_tags_and_those_that_share_most_come_first(client: Client):
    rare, common = make_tag("Rare"), make_tag("Common")
    make_published_article(title_en="Meeting", tags=[rare, common])
    make_published_article(title_en="Shares both", tags=[rare, common], at=NOON)
    make_published_article(title_en="Shares the rare one", tags=[rare], at=NOON + HOUR)
    make_published_article(title_en="Shares the common one", tags=[common])
    make_published_article(title_en="Shares the common one too", tags=[common])
    make_published_article(title_en="Shares nothing")
    transition(make_published_article(title_en="Withdrawn", tags=[rare]), State.WITHDRAWN, by=publisher())

    related = client.get("/en/news/meeting/").context["article"].related

    assert [beside.title for beside in related] == [
        "Shares both",
        "Shares the rare one",
        "Shares the common one too",
        "Shares the common one",
    ]


def test_article_without_tags_has_no_related_ones(client: Client):
    make_published_article(title_en="Meeting")

    assert client.get("/en/news/meeting/").context["article"].related == []


def test_update_is_dated_in_the_language_it_concerns(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", at=NOON)
    transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])

    in_english, in_georgian = (client.get(path).context["article"] for path in ("/en/news/meeting/", "/ka/news/shekhvedra/"))

    assert in_english.updated is None
    assert in_georgian.updated.iso == timezone.localdate().isoformat()


@pytest.mark.parametrize("count", [3, 30])
def test_article_costs_at_most_twelve_queries(client: Client, count: int):
    image, tags = make_image(), [make_tag(f"Tag {number}") for number in range(count)]
    body = f'<p>Text.</p><figure data-image="{image.pk}"></figure>'
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა", tags=tags, image=image, body_en=body)
    for number in range(count):
        make_published_article(tags=tags[: number + 1])
        Correction.objects.create(article=article, text_en="Was wrong.", at=NOON)
        Byline.objects.create(article=article, author=Author.objects.create(name_en=f"Author {number}"))
        ArticleCitation.objects.create(article=article, source=Source.objects.create(title=f"Source {number}"))
        ArticleDocument.objects.create(article=article, document=make_document())
    # Settings and menus are read by the first page after a change, for all of them (tests/pages/test_menus.py counts those).
    client.get("/en/nothing/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/en/news/meeting/")

    assert response.status_code == 200
    assert len(queries) <= 12


def test_edit_leads_an_editor_to_the_form(client: Client):
    article = make_published_article(title_en="Meeting")
    client.force_login(publisher())

    response = client.get("/en/news/meeting/edit")

    assert (response.status_code, response.headers["Location"]) == (302, f"/admin/news/article/{article.pk}/change/")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("slug", ["meeting", "never"])
def test_edit_asks_a_stranger_to_log_in_whatever_the_slug(client: Client, slug: str):
    make_published_article(title_en="Meeting")

    response = client.get(f"/en/news/{slug}/edit")

    assert response.headers["Location"] == f"/admin/login/?next=/en/news/{slug}/edit"


def test_edit_of_nothing_is_not_found(client: Client):
    client.force_login(publisher())

    assert client.get("/en/news/never/edit").status_code == 404
