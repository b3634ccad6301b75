"""The feeds of the chronicle: each entry says when, where and what, how it stands, and what changed last."""

import pytest
from lxml import etree

from chronicle.models import Event
from publishing import drafts
from tests.factories import make_actor, make_published_chronology, make_published_event, make_published_place, make_tag, publisher

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def entry(client, path: str) -> etree._Element:
    (found,) = etree.fromstring(client.get(path).content).findall("a:entry", ATOM)
    return found


@pytest.mark.parametrize("path", ["/en/chronology/feed.atom", "/en/chronology/visits/feed.atom"])
def test_entry_says_when_where_what_and_what_changed(client, path):
    visits = make_published_chronology(title_en="Visits")
    fields = {
        "title_en": "Talks",
        "lead_en": "They spoke.",
        "date": "2008-09",
        "kind": "talks",
        "status": "alleged",
        "entries": [{"chronology": visits.pk}],
        "stops": [{"place": make_published_place("Tskhinvali").pk}],
        "tags": [make_tag("Embassies").pk],
        "statements": [{"actor": make_actor(name_en="Hidden").pk, "text_en": "Told by nobody."}],
    }
    made = drafts.create(Event, fields, by=publisher())
    drafts.publish(made, by=publisher())
    before = entry(client, path)
    drafts.save(made, {"lead_en": "They spoke at length."}, by=publisher())
    drafts.publish(made, by=publisher(), public_note={"en": "The lead said too little."})

    after = entry(client, path)

    assert before.findtext("a:summary", namespaces=ATOM) == "September 2008 · Tskhinvali · talks · alleged<br>\nThey spoke."
    said = "September 2008 · Tskhinvali · talks · alleged<br>\nThey spoke at length.<br>\nWhat changed: The lead said too little."
    assert after.findtext("a:summary", namespaces=ATOM) == said
    assert [each.get("term") for each in after.findall("a:category", ATOM)] == ["talks", "Embassies"]
    assert after.findtext("a:id", namespaces=ATOM) == before.findtext("a:id", namespaces=ATOM)


def test_feed_costs_the_same_queries_for_one_event_and_for_ten(client, django_assert_max_num_queries):
    for number in range(10):
        made = make_published_event(title_en=f"Event {number}", date="2008")
        made.stops.create(place=make_published_place())
    client.get("/en/")

    with django_assert_max_num_queries(6):
        assert client.get("/en/chronology/feed.atom").status_code == 200
