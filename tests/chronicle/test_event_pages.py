"""The page of an event: what it prints, what it keeps to itself, and what it costs."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor, Office
from chronicle.models import Chronology, Event
from library.models import Source
from publishing import drafts
from tests.factories import (
    make_actor,
    make_published_actor,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_office,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def event(**fields) -> Event:
    made = drafts.create(Event, {"title_en": "Visit", **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def page_of(client, made: Event) -> str:
    return " ".join(client.get(made.get_absolute_url()).content.decode().split())


def minister() -> tuple[Actor, Office]:
    """Return somebody who held a post from 2004 on, and the office."""
    office = make_published_office("Minister of Foreign Affairs", name_en="Ministry")
    tenure = {"post": office.posts.get().pk, "start": "2004-03", "end_status": "ongoing"}
    actor = drafts.create(Actor, {"name_en": "Sergey Lavrov", "tenures": [tenure]}, by=publisher())
    drafts.publish(actor, by=publisher())
    return actor, office


def test_event_with_title_date_text_and_tag_looks_complete(client):
    made = event(date="2008-09-15", body_en="<p>What happened.</p>", tags=[make_tag("Visits").pk])

    text = page_of(client, made)

    assert "Visit</h1>" in text
    assert '<time datetime="2008-09-15">15 September 2008</time>' in text
    assert "What happened." in text
    assert 'href="/en/news/tag/visits/"' in text
    assert "Source not recorded." in text
    for heading in ("Itinerary", "Who took part", "What was said", "What came of it", "Background", "Parts"):
        assert heading not in text


def test_event_without_date_place_or_people_has_a_page(client):
    assert "Visit</h1>" in page_of(client, event())


def test_every_fact_has_an_anchor_and_its_sources(client):
    actor, _office = minister()
    source = Source.objects.create(title="Archive")
    row = {"sources": [source.pk], "locator": "p. 2"}
    keys = {name: str(uuid.uuid4()) for name in ("stop", "participant", "statement", "outcome")}
    made = event(
        stops=[{"id": keys["stop"], "place": make_published_place("Tskhinvali").pk, "came_from": make_published_place("Sokhumi").pk, **row}],
        participants=[{"id": keys["participant"], "actor": actor.pk, "role": "visitor", **row}],
        statements=[{"id": keys["statement"], "actor": actor.pk, "text_en": "We will come again.", **row}],
        outcomes=[{"id": keys["outcome"], "text_en": "An embassy opened.", "date": "2009-04", "kind": "opening", **row}],
    )

    text = page_of(client, made)

    for name, key in keys.items():
        assert f'id="{name}-{key}"' in text
    assert text.count(">Archive</span>") == 4
    assert "Sokhumi" in text
    assert "April 2009" in text


def test_participant_has_the_title_of_the_day_unless_the_source_prints_another(client):
    actor, _office = minister()

    assert "Minister of Foreign Affairs" in page_of(client, event(date="2008-09-15", participants=[{"actor": actor.pk}]))
    assert "Minister of Foreign Affairs" not in page_of(client, event(date="1999", participants=[{"actor": actor.pk}]))
    printed = page_of(client, event(date="2008-09-15", participants=[{"actor": actor.pk, "capacity_en": "head of the delegation"}]))
    assert "Head of the delegation" in printed
    assert "Minister of Foreign Affairs" not in printed


def test_post_without_a_name_is_whoever_surely_held_it_then(client):
    _actor, office = minister()
    row = {"post": office.posts.get().pk}

    assert "Sergey Lavrov" in page_of(client, event(date="2008-09-15", participants=[row]))
    unknown = page_of(client, event(date="2003", participants=[row]))
    assert "Minister of Foreign Affairs" in unknown
    assert "Sergey Lavrov" not in unknown


def test_somebody_who_is_not_public_is_told_by_the_capacity_alone(client):
    hidden = make_actor(name_en="Hidden Person")
    made = event(
        participants=[{"actor": hidden.pk, "capacity_en": "an adviser"}, {"actor": hidden.pk, "role": "host"}],
        statements=[
            {"actor": hidden.pk, "attribution_en": "an adviser of the visitor", "text_en": "Told by an adviser."},
            {"actor": hidden.pk, "text_en": "Told by nobody."},
        ],
    )

    text, answer = page_of(client, made), client.get(f"/api/v1/events/{made.pk}/")

    assert "An adviser" in text
    assert "Told by an adviser." in text
    assert "Told by nobody." not in text
    assert "Hidden" not in text
    assert "Hidden" not in answer.content.decode()
    assert "Told by nobody." not in answer.content.decode()
    assert str(hidden.pk) not in answer.content.decode()
    assert len(answer.json()["participants"]) == 1


def test_others_are_named_while_they_are_public(client):
    war = make_published_event(title_en="The war", date="2008-08")
    trip = make_published_event(title_en="The trip", date="2008-09-14/2008-09-15")
    made = event(parent=trip.pk, links=[{"other": war.pk, "relation": "soon_after"}], date="2008-09-15")

    assert "Soon after" in page_of(client, made)
    assert "Soon followed by" in page_of(client, war)
    assert "Parts" in page_of(client, trip)

    drafts.withdraw(war, by=publisher())
    drafts.withdraw(trip, by=publisher())

    text = page_of(client, made)
    assert "The war" not in text
    assert "The trip" not in text


def test_neighbours_are_those_of_the_chronology(client):
    visits = make_published_chronology(title_en="Visits")
    for year in ("2007", "2008", "2009"):
        make_published_event(title_en=f"In {year}", date=year, chronologies=[visits, make_published_chronology()])
    made = Event.objects.get(title_en="In 2008")

    response = client.get(f"/en/chronology/visits/{made.slug_en}/")
    text = " ".join(response.content.decode().split())

    assert 'href="/en/chronology/visits/in-2007/" rel="prev"' in text
    assert 'href="/en/chronology/visits/in-2009/" rel="next"' in text
    assert f'<link rel="canonical" href="http://testserver{made.get_absolute_url()}">' in text or f'{made.get_absolute_url()}">' in text
    assert 'rel="prev"' not in page_of(client, made)
    assert client.get(f"/en/chronology/{Chronology.objects.exclude(pk=visits.pk).last().slug_en}/nothing/").status_code == 404


def test_full_event_costs_no_more_queries_than_a_short_one_may(client):
    actor, office = minister()
    places = [make_published_place() for _number in range(3)]
    source = Source.objects.create(title="Archive")
    chronology = make_published_chronology(title_en="Visits")
    beside = [make_published_event(date=year, chronologies=[chronology]) for year in ("2007", "2009")]
    people = [make_published_actor() for _number in range(40)]
    made = event(
        date="2008-09-15",
        tags=[make_tag("One").pk, make_tag("Two").pk],
        entries=[{"chronology": chronology.pk}],
        parent=beside[0].pk,
        stops=[{"place": place.pk, "sources": [source.pk]} for place in places],
        participants=[*({"actor": each.pk, "sources": [source.pk]} for each in people), {"post": office.posts.get().pk}],
        statements=[{"actor": actor.pk, "text_en": "Said.", "about": [places[0].pk], "sources": [source.pk]} for _number in range(30)],
        outcomes=[{"text_en": "Came.", "office": office.pk, "tenure": actor.tenures.get().pk, "led_to": beside[1].pk}],
        links=[{"other": each.pk} for each in beside],
        citations=[{"source": source.pk}],
    )
    client.get("/en/")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(made.get_absolute_url()).status_code == 200

    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:150] for query in queries)


def test_tag_without_articles_leads_to_its_events_and_has_no_feed_of_articles(client):
    alone, shared = make_tag("Alone"), make_tag("Shared")
    event = make_published_event(tags=[alone, shared])
    make_published_article(tags=[shared])

    found = {row["label"]["en"]: row["url"] for row in client.get(f"/api/v1/events/{event.pk}/").json()["tags"]}
    tags = {row["label"]["en"]: row for row in client.get("/api/v1/tags/").json()["results"]}

    assert found == {"Alone": tags["Alone"]["url"], "Shared": tags["Shared"]["url"]}
    assert tags["Alone"]["feed"] == {}
    addresses = [*found["Alone"].values(), *found["Shared"].values(), *tags["Shared"]["feed"].values()]
    assert [client.get(address).status_code for address in addresses] == [200] * 6
