import datetime as dt

import pytest
from django.utils import timezone
from lxml import etree

from news.models import Correction
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_tag, publisher

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(root) -> list[str]:
    return [entry.findtext("a:title", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)]


def test_feed_holds_what_can_be_read_in_its_language(client):
    make_article(title_en="Draft")
    make_published_article(title_en="Scheduled", at=timezone.now() + dt.timedelta(days=1))
    make_published_article(title_ka="მხოლოდ ქართულად")
    make_published_article(title_en="Both", title_ka="ორივე")

    assert titles(feed(client, "/en/news/feed.atom")) == ["Both"]
    assert titles(feed(client, "/ka/news/feed.atom")) == ["ორივე", "მხოლოდ ქართულად"]


def test_late_translation_is_a_new_entry_that_heads_its_feed(client):
    old = make_published_article(title_en="Old", title_ka="ძველი", languages=["ka"])
    make_published_article(title_en="New", title_ka="ახალი")
    transition(old, State.PUBLISHED, by=publisher(), languages=["en"])

    english, georgian = feed(client, "/en/news/feed.atom"), feed(client, "/ka/news/feed.atom")

    assert titles(english) == ["Old", "New"]
    assert titles(georgian) == ["ახალი", "ძველი"]
    ids = {root.findtext("a:entry/a:id", namespaces=ATOM) for root in (english, georgian)}
    assert len(ids) == 2


def test_feed_names_itself_and_its_page_under_the_public_address(client):
    make_published_article(title_en="One")

    root = feed(client, "/en/news/feed.atom")

    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links["self"] == "http://testserver/en/news/feed.atom"
    assert links["alternate"] == "http://testserver/en/news/"
    assert root.find("a:entry/a:link", ATOM).get("href") == "http://testserver/en/news/one/"


def test_feed_without_entries_is_the_same_whenever_it_is_asked_for(client):
    assert feed(client, "/en/news/feed.atom").findtext("a:updated", namespaces=ATOM) == "1970-01-01T00:00:00+00:00"


def test_lead_that_repeats_the_title_is_not_sent_twice(client):
    make_published_article(title_en="Resolutions: 2024", lead_en="Resolutions: 2024")

    assert not feed(client, "/en/news/feed.atom").findtext("a:entry/a:summary", namespaces=ATOM)


def test_tag_feed_holds_the_articles_of_the_tag(client):
    tag = make_tag("Duma", "დუმა")
    make_published_article(title_en="Other")
    make_published_article(title_en="One", tags=[tag])

    assert titles(feed(client, "/en/news/tag/duma/feed.atom")) == ["One"]


def test_feed_of_an_unknown_tag_is_not_found(client):
    make_tag("Unused")

    assert client.get("/en/news/tag/nothing/feed.atom").status_code == 404
    assert client.get("/en/news/tag/unused/feed.atom").status_code == 404


def test_correction_feed_holds_corrections_of_its_language(client):
    article = make_published_article(title_en="One", title_ka="ერთი")
    Correction.objects.create(article=article, text_en="The date was wrong.")
    Correction.objects.create(article=make_article(title_en="Draft"), text_en="Hidden")

    english = feed(client, "/en/corrections/feed.atom")

    assert [entry.findtext("a:summary", namespaces=ATOM) for entry in english.findall("a:entry", ATOM)] == ["The date was wrong."]
    assert titles(feed(client, "/ka/corrections/feed.atom")) == []


@pytest.mark.parametrize("number", [3, 20])
def test_feed_takes_a_fixed_number_of_queries(client, django_assert_max_num_queries, number):
    tag = make_tag("Duma")
    for _time in range(number):
        make_published_article(tags=[tag])

    with django_assert_max_num_queries(10):
        client.get("/en/news/tag/duma/feed.atom")


def test_feed_leaves_out_what_xml_cannot_hold(client):
    article = make_published_article(title_en="O\x01ne\ufffe", lead_en="Lead\x0b", tags=[make_tag("Duma")])
    Correction.objects.create(article=article, text_en="Wr\x01ong")

    assert titles(feed(client, "/en/news/feed.atom")) == titles(feed(client, "/en/news/tag/duma/feed.atom")) == ["One"]
    assert feed(client, "/en/corrections/feed.atom").findtext("a:entry/a:summary", namespaces=ATOM) == "Wrong"


def test_correction_dated_in_the_future_waits(client):
    article = make_published_article(title_en="One")
    Correction.objects.create(article=article, text_en="Soon", at=timezone.now() + dt.timedelta(days=1))

    assert titles(feed(client, "/en/corrections/feed.atom")) == []
