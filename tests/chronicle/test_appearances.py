"""Events in the timelines of people and offices, and on the pages of places."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from actors.models import Actor, Tenure
from chronicle import attendances
from chronicle.models import Attendance, Event
from publishing import drafts
from tests.factories import make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db
ENTRIES = "//li[@class='timeline__entry']"


def made(title: str = "Visit", *, at: dt.datetime | None = None, **fields) -> Event:
    """Make a public event through its form."""
    event = drafts.create(Event, {"title_en": title, "kind": "visit", "date": "2008-09-15", **fields}, by=publisher())
    drafts.publish(event, by=publisher(), at=at)
    return event


def took_part(role: str, record, **more) -> dict:
    """Return the row of somebody who took part."""
    return {"role": role, record._meta.model_name: record.pk, **more}


def lines(client, path: str) -> list[str]:
    """Return the entries of a timeline as they read."""
    tree = html.fromstring(client.get(path).content)
    return [" ".join(entry.text_content().split()) for entry in tree.xpath(ENTRIES)]


@pytest.fixture
def lavrov() -> Actor:
    return make_published_actor(name_en="Sergey Lavrov")


@pytest.fixture
def kokoiti() -> Actor:
    return make_published_actor(name_en="Eduard Kokoiti")


def test_visit_stands_on_the_pages_of_both_sides_with_the_other_one_named(client, lavrov, kokoiti):
    karasin = make_published_actor(name_en="Grigory Karasin")
    tskhinvali = make_published_place("Tskhinvali")
    people = [took_part("visitor", lavrov), took_part("delegation", karasin), took_part("counterpart", kokoiti)]
    made(participants=people, stops=[{"place": tskhinvali.pk}])

    assert lines(client, "/en/actors/sergey-lavrov/") == ["15 September 2008 Went there Visit Where: Tskhinvali Met: Eduard Kokoiti"]
    assert lines(client, "/en/actors/eduard-kokoiti/") == [
        "15 September 2008 Met guests Visit Where: Tskhinvali Guests: Sergey Lavrov · Grigory Karasin"
    ]


def test_what_somebody_said_stands_with_the_speaker_under_the_event(client, lavrov, kokoiti):
    said = [{"actor": lavrov.pk, "text_en": "We will come again."}, {"actor": lavrov.pk, "text_en": "Soon."}]
    made(participants=[took_part("visitor", lavrov)], statements=[*said, {"actor": kokoiti.pk, "text_en": "Welcome.", "mode": "verbatim"}])

    assert lines(client, "/en/actors/sergey-lavrov/") == [
        "15 September 2008 Went there Visit Sergey Lavrov: We will come again. more of what was said"
    ]
    assert lines(client, "/en/actors/eduard-kokoiti/") == ["15 September 2008 Spoke Visit With: Sergey Lavrov Eduard Kokoiti: Welcome."]


def test_whoever_held_a_post_then_was_there_and_so_was_the_office(client, lavrov):
    office = make_published_office("Head of the mission", name_en="OSCE mission")
    head = drafts.create(
        Actor,
        {"name_en": "Terhi Hakala", "tenures": [{"post": office.posts.get().pk, "start": "2007-10-01", "end_status": "ongoing"}]},
        by=publisher(),
    )
    event = made(participants=[took_part("visitor", lavrov), {"role": "counterpart", "post": office.posts.get().pk}])
    assert lines(client, "/en/offices/osce-mission/") == ["15 September 2008 Met guests Visit Guests: Sergey Lavrov"]

    drafts.publish(head, by=publisher())

    assert lines(client, "/en/actors/terhi-hakala/")[0] == "15 September 2008 Met guests Visit Guests: Sergey Lavrov"
    assert lines(client, "/en/actors/sergey-lavrov/") == ["15 September 2008 Went there Visit Met: Terhi Hakala"]
    Tenure.objects.update(start="2009", start_lower="2009-01-01", start_upper="2009-12-31")
    attendances.settle_actor(head)
    assert not Attendance.objects.filter(event=event, actor=head).exists()


def test_event_of_an_office_by_its_holder_names_who_was_there(client, lavrov):
    office = make_published_office("Minister", name_en="Ministry")
    made(participants=[took_part("visitor", lavrov, post=office.posts.get().pk)])

    assert lines(client, "/en/offices/ministry/") == ["15 September 2008 Went there Visit Represented by: Sergey Lavrov"]


def test_hidden_events_and_hidden_people_are_not_told(client, lavrov, kokoiti):
    people = [took_part("visitor", lavrov), took_part("counterpart", kokoiti)]
    drafts.withdraw(made("Withdrawn", participants=people), by=publisher())
    made("Scheduled", participants=people, at=timezone.now() + dt.timedelta(days=1))
    drafts.create(Event, {"title_en": "Draft", "participants": people}, by=publisher())
    assert lines(client, "/en/actors/sergey-lavrov/") == []

    made(participants=people)
    drafts.withdraw(kokoiti, by=publisher())

    assert lines(client, "/en/actors/sergey-lavrov/") == ["15 September 2008 Went there Visit"]


def test_place_tells_what_happened_there_and_in_what_lies_in_it(client, lavrov):
    region = make_published_place("Abkhazia")
    town = make_published_place("Sokhumi", parent=region)
    made("Earlier", date="2007", stops=[{"place": region.pk}])
    made(participants=[took_part("visitor", lavrov)], stops=[{"place": town.pk}])

    assert lines(client, "/en/places/abkhazia/") == [
        "15 September 2008 Visit Visit Where: Sokhumi Who took part: Sergey Lavrov",
        "2007 Visit Earlier",
    ]
    assert lines(client, "/en/places/sokhumi/") == ["15 September 2008 Visit Visit Who took part: Sergey Lavrov"]

    drafts.withdraw(town, by=publisher())
    assert lines(client, "/en/places/abkhazia/") == ["2007 Visit Earlier"]


def test_rows_agree_with_the_check_and_are_made_again(lavrov, kokoiti):
    made(participants=[took_part("visitor", lavrov), took_part("counterpart", kokoiti)], stops=[{"place": make_published_place("Gali").pk}])
    assert list(attendances.differences()) == []

    Attendance.objects.filter(actor=lavrov).delete()
    Attendance.objects.filter(actor=kokoiti).update(side=0)
    assert len(list(attendances.differences())) == 2

    attendances.fix()
    assert list(attendances.differences()) == []


def test_feed_and_api_tell_the_events_of_a_person_an_office_and_a_place(client, lavrov):
    office, place = make_published_office(name_en="Ministry"), make_published_place("Gali")
    event = made(participants=[took_part("visitor", lavrov), took_part("host", office)], stops=[{"place": place.pk}])
    hidden = made("Withdrawn", participants=[took_part("visitor", lavrov)])
    drafts.withdraw(hidden, by=publisher())
    made("Elsewhere")

    for path in ("/en/actors/sergey-lavrov/feed.atom", "/en/offices/ministry/feed.atom"):
        text = client.get(path).content.decode()
        assert (text.count("<entry>"), event.get_absolute_url() in text) == (1, True)
    for name, record in (("actor", lavrov), ("office", office), ("place", place)):
        found = client.get("/api/v1/events/", {name: str(record.pk)}).json()["results"]
        assert [each["id"] for each in found] == [str(event.pk)]
        assert client.get("/api/v1/events/", {name: "no id"}).status_code == 400
    drafts.withdraw(lavrov, by=publisher())
    assert client.get("/api/v1/events/", {"actor": str(lavrov.pk)}).json()["results"] == []
