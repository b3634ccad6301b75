"""The page of an agreement: the life of a promise, what it keeps to itself, and what it costs."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actors.models import Actor
from chronicle.models import Agreement, Event
from library.models import Source
from publishing import drafts
from tests.factories import (
    make_actor,
    make_image,
    make_published_actor,
    make_published_agreement,
    make_published_event,
    make_published_office,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def agreement(**fields) -> Agreement:
    made = drafts.create(Agreement, {"title_en": "Agreement on cooperation", **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def page_of(client, made) -> str:
    return " ".join(client.get(made.get_absolute_url()).content.decode().split())


def minister() -> Actor:
    """Return somebody who held a post from 2004 on."""
    office = make_published_office("Minister of Foreign Affairs", name_en="Ministry")
    tenure = {"post": office.posts.get().pk, "start": "2004-03", "end_status": "ongoing"}
    actor = drafts.create(Actor, {"name_en": "Sergey Lavrov", "tenures": [tenure]}, by=publisher())
    drafts.publish(actor, by=publisher())
    return actor


def test_agreement_with_a_title_alone_has_a_page(client):
    text = page_of(client, agreement())

    assert "Agreement on cooperation</h1>" in text
    assert "No stage is recorded." in text
    assert "Source not recorded." in text
    for heading in ("Parties", "Signed by", "How far it came", "What led to it", "Twin"):
        assert heading not in text


def test_page_shows_the_life_of_a_promise_with_anchors_and_sources(client):
    source = Source.objects.create(title="Archive")
    keys = {name: str(uuid.uuid4()) for name in ("stage", "party", "signatory")}
    event = make_published_event(title_en="Submitted to the parliament", date="2024-09-19")
    row = {"sources": [source.pk], "locator": "Item 15"}
    made = agreement(
        kind="plan",
        validity="2024/2025",
        names=[{"name": "План консультаций", "kind": "printed", "language": "ru"}, {"name": "The plan", "kind": "also"}],
        stages=[
            {"kind": "announced", "date_words_en": "in the nearest future"},
            {"id": keys["stage"], "kind": "submitted", "date": "2024-09-19", "year_inferred": True, "event": event.pk, **row},
        ],
        parties=[{"id": keys["party"], "place": make_published_place("Russia").pk, **row}, {"name_en": "the other side"}],
        signatories=[{"id": keys["signatory"], "actor": make_published_actor(name_en="Somebody").pk, **row}],
    )

    text = page_of(client, made)

    for name, key in keys.items():
        assert f'id="{name}-{key}"' in text
        assert text.count(f'href="#{name}-{key}"') == (2 if name == "stage" else 0)
    assert text.count(">Archive</span>") == 3
    assert text.count("Source not recorded.") == 3
    for words in (
        '<time datetime="2024">2024</time>–<time datetime="2025">2025</time>',
        'lang="ru">План консультаций',
        "Russian",
        "The plan",
        "In the nearest future",
        '<time datetime="2024-09-19">19 September 2024</time>',
        "year inferred",
        f'href="{event.get_absolute_url()}"',
        "The other side",
        "Submitted for ratification",
        "not recorded",
    ):
        assert words in text
    # Beside the stage, and on the way that it is a step of.
    assert text.count("year inferred") == 2
    assert "Announced and not seen since" not in text


def test_signatory_has_the_title_of_the_day_of_signing_unless_the_source_prints_another(client):
    actor = minister()

    signed = {"kind": "signed", "date": "2023-10-03"}
    assert "Minister of Foreign Affairs" in page_of(client, agreement(stages=[signed], signatories=[{"actor": actor.pk}]))
    assert "Minister of Foreign Affairs" not in page_of(client, agreement(signatories=[{"actor": actor.pk}]))
    printed = page_of(client, agreement(stages=[signed], signatories=[{"actor": actor.pk, "capacity_en": "head of the delegation"}]))
    assert "Head of the delegation" in printed
    assert "Minister of Foreign Affairs" not in printed


def test_somebody_who_is_not_public_is_told_in_words_alone(client):
    hidden = make_actor(name_en="Hidden Person")
    made = agreement(
        parties=[{"actor": hidden.pk, "name_en": "the other side"}, {"actor": hidden.pk}],
        stages=[{"kind": "signed", "actor": hidden.pk}],
        signatories=[{"actor": hidden.pk, "capacity_en": "an envoy"}],
    )

    text, answer = page_of(client, made), client.get(f"/api/v1/agreements/{made.pk}/")

    assert "The other side" in text
    assert "An envoy" in text
    for said in (text, answer.content.decode()):
        assert "Hidden" not in said
        assert str(hidden.pk) not in said
    assert [len(answer.json()[name]) for name in ("parties", "stages", "signatories")] == [1, 1, 1]


def test_twins_name_each_other_while_they_are_public(client):
    one = make_published_agreement(title_en="With Sokhumi")
    other = agreement(title_en="With Tskhinvali", twin=one.pk)

    assert f'href="{other.get_absolute_url()}"' in page_of(client, one)
    assert f'href="{one.get_absolute_url()}"' in page_of(client, other)
    assert client.get(f"/api/v1/agreements/{one.pk}/").json()["twins"] == [str(other.pk)]

    drafts.withdraw(one, by=publisher())

    assert "With Sokhumi" not in page_of(client, other)
    assert client.get(f"/api/v1/agreements/{other.pk}/").json()["twins"] == []


def test_outcome_and_agreement_lead_to_each_other_while_both_are_public(client):
    made = agreement(stages=[{"kind": "announced", "date": "2008-09-15"}])
    visit = drafts.create(Event, {"title_en": "A visit", "outcomes": [{"kind": "agreement", "agreement": made.pk}]}, by=publisher())
    assert "A visit" not in page_of(client, made)
    drafts.publish(visit, by=publisher())

    assert f'href="{made.get_absolute_url()}"' in page_of(client, visit)
    assert f'href="{visit.get_absolute_url()}"' in page_of(client, made)
    assert client.get(f"/api/v1/events/{visit.pk}/").json()["outcomes"][0]["agreement"] == str(made.pk)
    assert client.get(f"/api/v1/agreements/{made.pk}/").json()["events"] == [str(visit.pk)]

    drafts.withdraw(made, by=publisher())

    assert "cooperation" not in page_of(client, visit)
    assert client.get(f"/api/v1/events/{visit.pk}/").json()["outcomes"][0]["agreement"] is None


def test_event_names_the_agreements_whose_stage_it_was(client):
    visit = make_published_event(title_en="A visit")
    made = agreement(stages=[{"kind": "announced", "event": visit.pk}])
    draft = drafts.create(Agreement, {"title_en": "Another one", "stages": [{"kind": "signed", "event": visit.pk}]}, by=publisher())

    text = page_of(client, visit)

    assert f'href="{made.get_absolute_url()}#stage-{made.stages.get().pk}"' in text
    assert str(draft) not in text
    assert client.get(f"/api/v1/events/{visit.pk}/").json()["agreements"] == [{"id": str(made.pk), "stage": "announced"}]


def test_full_agreement_costs_no_more_queries_than_a_short_one_may(client):
    actor, source, place = minister(), Source.objects.create(title="Archive"), make_published_place()
    row = {"sources": [source.pk]}
    events = [make_published_event(date=year) for year in ("2007", "2009")]
    made = agreement(
        tags=[make_tag("One").pk, make_tag("Two").pk],
        image=make_image().pk,
        twin=make_published_agreement().pk,
        names=[{"name": f"Name {number}"} for number in range(5)],
        parties=[{"place": place.pk, **row}, {"actor": actor.pk, **row}],
        stages=[
            {"kind": "signed", "date": "2008-09-15", "event": events[0].pk, **row},
            *({"kind": "ratified", "event": events[1].pk, **row} for _number in range(20)),
        ],
        signatories=[{"actor": actor.pk, **row}, *({"actor": make_published_actor().pk, **row} for _number in range(10))],
        citations=[{"source": source.pk}],
    )
    drafts.issue(Event, {"title_en": "A visit", "outcomes": [{"agreement": made.pk}]}, by=publisher())
    client.get("/en/")

    with CaptureQueriesContext(connection) as queries:
        assert client.get(made.get_absolute_url()).status_code == 200

    assert len(queries) <= MOST_QUERIES, "\n".join(query["sql"][:150] for query in queries)


def test_way_says_a_date_as_printed_where_the_source_has_no_other(client):
    text = page_of(client, agreement(stages=[{"kind": "announced", "date_words_en": "in the nearest future"}]))

    way = text.partition("How far it came")[2].partition("</section>")[0]
    assert ("in the nearest future" in way, "Date not recorded" in way) == (True, False)
