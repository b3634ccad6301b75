"""Old addresses as readers ask for them."""

import datetime as dt

import pytest
from django.utils import timezone

from publishing import drafts, erasing
from publishing.models import Redirect
from publishing.publishable import State
from publishing.redirects import remember, remember_target
from publishing.workflow import Notice, transition
from tests.factories import make_article, make_published_article, publisher


@pytest.mark.parametrize(
    "asked",
    [
        "/2019/05/visit/",
        "/2019/05/visit",
        "/en/visit",
        "/ka/visit.html",
        "/?p=12",
        "/en/?p=12",
        "/en/news/?p=12",
        "/news/item.php?id=3",
        "/%E1%83%95%E1%83%98%E1%83%96%E1%83%98%E1%83%A2%E1%83%98/",
    ],
)
def test_old_address_leads_in_one_hop(client, asked):
    article = make_published_article(title_en="Visit", title_ka="ვიზიტი")
    remember(asked, article, "ka")

    response = client.get(asked)

    assert (response.status_code, response.headers["Location"]) == (301, f"/ka/news/{article.slug_ka}/")
    assert client.get(response.headers["Location"]).status_code == 200


def test_old_address_follows_a_changed_slug(client):
    article = make_published_article(title_en="Visit")
    remember("/old", article, "en")
    drafts.save(article, {"slug_en": "meeting"}, by=publisher())
    drafts.publish(article, by=publisher())

    assert client.get("/old").headers["Location"] == "/en/news/meeting/"


def test_old_address_of_a_missing_translation_leads_to_the_page_that_says_so(client):
    article = make_published_article(title_en="Visit")
    remember("/old", article, "ka")

    response = client.get("/old")

    assert response.headers["Location"] == f"/ka/news/{article.slug_ka}/"
    assert client.get(response.headers["Location"]).status_code == 200


def test_old_address_answers_where_no_page_does_only(client):
    article = make_published_article(title_en="Visit")
    other = make_published_article(title_en="Other")
    Redirect.objects.create(path=f"/en/news/{article.slug_en}", kind="article", record=other.pk, language="en")
    Redirect.objects.create(path="/en/news", kind="article", record=other.pk, language="en")

    assert client.get(f"/en/news/{article.slug_en}/").status_code == 200
    assert client.get("/en/news/").status_code == 200
    assert client.get("/en/news/?utm_source=mail&after=x").status_code != 301


def test_queries_are_told_apart_also_by_the_page_cache(client):
    first, second = make_published_article(title_en="First"), make_published_article(title_en="Second")
    remember("/en/item?id=1", first, "en")
    remember("/en/item/?id=2", second, "en")

    found = [client.get(f"/en/item/?id={number}").headers.get("Location") for number in (1, 2, 3)]

    assert found == ["/en/news/first/", "/en/news/second/", None]


def test_tracking_does_not_hide_an_old_address(client):
    article = make_published_article(title_en="Visit")
    remember("/old/", article, "en")
    remember("/?p=3", article, "en")

    assert client.get("/old/?utm_source=mail&fbclid=1").status_code == 301
    assert client.get("/?p=3&fbclid=1").status_code == 301
    assert client.get("/?fbclid=1").status_code == 302
    assert client.get("/old/?page=2").status_code == 404


@pytest.mark.parametrize("path", ["/old", "/en/old", "/?p=1"])
def test_withdrawn_record_is_gone_at_its_old_address(client, path):
    article = make_published_article(title_en="A secret title")
    remember(path, article, "en")
    drafts.withdraw(article, by=publisher(), notice=Notice(show_date=False))

    response = client.get(path)

    assert response.status_code == 410
    assert "secret" not in response.content.decode()
    assert response.headers["Content-Language"] == "en"
    assert "default-src" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


def test_erased_record_is_gone_if_it_was_public(client):
    article = make_published_article(title_en="Visit")
    draft = make_article(title_en="Draft")
    remember("/public", article, "en")
    remember("/draft", draft, "en")
    drafts.withdraw(article, by=publisher())
    for record in (article, draft):
        record.refresh_from_db()
        transition(record, State.TRASHED, by=publisher())
        erasing.erase(record, by=publisher())

    assert client.get("/public").status_code == 410
    assert client.get("/draft").status_code == 404


def test_what_was_never_public_is_not_there(client):
    draft = make_article(title_en="Draft")
    scheduled = make_published_article(title_en="Scheduled", at=timezone.now() + dt.timedelta(days=1))
    remember("/draft", draft, "en")
    remember("/?p=7", draft, "en")
    remember("/scheduled", scheduled, "en")

    assert client.get("/draft").status_code == 404
    assert client.get("/scheduled").status_code == 404
    assert client.get("/?p=7").status_code == 302


def test_old_address_leads_to_another_site_that_somebody_entered(client):
    remember_target("/shop", "https://shop.example/all?x=1#top")

    response = client.get("/shop?next=https://evil.example/")
    assert response.status_code == 404
    response = client.get("/shop")
    assert (response.status_code, response.headers["Location"]) == (301, "https://shop.example/all?x=1#top")
    assert response.headers["Cache-Control"] == "no-cache"


def test_changed_redirect_is_seen_at_once(client):
    remember_target("/en/old", "https://example.org/one")
    client.get("/en/old/")
    remember_target("/en/old", "https://example.org/two", replace=True)

    assert client.get("/en/old/").headers["Location"] == "https://example.org/two"


def test_old_address_costs_one_query_more_than_its_record(client, django_assert_num_queries):
    article = make_published_article(title_en="Visit")
    for number in range(30):
        remember(f"/old/{number}", article, "en")

    with django_assert_num_queries(2):
        client.get("/old/7/")


def test_desk_and_machines_have_no_old_addresses(client):
    for path in ("/admin/nothing", "/api/nothing", "/preview/nothing"):
        remember_target(path, "https://example.org/")

        assert client.get(path, follow=False).headers.get("Location") != "https://example.org/"


def test_posting_to_an_old_address_is_no_way_in(client):
    remember_target("/old", "https://example.org/")

    assert client.post("/old").status_code == 404


@pytest.mark.parametrize("path", ["/%00", "/" + "a" * 5000, "/?p=%FF", "/%ED%A0%80", "/?" + "a=1&" * 300, "//evil.example/", "/en//evil.example/x"])
def test_strange_addresses_are_not_found(client, path):
    make_published_article()

    assert client.get(path).status_code in (301, 302, 400, 404)
