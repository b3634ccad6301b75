"""Questions that ask for more than they may: by the names of fields, by order, by what a filter tells, and by pieces of SQL."""

import uuid

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from config.api import router
from news.models import Article
from publishing import drafts
from tests.factories import make_kind, make_published_actor, make_published_article, make_published_event, publisher
from tests.roles import client_of, member_of

WORD = "zqsecretqz"
QUOTES = [
    "'",
    '"',
    "' OR 1=1--",
    "1; DROP TABLE news_article--",
    "%27%20UNION%20SELECT%201--",
    "\\",
    "x\x00y",
    "))",
    "*",
    "a* OR b",
    "NEAR(a b)",
    "-a",
    '"a',
]
# What these lists can be asked in a browser, and in the API, with each value above.
LISTS = ["/en/search/?q=", "/en/news/?before=", "/en/actors/?on=", "/en/agreements/?state=", "/en/meetings/?a=", "/en/search/suggest/?q="]
API = [
    "articles/?q=",
    "articles/?tag=",
    "events/?since=",
    "search/?q=",
    "articles/?cursor=",
    "articles/?ids=",
    "articles/?fields=",
    "changes/?after=",
]


@pytest.fixture
def secret() -> Article:
    user = User.objects.create_user("owner", f"{WORD}@example.org", first_name=WORD)
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Known", "body_en": "<p>x</p>"}, by=publisher())
    drafts.publish(record, by=publisher())
    Article.objects.filter(pk=record.pk).update(created_by=user, edited_by=user)
    drafts.save(record, {"title_en": f"{WORD} turn"}, by=publisher())
    return record


PATHS = [
    "created_by__password__startswith",
    "edited_by__email__contains",
    "created_by__username",
    "created_by__groups__name",
    "created_by__logentry__id",
]
KEYS = ["title_en__regex", "working_title__startswith", "state__in", "bylines__author__id", "pk__in", "_connector", "_negated", "data__a'b"]


@pytest.mark.parametrize("name", [*PATHS, *KEYS])
def test_cve_2010_4534_list_of_the_desk_is_narrowed_by_its_filters_alone(secret, name):
    """Django CVE-2010-4534: the address of a list named fields of accounts, and told their hashes letter by letter.

    Also Django CVE-2019-14234 (keys of JSON), and CVE-2025-64459 (`_connector`).
    """
    client = client_of(member_of("Author"))

    told = set()
    for value in ("a", "pbkdf2", WORD[:3], "OR 1=1", "(a+)+$"):
        answer = client.get("/admin/news/article/", {name: value})
        assert answer.status_code in (200, 302, 400)
        told.add((answer.status_code, answer.get("Location", ""), str(secret.pk) in answer.content.decode()))
        assert WORD not in answer.content.decode().replace(f"{name}={WORD}", "")
    # Whatever is asked, the answer is the same: it tells nothing.
    assert len(told) == 1


@pytest.mark.any_database
@pytest.mark.parametrize("field", ["password", "id__password", "email", "groups"])
def test_cve_2014_0483_window_that_chooses_tells_no_field_but_the_key(field):
    """Django CVE-2014-0483: `?_to_field=password` in the address of a small window told the field that it named."""
    other = User.objects.create_superuser("other", f"{WORD}@example.org", password="sixteen letters and more")
    client = client_of(member_of("Administrator"))

    for model in admin.site._registry:
        where = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        answer = client.get(where, {"_to_field": field, "_popup": "1"})
        assert answer.status_code in (200, 302, 400, 403, 404, 405)
        text = answer.content.decode()
        assert other.password not in text
        assert "sixteen" not in text


def test_cve_2014_0483_suggestions_come_from_fields_that_the_form_has(secret):
    """Django CVE-2014-0483, by what is suggested while somebody types."""
    client = client_of(member_of("Author"))
    asked = [
        ("auth", "user", "groups"),
        ("news", "article", "created_by"),
        ("news", "article", "title_en"),
        ("news", "correction", "article"),
        ("x", "y", "z"),
    ]

    for app, model, field in asked:
        answer = client.get("/admin/autocomplete/", {"app_label": app, "model_name": model, "field_name": field, "term": WORD[:4]})
        assert answer.status_code in (200, 403, 404)
        assert WORD not in answer.content.decode()


def test_cve_2010_4534_order_of_a_list_tells_no_title_of_a_draft(secret):
    """Django CVE-2010-4534, by the order of a list: between two titles of his own, somebody would read the one in the draft of another."""
    author = member_of("Author")
    for title in ("Aaa", "Zzzz"):
        drafts.create(Article, {"kind": make_kind().pk, "title_en": title}, by=author)
    client = client_of(author)
    column = client.get("/admin/news/article/").context["cl"].list_display.index("name")
    before = [record.pk for record in client.get("/admin/news/article/", {"o": column}).context["cl"].result_list]

    drafts.save(secret, {"title_en": "Aab"}, by=publisher())

    assert [record.pk for record in client.get("/admin/news/article/", {"o": column}).context["cl"].result_list] == before


