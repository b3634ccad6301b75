import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from news.models import Article, Author, Byline, Correction
from publishing.models import SiteSettings
from publishing.publishable import State
from publishing.workflow import transition
from tests.archives import make_archive, plan_of
from tests.factories import make_article, make_image, make_kind, make_published_article, make_tag, publisher

HOUR = dt.timedelta(hours=1)
NOON = dt.datetime(2024, 5, 1, 8, tzinfo=dt.UTC)


def titles(response) -> list[str]:
    return [item.title for item in response.context["page"]]


def test_article_list_shows_live_articles_only_newest_first(client: Client):
    make_published_article(title_en="Older", at=NOON - HOUR)
    make_published_article(title_en="Newer", at=NOON)
    make_published_article(title_en="Tomorrow", at=timezone.now() + 24 * HOUR)
    make_article(title_en="Draft")
    transition(make_published_article(title_en="Withdrawn"), State.WITHDRAWN, by=publisher())

    response = client.get("/en/news/")

    assert titles(response) == ["Newer", "Older"]


def test_article_list_says_so_while_nothing_is_published(client: Client):
    response = client.get("/en/news/")

    assert (response.status_code, titles(response)) == (200, [])


def test_late_translation_heads_its_own_list_and_leaves_the_other_order_alone(client: Client):
    first = make_published_article(title_en="First", title_ka="პირველი", languages=["ka"], at=NOON - HOUR)
    make_published_article(title_en="Second", title_ka="მეორე", at=NOON)

    transition(first, State.PUBLISHED, by=publisher(), languages=["en"])

    assert titles(client.get("/en/news/")) == ["First", "Second"]
    assert titles(client.get("/ka/news/")) == ["მეორე", "პირველი"]


def test_item_of_an_untranslated_article_says_where_it_can_be_read(client: Client):
    make_published_article(title_en="Round-up", body_en="", title_ka="მიმოხილვა", lead_ka="ქართული ლიდი.", languages=["ka"])

    (item,) = client.get("/en/news/").context["page"]

    assert (item.title, item.title_lang, item.lead) == ("Round-up", "", "")
    assert (item.notice, item.hreflang, item.url) == ("Article is available in Georgian.", "ka", "/ka/news/mimokhilva/")


def test_lead_of_a_withdrawn_language_is_no_longer_listed(client: Client):
    article = make_published_article(title_en="Meeting", lead_en="It named a witness.", title_ka="შეხვედრა")
    transition(article, State.WITHDRAWN, by=publisher(), languages=["en"])

    response = client.get("/en/news/")

    (item,) = response.context["page"]
    assert (item.lead, item.hreflang) == ("", "ka")
    assert "witness" not in response.content.decode()


def test_item_without_a_title_in_the_language_shows_the_one_it_has(client: Client):
    make_published_article(title_ka="მხოლოდ ქართულად")

    (item,) = client.get("/en/news/").context["page"]

    assert (item.title, item.title_lang) == ("მხოლოდ ქართულად", "ka")


def test_notice_stands_in_the_language_of_the_reader(client: Client):
    make_published_article(title_en="English only")

    (item,) = client.get("/ka/news/").context["page"]

    with translation.override("ka"):
        assert (item.notice, item.hreflang) == (gettext("Article is available in English."), "en")


def test_lists_leave_out_untranslated_articles_where_the_site_says_so(client: Client):
    SiteSettings.objects.create(list_untranslated=False)
    tag = make_tag("Region", "რეგიონი")
    make_published_article(title_ka="ქართული", tags=[tag])
    make_published_article(title_en="English", tags=[tag])

    archive = client.get("/en/news/tag/region/")

    assert titles(client.get("/en/news/")) == ["English"]
    assert (titles(archive), archive.context["tag"].count) == (["English"], 1)


@pytest.mark.parametrize("lead", ["Meeting in Geneva", "meeting in geneva.", "  “Meeting, in Geneva”  "])
def test_lead_that_repeats_the_title_is_not_printed(client: Client, lead: str):
    make_published_article(title_en="Meeting in Geneva", lead_en=lead)

    (item,) = client.get("/en/news/").context["page"]

    assert item.lead == ""


def test_lead_that_says_more_than_the_title_is_printed(client: Client):
    make_published_article(title_en="Meeting", lead_en="Meeting in Geneva")

    (item,) = client.get("/en/news/").context["page"]

    assert item.lead == "Meeting in Geneva"


def test_item_carries_date_tags_and_correction_mark(client: Client):
    tags = [make_tag("Zugdidi"), make_tag("Akhalgori")]
    article = make_published_article(title_en="Late", at=dt.datetime(2024, 12, 31, 22, tzinfo=dt.UTC), tags=tags)
    Article.objects.filter(pk=article.pk).update(corrected_at_en=NOON)

    (item,) = client.get("/en/news/").context["page"]

    assert (item.date, item.iso) == ("1 January 2025", "2025-01-01")
    assert item.corrected
    assert [(tag.label, tag.url) for tag in item.tags] == [("Akhalgori", "/en/news/tag/akhalgori/"), ("Zugdidi", "/en/news/tag/zugdidi/")]


