"""What editors are told about an event that may be wrong without being impossible, and what the form proposes."""

import pytest
from django.urls import reverse

from actors.models import Tenure
from chronicle.checks import notices_of_event
from chronicle.models import Event
from publishing import drafts
from tests.browser import Form
from tests.factories import make_place, make_published_actor, make_published_event, make_published_format, make_published_office, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
ADD = "/admin/chronicle/event/add/"


def told(**fields) -> list[str]:
    """Return the warnings about an event with these fields."""
    event = drafts.create(Event, {"title_en": "Visit", **fields}, by=publisher())
    work = drafts.opened(event)
    return [notice.text for notice in notices_of_event(event, work.state, work.live.picks) if not notice.is_hint]


@pytest.fixture
def form() -> Form:
    return browser_of(member_of("Editor"))


@pytest.fixture
def minister() -> Tenure:
    post = make_published_office("Foreign Minister", name_en="Ministry").posts.get()
    lavrov = make_published_actor(name_en="Sergei Lavrov")
    return Tenure.objects.create(actor=lavrov, post=post, start="2004-03-09", end="2012", end_status="ended")


def test_part_lies_within_the_dates_of_its_whole():
    trip = make_published_event(title_en="Trip", date="2008-09-14/2008-09-15")

    assert told(date="2008-09-15", parent=trip.pk) == []
    assert told(date="2008-09", parent=trip.pk) == []
    assert told(date="2008-09-16", parent=trip.pk) == ["The date 16 September 2008 lies outside “Trip”: 14–15 September 2008."]

    make_published_event(title_en="Leg", date="2008-10-01", parent=trip)
    work = drafts.opened(trip)
    notices = notices_of_event(trip, work.state)
    assert [notice.text for notice in notices if not notice.is_hint] == [
        "“Leg”, which is part of this, lies outside its dates: 1 October 2008, not 14–15 September 2008."
    ]


def test_stop_lies_within_the_dates_of_its_event():
    place = make_place("Sokhumi")

    assert told(date="2008-09-15", stops=[{"place": place.pk, "date": "2008-09"}]) == []
    assert told(date="2008-09-15", stops=[{"place": place.pk, "date": "2008-09-13"}]) == [
        "The stop “Sokhumi” lies outside the dates of the event: 13 September 2008."
    ]


def test_nobody_takes_part_after_death_or_before_birth():
    dead, unborn = make_published_actor(name_en="Ann", died="2007"), make_published_actor(name_en="Bob", born="2009")

    assert told(date="2008-09-15", participants=[{"actor": dead.pk}, {"actor": unborn.pk}]) == [
        "Ann died before the event: 2007.",
        "Bob was born after the event: 2009.",
    ]
    assert told(date="2007-02", participants=[{"actor": dead.pk}]) == []


def test_capacity_is_that_of_the_day(minister):
    def said(date, **row):
        return told(date=date, participants=[{"actor": minister.actor_id, **row}])

    assert said("2008-09-15") == said("2008-09-15", capacity_en="Foreign Minister") == []
    assert said("2014-01-01", capacity_en="former Foreign Minister") == []
    assert said("2014-01-01", capacity_en="Foreign Minister", is_former=True) == []
    assert said("2014-01-01") == ["Sergei Lavrov is not on record as holding any post on 1 January 2014."]
    assert said("2014-01-01", tenure=minister.pk) == [
        f"Sergei Lavrov did not hold “{minister}” on 1 January 2014.",
    ]
    assert len(said("2014-01-01", capacity_en="Foreign Minister")) == 1
    assert "surely still held this" in said("2008-09-15", capacity_en="former Foreign Minister")[0]
    assert said("2014", capacity_en="Foreign Minister") == []


