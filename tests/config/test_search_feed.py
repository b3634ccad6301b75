"""The feed of a search, and what mails to readers are made of: what was published last of all that answers."""

import datetime as dt

import pytest
from django.utils import timezone

from config.search_form import newest_of
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_article, make_published_event, make_superuser


def days_ago(number):
    return timezone.now() - dt.timedelta(days=number)


def items(client, query, language="en", form="json"):
    return client.get(f"/{language}/search/feed.{form}?{query}")


@pytest.fixture
def talks():
    make_published_article(title_en="Talks of old", at=days_ago(9))
    make_published_event(title_en="Talks in Geneva", date="2008-10-15", at=days_ago(3))
    make_published_actor(name_en="Ann Talks", at=days_ago(1))
    make_published_article(title_en="Something else")


def test_feed_has_what_answers_of_all_kinds_newest_first(client, talks):
    answer = items(client, "q=talks")

    assert [item["title"] for item in answer.json()["items"]] == ["Ann Talks", "Talks in Geneva", "Talks of old"]
    assert answer.json()["home_page_url"].endswith("/en/search/?q=talks")


def test_feed_keeps_what_narrows_the_search(client, talks):
    answer = items(client, "kind=event&q=talks&from=2008&content=full")

    assert [item["title"] for item in answer.json()["items"]] == ["Talks in Geneva"]
    assert answer.json()["feed_url"].endswith("/en/search/feed.json?q=talks&kind=event&from=2008&content=full")


def test_feed_is_of_one_language_and_has_nothing_hidden(client):
    make_published_article(title_en="Talks", title_ka="მოლაპარაკება Talks")
    make_published_article(title_en="Talks of tomorrow", at=timezone.now() + dt.timedelta(days=1))
    transition(make_published_article(title_en="Talks taken back"), State.WITHDRAWN, by=make_superuser())

    assert [item["title"] for item in items(client, "q=talks").json()["items"]] == ["Talks"]
    assert [item["title"] for item in items(client, "q=talks", "ka").json()["items"]] == ["მოლაპარაკება Talks"]


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_every_format_is_named_by_the_page(client, talks, form):
    page = client.get("/en/search/?q=talks&kind=event").content.decode()

    assert f'href="/en/search/feed.{form}?q=talks&amp;kind=event"' in page
    assert items(client, "q=talks&kind=event", form=form).status_code == 200


@pytest.mark.parametrize("query", ["", "q=", "q=-talks", "q=talks&kind=x", "q=talks&q=x", "q=talks&actor=nobody", "q=talks&from=2010&to=2008"])
def test_what_asks_for_nothing_is_refused_in_words(client, query):
    answer = items(client, query)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")


def test_mails_have_what_became_public_since_the_last_one(talks):
    assert [text.title for text in newest_of("q=talks", "en", since=days_ago(4), limit=5)] == ["Ann Talks", "Talks in Geneva"]
    assert [text.title for text in newest_of("q=talks&kind=article", "en", since=None, limit=5)] == ["Talks of old"]
    assert newest_of("q=talks&kind=nothing", "en", since=None, limit=5) == newest_of("", "en", since=None, limit=5) == []


def test_feed_costs_the_same_however_much_answers(client, talks, django_assert_max_num_queries):
    for number in range(15):
        make_published_article(title_en=f"Talks {number}")

    with django_assert_max_num_queries(18):
        items(client, "q=talks")
