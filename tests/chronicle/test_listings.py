"""Which events stand in a chronology, and in which order."""

import pytest

from chronicle import listings
from chronicle.models import Listing
from publishing import drafts
from publishing.models import SiteSettings
from publishing.work import run_next_task
from tests.factories import make_published_chronology, make_published_event, make_published_place, publisher

pytestmark = pytest.mark.django_db
ORDER = ["lower", "upper", "event_id"]


def listed(chronology) -> list[str]:
    return [row.event.title for row in Listing.objects.filter(chronology=chronology).order_by(*ORDER)]


def visits(*rules: dict, **fields):
    chronology = drafts.create(type(make_published_chronology()), {"title_en": "Visits", "rules": list(rules), **fields}, by=publisher())
    drafts.publish(chronology, by=publisher())
    return chronology


def event(**fields):
    made = drafts.create(type(make_published_event()), {"title_en": "Event", **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def test_event_stands_where_its_editor_put_it():
    chronology = visits()

    event(title_en="Visit", entries=[{"chronology": chronology.pk}])
    event(title_en="Elsewhere")

    assert listed(chronology) == ["Visit"]


def test_rule_chooses_by_kind_and_by_place_with_what_lies_in_it():
    region = make_published_place("Region")
    town = make_published_place("Town", parent=region)
    chronology = visits({"kind": "visit", "place": region.pk})

    event(title_en="In the town", kind="visit", stops=[{"place": town.pk}])
    event(title_en="A meeting", kind="meeting", stops=[{"place": town.pk}])
    event(title_en="Somewhere else", kind="visit", stops=[{"place": make_published_place("Other").pk}])

    assert listed(chronology) == ["In the town"]


def test_rule_made_later_finds_earlier_events():
    event(title_en="Visit", kind="visit")

    assert listed(visits({"kind": "visit"})) == ["Visit"]


def test_event_leaves_when_the_rule_or_the_event_changes():
    chronology = visits({"kind": "visit"})
    moved = event(title_en="Visit", kind="visit")
    event(title_en="Stays", kind="visit")

    drafts.save(moved, {"kind": "meeting"}, by=publisher())
    drafts.publish(moved, by=publisher())
    assert listed(chronology) == ["Stays"]

    drafts.save(chronology, {"rules": []}, by=publisher())
    drafts.publish(chronology, by=publisher())
    assert listed(chronology) == []


def test_order_is_by_date_a_day_before_its_month_before_its_year_and_no_date_at_the_end():
    chronology = visits({"kind": "visit"})

    for date in ("2008", "", "2008-09", "2008-09-15", "2008-09-14/2008-09-15", "2007"):
        event(title_en=date or "No date", kind="visit", date=date)

    assert listed(chronology) == ["2007", "2008", "2008-09", "2008-09-14/2008-09-15", "2008-09-15", "No date"]


def test_changed_date_moves_the_event():
    chronology = visits({"kind": "visit"})
    moved = event(title_en="Moved", kind="visit", date="2001")
    event(title_en="Stays", kind="visit", date="2005")

    drafts.save(moved, {"date": "2009"}, by=publisher())
    drafts.publish(moved, by=publisher())

    assert listed(chronology) == ["Stays", "Moved"]


def test_place_keeps_the_years_and_the_kind_of_its_event_as_they_change():
    chronology = visits()
    changed = event(kind="visit", date="2008-12-28/2009-01-03", entries=[{"chronology": chronology.pk}])
    assert Listing.objects.values_list("first_year", "last_year", "kind").get() == (2008, 2009, "visit")

    drafts.save(changed, {"kind": "meeting", "date": ""}, by=publisher())
    drafts.publish(changed, by=publisher())

    assert Listing.objects.values_list("first_year", "last_year", "kind").get() == (9999, 9999, "meeting")


def test_check_finds_and_mends_what_is_out_of_step():
    chronology = visits({"kind": "visit"})
    event(kind="visit", date="2001")
    assert list(listings.differences()) == []

    for wrong in ({"lower": "1999-01-01"}, {"last_year": 1999}, {"kind": "meeting"}, {"sought_en": "other words"}):
        Listing.objects.update(**wrong)
        assert len(list(listings.differences())) == 1
        listings.fix()
        assert list(listings.differences()) == []
    Listing.objects.all().delete()
    assert len(list(listings.differences())) == 1

    listings.fix()

    assert list(listings.differences()) == []
    assert listed(chronology) == ["Event"]


def test_place_keeps_the_words_of_its_event_and_of_what_was_said_there_as_they_change():
    visits({"kind": "visit"})
    said = {"attribution_en": "Tskhinvali", "text_en": "A base opened.", "text_ka": "სიტყვა"}
    changed = event(title_en="A visit", lead_en="Opened.", kind="visit", statements=[said])
    assert Listing.objects.get().sought_en == "ABaseOpenedVisit"

    drafts.save(changed, {"title_en": "A trip", "statements": []}, by=publisher())
    drafts.publish(changed, by=publisher())

    # Nobody is named in Georgian who might have said it there.
    assert (Listing.objects.get().sought_en, Listing.objects.get().sought_ka) == ("AOpenedTrip", "")


@pytest.mark.parametrize("all_listed", [True, False])
def test_untranslated_events_are_listed_as_the_site_says(client, all_listed):
    SiteSettings.objects.create(list_untranslated=all_listed)
    chronology = visits({"kind": "visit"}, title_ka="ვიზიტები")
    event(title_en="Only English", kind="visit")

    text = client.get(f"/ka/chronology/{chronology.slug_ka}/").content.decode()

    assert ("Only English" in text) is all_listed


def put_in(place, parent) -> None:
    drafts.save(place, {"parent": parent.pk if parent else None}, by=publisher())
    drafts.publish(place, by=publisher())


def test_events_follow_a_place_that_moves_in_the_tree_and_all_that_lies_in_it():
    region, other = make_published_place("Region"), make_published_place("Other")
    district = make_published_place("District", parent=region)
    village = make_published_place("Village", parent=district)
    here, there = visits({"place": region.pk}), visits({"place": other.pk}, title_en="There")
    event(title_en="In the village", stops=[{"place": village.pk}])

    put_in(district, other)

    assert (listed(here), listed(there)) == ([], ["In the village"])
    assert list(listings.differences()) == []


@pytest.mark.django_db(transaction=True)
def test_task_takes_along_more_events_than_a_step_does(monkeypatch):
    monkeypatch.setattr(listings, "AT_ONCE", 1)
    region, village = make_published_place("Region"), make_published_place("Village")
    chronology = visits({"place": region.pk})
    for title in ("One", "Two", "Three"):
        event(title_en=title, date="2008", stops=[{"place": village.pk}])

    put_in(village, region)
    while run_next_task():
        pass

    assert sorted(listed(chronology)) == ["One", "Three", "Two"]