def test_first_since_is_contradicted_by_an_earlier_visit(minister):
    tskhinvali, moscow = make_place("Tskhinvali"), make_place("Moscow")
    recognition = make_published_event(title_en="Recognition", date="2008-08-26", kind="recognition")

    def visit(title, date, place, kind="working_visit"):
        made = make_published_event(title_en=title, date=date, kind=kind)
        made.participants.create(actor=minister.actor, role="visitor")
        made.stops.create(place=place)

    visit("Elsewhere", "2008-09-01", moscow)
    visit("Before", "2008-08-01", tskhinvali)
    claim = {
        "kind": "visit",
        "date": "2008-09-15",
        "stops": [{"place": tskhinvali.pk}],
        "participants": [{"actor": minister.actor_id, "role": "visitor"}],
        "links": [{"relation": "first_since", "other": recognition.pk}],
    }
    assert told(**claim) == []

    visit("Earlier visit", "2008-09-01", tskhinvali)
    assert told(**claim) == ["Said to be the first since “Recognition”, but “Earlier visit” lies between: 1 September 2008."]


def test_numbers_of_a_format_follow_its_dates():
    commission = make_published_format(title_en="Commission")
    make_published_event(title_en="Ninth", date="2024-05-01", format=commission, ordinal=9)

    assert told(date="2024-09-24", format=commission.pk, ordinal=10) == []
    assert told(date="2024-04-01", format=commission.pk, ordinal=10) == ["Number 10 contradicts “Ninth”, which has number 9 and was on 1 May 2024."]


def test_event_without_date_place_and_people_is_published_and_told(form):
    form.open(ADD).fill(title_en="Talks").press("_publish")

    assert form.response.status_code == 302
    text = form.open(form.response.url).page
    assert "Not filled in: date, place, people." in text


def test_warning_leads_to_the_record(form, minister):
    form.open(ADD).fill(title_en="Talks", date="2014-01-01").add_row("participants", actor=minister.actor_id, role="visitor").press("_save_draft")

    text = form.open(form.response.url).page
    assert "is not on record as holding any post on 1 January 2014." in text
    link = reverse("admin:actors_actor_change", args=[minister.actor_id])
    assert link in text

    # The advice beside the open form says the same, but for what was only mentioned.
    event = Event.objects.get()
    address = f"/admin/chronicle/event/{event.pk}/advice/"
    assert f'data-advice="{address}"' in text
    said = form.client.get(address, {"part": "1"}).content.decode()
    assert "is not on record as holding any post on 1 January 2014." in said
    assert link in said
    assert "Not filled in" not in said
    assert form.client.get("/admin/chronicle/event/x/advice/").status_code == 404
    assert browser_of(member_of("Author")).client.get(address).status_code == 404


def test_title_of_the_day_is_proposed_and_contradictions_are_told(form, minister):
    def asked(**values):
        return form.client.get("/admin/chronicle/event/titles/", {"actor": minister.actor_id, **values}).json()

    assert asked(date="15 September 2008")["titles"]["en"].startswith("Foreign Minister")
    assert asked(date="")["titles"] == asked(date="nonsense")["titles"] == asked(date="2008", actor="x")["titles"] == {}
    assert len(asked(date="2014-01-01", capacity_en="Foreign Minister")["warnings"]) == 1
    assert asked(date="2014-01-01", capacity_en="Foreign Minister", is_former="true")["warnings"] == []
    assert asked(date="2008-09-15", actor="", post=minister.post_id)["said"] == "Held on this day by: Sergei Lavrov."


def test_year_is_proposed_from_what_stands_nearest(form):
    trip = make_published_event(title_en="Trip", date="2008-09-14/2008-09-15")

    def asked(text, **around):
        return form.client.get("/admin/chronicle/event/year/", {"text": text, **around}).json()

    found = asked("15 September", words=["soon after the war of 2009"], parent=trip.pk)
    assert (found["text"], found["said"][:40]) == ("15 September 2009", "2009 is inferred from what this form say")
    assert asked("September 15", parent=trip.pk)["text"] == "September 15 2008"
    assert asked("15 სექტემბერი", parent=trip.pk)["text"] == "15 სექტემბერი 2008"
    assert asked("29 February", parent=trip.pk)["text"] == "29 February 2008"
    assert "today" in asked("15 September")["said"]
    for nothing in ("15 September 2008", "nonsense", "", "31 February", "x" * 5000):
        assert asked(nothing, parent="x", chronology="y") == {}
