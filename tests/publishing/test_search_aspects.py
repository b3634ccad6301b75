"""A search narrowed by what records have in common: tags, people, places, a time. Nothing hidden is offered or counted."""

import datetime as dt

import pytest

from chronicle.models import Event
from news.models import Article
from publishing import drafts
from publishing.searching import aspects
from publishing.searching.asked import asked
from publishing.searching.finding import Narrowed, find
from publishing.workflow import transition
from tests.factories import (
    make_kind,
    make_published_actor,
    make_published_article,
    make_published_event,
    make_published_place,
    make_superuser,
    make_tag,
    publisher,
)


def titles(**narrowed):
    return sorted(hit.title.translate({2: None, 3: None}) for hit in find(asked("talks"), "en", Narrowed(**narrowed)).hits)


def article(title, **form):
    fields = {"kind": make_kind().pk, "title_en": title, "body_en": "<p>Text.</p>", **form}
    drafts.publish(drafts.create(Article, fields, by=publisher()), by=publisher())


def offered(name, language="en", **narrowed):
    return {each.words: each.count for each in find(asked("talks"), language, Narrowed(**narrowed)).offers[name]}


@pytest.fixture
def lavrov():
    return make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")


def test_search_is_narrowed_by_tag_with_counts():
    visits, other = make_tag("Visits", "ვიზიტები"), make_tag("Other", "სხვა")
    make_published_article(title_en="Talks one", tags=[visits])
    make_published_article(title_en="Talks two", tags=[visits, other])
    make_published_event(title_en="Talks three", date="2008", tags=[visits])

    assert titles(tag=other.pk) == ["Talks two"]
    assert offered("tag") == {"Visits": 3, "Other": 1}
    assert offered("tag", "ka", kind="article") == {"ვიზიტები": 2, "სხვა": 1}


def test_search_is_narrowed_by_person_and_place_in_articles_and_events(lavrov):
    place = make_published_place(name_en="Geneva", name_ka="ჟენევა", tag=(tag := make_tag("Geneva")))
    article("Talks one", mentions=[{"actor": lavrov.pk}], tags=[tag.pk])
    visit = {"date": "2008", "participants": [{"actor": lavrov.pk, "role": "visitor"}], "stops": [{"place": place.pk}]}
    drafts.publish(drafts.create(Event, {"title_en": "Talks two", "kind": "visit", **visit}, by=publisher()), by=publisher())
    make_published_article(title_en="Talks three")

    assert titles(actor=lavrov.pk) == titles(place=place.pk) == ["Talks one", "Talks two"]
    assert (offered("actor"), offered("place", "ka")) == ({"Sergey Lavrov": 2}, {"ჟენევა": 2})


def test_search_is_narrowed_by_a_time():
    for year in (2006, 2008, 2010):
        make_published_event(title_en=f"Talks {year}", date=str(year))

    assert titles(begin=dt.date(2007, 1, 1), end=dt.date(2008, 12, 31)) == ["Talks 2008"]
    assert titles(begin=dt.date(2008, 1, 1)) == ["Talks 2008", "Talks 2010"]


def test_who_is_hidden_is_neither_offered_nor_known(lavrov):
    article("Talks", mentions=[{"actor": lavrov.pk}])
    shadow = make_published_actor(name_en="No Page", has_profile=False)
    article("Talks again", mentions=[{"actor": shadow.pk}])
    transition(lavrov, "withdrawn", by=make_superuser())

    assert offered("actor") == {}
    assert [aspects.known("actor", key, "en") for key in (lavrov.pk, lavrov.slug_en, shadow.pk, "nobody")] == [None] * 4


def test_tag_that_nothing_public_has_is_not_known():
    tag = make_tag("Visits")
    record = make_published_article(title_en="Talks", tags=[tag])
    assert aspects.known("tag", "visits", "ka").words == "Visits"
    transition(record, "withdrawn", by=make_superuser())

    assert aspects.known("tag", "visits", "en") is None
