"""Feeds of what mentions a person or an office."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from actors.models import Actor
from publishing import drafts
from tests.actors.test_timeline import make_many, make_naming
from tests.factories import make_actor, make_published_actor, make_published_office, publisher
from tests.news.test_feeds import ATOM, feed, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def test_feed_holds_what_mentions_the_person_in_its_language_newest_first(client, lavrov):
    make_naming(lavrov, title="Older", at=timezone.now() - dt.timedelta(days=1))
    make_naming(lavrov, title="ქართულად", languages=["ka"])
    make_naming(lavrov, title="Newer", languages=["en", "ka"])
    make_naming(make_published_actor(name_en="Dmitry Kozak"), title="Other")
    make_naming(lavrov, title="Scheduled", at=timezone.now() + dt.timedelta(days=1))

    assert titles(feed(client, "/en/actors/sergey-lavrov/feed.atom")) == ["Newer en", "Older en"]
    assert titles(feed(client, "/ka/actors/sergei-lavrovi/feed.atom")) == ["Newer ka", "ქართულად ka"]


def test_feed_of_an_office_names_it_with_its_mark(client):
    office = make_published_office(name_en="Ministry", mark_en="de_facto")
    make_naming(office, title="Talks")

    root = feed(client, "/en/offices/ministry/feed.atom")

    assert titles(root) == ["Talks en"]
    assert root.findtext("a:subtitle", namespaces=ATOM) == "Articles that mention: de facto Ministry, and events"
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", ATOM)}
    assert links == {"self": "http://testserver/en/offices/ministry/feed.atom", "alternate": "http://testserver/en/offices/ministry/"}


def test_page_names_its_feed(client, lavrov):
    tree = html.fromstring(client.get("/en/actors/sergey-lavrov/").content)

    for form, media_type in (("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json")):
        own, of_all = f"/en/actors/sergey-lavrov/feed.{form}", f"/en/news/feed.{form}"
        assert tree.xpath(f"//link[@rel='alternate'][@type='{media_type}']/@href") == [own, of_all]
        assert tree.xpath(f"//footer//a[@type='{media_type}']/@href") == [own]


def test_old_address_and_that_of_the_other_language_lead_to_the_feed(client, lavrov):
    drafts.save(lavrov, {"slug_en": "lavrov"}, by=publisher())
    drafts.publish(lavrov, by=publisher())

    for slug in ("sergey-lavrov", "sergei-lavrovi"):
        response = client.get(f"/en/actors/{slug}/feed.atom")
        assert (response.status_code, response.headers["Location"]) == (301, "/en/actors/lavrov/feed.atom")


def test_feed_of_who_is_not_public_says_nothing(client):
    hidden, silent = make_actor(name_en="Hidden"), make_published_actor(name_en="Giga Otkhozoria", has_profile=False)
    gone = make_published_actor(name_en="Taken back")
    make_naming(hidden, silent, gone)
    drafts.withdraw(gone, by=publisher())

    answers = [client.get(f"/en/actors/{slug}/feed.atom") for slug in ("hidden", "giga-otkhozoria", "taken-back", "never")]

    assert [answer.status_code for answer in answers] == [404, 404, 410, 404]
    assert not any("Otkhozoria" in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("number", [3, 30])
def test_feed_takes_a_fixed_number_of_queries(client, lavrov, django_assert_max_num_queries, number):
    make_many(number, lavrov)

    with django_assert_max_num_queries(10):
        client.get("/en/actors/sergey-lavrov/feed.atom")