def test_cve_2021_35042_order_of_a_list_is_one_of_its_columns(secret):
    """Django CVE-2021-35042: what a list was ordered by went into the statement as it was asked. Nor does order tell what words do not."""
    client = client_of(member_of("Author"))

    for order in ("created_by__password", "1;DROP", "-99", "0.0", "999.-999", "title_en", "?", "(SELECT 1)", "working_title"):
        answer = client.get("/admin/news/article/", {"o": order})
        assert answer.status_code in (200, 302)
        assert WORD not in answer.content.decode()
        for name in ("ordering", "order_by", "sort", "o"):
            assert Client().get("/api/v1/articles/", {name: order}).status_code == 400
            assert Client().get("/en/news/", {name: order}).status_code == 200


@pytest.mark.any_database
@pytest.mark.parametrize("basename", [basename for _prefix, _view, basename in router.registry])
def test_cve_2023_31133_api_takes_no_question_that_it_does_not_name(basename):
    """Ghost CVE-2023-31133: filters of the public API took fields that it does not show, and told them letter by letter.

    Also Django CVE-2025-64459 and CVE-2022-28346: names of parameters that became names in a query.
    """
    where = reverse(f"api:{basename}-list")

    for name in (
        "created_by__password__startswith",
        "edited_by",
        "working_title",
        "state",
        "filter",
        "_connector",
        "_negated",
        "id__in",
        "pk",
        "include",
        "draft",
    ):
        answer = Client().get(where, {name: "a"})
        assert answer.status_code == 400
        assert answer.json()["status"] == 400


def test_cve_2023_5561_search_finds_nobody_by_what_is_not_shown(secret):
    """WordPress CVE-2023-5561: searching for authors told whose mail address begins so."""
    for path in ("/api/v1/search/", "/en/search/", "/en/search/suggest/", "/api/v1/actors/", "/api/v1/articles/"):
        answer = Client().get(path, {"q": WORD})
        assert str(secret.pk) not in answer.content.decode()
        assert "/en/news/known/" not in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "static=1&order=asc",
        "p={pk}",
        "page_id={pk}",
        "preview=true",
        "status=draft",
        "state=draft",
        "post_type=any",
        "draft=1",
        "v=2",
        "beside=1",
        "at=2099-01-01",
    ],
)
def test_cve_2019_17671_no_query_of_a_page_shows_what_is_not_public(query):
    """WordPress CVE-2019-17671: `?static=1&order=asc` on a list showed drafts and private posts."""
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": WORD, "slug_en": WORD, "body_en": f"<p>{WORD}</p>"}, by=publisher())
    make_published_article(title_en="Known")

    for path in ("/", "/en/", "/en/news/", "/en/news/known/", f"/en/news/{WORD}/", "/en/search/", "/en/news/feed.atom", f"/a/{record.short_id}"):
        answer = Client().get(f"{path}?{query.format(pk=record.pk)}", follow=True)
        assert WORD not in answer.content.decode().replace(f"/{WORD}/", "")


@pytest.mark.parametrize("text", QUOTES)
def test_cve_2022_21661_pieces_of_sql_are_words_that_nobody_wrote(text):
    """WordPress CVE-2022-21661, Django CVE-2022-34265 and CVE-2020-7471: what was asked became part of the statement."""
    make_published_article(title_en="Known")
    make_published_event(title_en="Visit", date="2008")
    make_published_actor(name_en="Nino")

    for path in (*LISTS, *(f"/api/v1/{each}" for each in API)):
        name = path.rpartition("?")[2].rstrip("=")
        assert Client().get(path.partition("?")[0], {name: text}).status_code < 500
    for path in (
        f"/en/news/tag/{text}/",
        f"/en/news/{text}/",
        f"/en/news/2008{text}/",
        f"/en/authors/{text}/",
        f"/api/v1/articles/{text}/",
        f"/a/{text}",
    ):
        assert Client().get(path).status_code in (301, 400, 404)
    desk = client_of(member_of("Editor"))
    for path, name in (
        ("/admin/news/article/", "q"),
        ("/admin/search/", "q"),
        ("/admin/languages/", "cell_en"),
        ("/admin/calendar/", "month"),
        ("/admin/dates/", "text"),
    ):
        assert desk.get(path, {name: text}).status_code in (200, 302, 400, 404)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("query", ["before=x;after=y", "before=x%26after=y", "after;before", "a=1&a=2&before=x", "before[]=x"])
def test_cve_2021_23336_question_is_read_by_all_in_one_way(query):
    """Django CVE-2021-23336: what a cache took for one parameter the site took for two, and the page of one was kept for another."""
    make_published_article(title_en="Known")
    plain, asked = Client().get("/en/news/"), Client().get(f"/en/news/?{query}")

    assert asked.status_code in (200, 404)
    assert b"/en/news/known/" in plain.content
    # A question that is none leaves the page as it is for everybody.
    assert Client().get("/en/news/").content == plain.content


def test_key_that_is_guessed_tells_nothing_that_another_one_does_not(secret):
    """What is not public and what does not exist have one answer."""
    hidden = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Hidden"}, by=publisher())
    answers = [Client().get(f"/api/v1/articles/{key}/") for key in (hidden.pk, uuid.uuid4())]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() | {"instance": ""} == answers[1].json() | {"instance": ""}