def test_kind_is_named_where_it_says_something(client: Client):
    make_published_article(title_en="Usual", kind=make_kind("news"), at=NOON)
    make_published_article(title_en="Long", kind=make_kind("analysis"))

    items = client.get("/en/news/").context["page"]
    pages = [client.get(f"/en/news/{slug}/").context["article"] for slug in ("long", "usual")]

    assert [item.kind for item in items] == ["Analysis", ""]
    assert [page.kind for page in pages] == ["Analysis", ""]


def test_list_escapes_what_editors_typed(client: Client):
    make_published_article(title_en="<script>alert(1)</script>", lead_en="<b>x</b> & y", tags=[make_tag("<i>tag</i>")])

    html = client.get("/en/news/").content.decode()

    assert "<script>alert" not in html
    assert "<b>x</b>" not in html
    assert "<i>tag</i>" not in html


def test_corrections_show_their_language_newest_first(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა")
    Correction.objects.create(article=article, at=NOON, text_en="The date was wrong.")
    Correction.objects.create(article=article, at=NOON + HOUR, text_en="The name was wrong.", text_ka="სახელი შეცდომით ეწერა.")
    Correction.objects.create(article=make_article(title_en="Draft"), at=NOON, text_en="Of a draft.")

    in_english, in_georgian = (client.get(f"/{code}/corrections/").context["page"] for code in ("en", "ka"))

    assert [correction.text for correction in in_english] == ["The name was wrong.", "The date was wrong."]
    assert [(correction.text, correction.article.url) for correction in in_georgian] == [("სახელი შეცდომით ეწერა.", "/ka/news/shekhvedra/")]


def make_author(**fields) -> Author:
    return Author.objects.create(name_en="Nino", name_ka="ნინო", slug_en="nino", slug_ka="nino-ka", **fields)


def test_author_who_wants_a_page_has_one(client: Client):
    article = make_published_article(title_en="Hers")
    make_published_article(title_en="Not hers")
    Byline.objects.create(article=article, author=make_author(has_profile=True))

    response = client.get("/en/authors/nino/")

    assert titles(response) == ["Hers"]
    assert client.get("/en/authors/nino-ka/").headers["Location"] == "/en/authors/nino/"


def test_author_without_a_page_has_none_and_no_link(client: Client):
    article = make_published_article(title_en="Hers")
    Byline.objects.create(article=article, author=make_author(has_profile=False))

    (name,) = client.get("/en/news/hers/").context["article"].byline

    assert (name.name, name.url) == ("Nino", "")
    assert client.get("/en/authors/nino/").status_code == 404


def test_home_stands_while_nothing_is_published(client: Client):
    assert client.get("/ka/").status_code == 200


LISTS = ["/en/", "/en/news/", "/en/news/tag/region/", "/en/news/2024/", "/en/news/2024/05/", "/en/tags/", "/en/corrections/", "/en/authors/nino/"]


# What an editor composes costs more: tests/pages/test_front.py.
@pytest.mark.parametrize("count", [3, 30])
@pytest.mark.parametrize("path", LISTS[1:])
def test_list_costs_at_most_six_queries(client: Client, path: str, count: int):
    author, tag, image = make_author(has_profile=True), make_tag("Region"), make_image()
    for number in range(count):
        article = make_published_article(title_en=f"Article {number}", at=NOON - number * HOUR, tags=[tag, make_tag(f"Tag {number}")], image=image)
        Byline.objects.create(article=article, author=author)
        Correction.objects.create(article=article, text_en="Was wrong.", at=NOON)
    make_published_article(title_en="Tomorrow", tags=[tag], at=timezone.now() + HOUR)
    # Settings and menus are read by the first page after a change, for all of them (tests/pages/test_menus.py counts those).
    client.get("/en/nothing/")

    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    assert response.status_code == 200
    assert len(queries) <= 6


@pytest.mark.parametrize("path", ["/en/news/", "/en/news/tag/region/", "/ka/news/tag/region/"])
def test_list_reads_its_index_and_sorts_nothing(client: Client, path: str):
    make_archive()

    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    (plan,) = [plan_of(query["sql"]) for query in queries if '"news_article"."lead_' in query["sql"]]
    assert not re.search(r"SCAN news|Seq Scan on news_article\b|TEMP B-TREE|Sort", plan)


@pytest.mark.parametrize("path", [*LISTS, "/en/news/article/"])
def test_public_page_is_the_same_for_everybody(client: Client, path: str):
    author = make_author(has_profile=True)
    article = make_published_article(title_en="Article", at=NOON, tags=[make_tag("Region")])
    Byline.objects.create(article=article, author=author)
    bare = client.get(path)
    client.force_login(publisher())

    logged_in = client.get(path)

    assert bare.status_code == 200
    assert bare.content == logged_in.content
    assert not bare.cookies
    assert not logged_in.cookies
    assert "Cookie" not in bare.headers.get("Vary", "") + logged_in.headers.get("Vary", "")
    assert bare.headers["Cache-Control"] == "public, max-age=0, stale-if-error=300"
    assert "nonce" not in bare.headers["Content-Security-Policy"]
