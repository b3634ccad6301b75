"""What happened on a day of the year."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from chronicle.models import Event
from tests.actors.test_actor_pages import texts
from tests.factories import make_event, make_published_event

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8


def titles(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200
    return texts(html.fromstring(response.content), "//*[contains(@class, 'entry__title')]")


def test_day_has_the_events_of_all_years_that_are_known_to_be_its_own(client):
    for date in ("2024-09-15", "2008-09-15", "2008-09-15?", "2008-09", "2008-09-14/2008-09-16", "", "2008-09-16"):
        make_published_event(title_en=date or "No date", date=date)
    make_event(title_en="Draft", date="2010-09-15")
    make_published_event(title_en="Tomorrow", date="2011-09-15", at=timezone.now() + dt.timedelta(days=1))

    assert titles(client, "/en/on-this-day/09-15/") == ["2008-09-15", "2024-09-15"]
    assert "15 September" in client.get("/en/on-this-day/09-15/").content.decode()
    assert "15 სექტემბერი" in client.get("/ka/on-this-day/09-15/").content.decode()


def test_events_of_one_year_stand_under_it_together(client):
    for date, title in (("2008-09-15", "First"), ("2008-09-15", "Second"), ("2024-09-15", "Third")):
        make_published_event(title_en=title, date=date)

    tree = html.fromstring(client.get("/en/on-this-day/09-15/").content)

    assert [(texts(year, ".//h2"), len(year.xpath(".//*[contains(@class, 'entry__title')]"))) for year in tree.xpath("//section[h2]")] == [
        (["2008"], 2),
        (["2024"], 1),
    ]


def test_leap_day_is_a_day_between_two_others_and_the_year_goes_round(client):
    make_published_event(title_en="Leap", date="2008-02-29")

    assert titles(client, "/en/on-this-day/02-29/") == ["Leap"]
    for day, before, after in (("02-29", "02-28", "03-01"), ("12-31", "12-30", "01-01"), ("01-01", "12-31", "01-02")):
        tree = html.fromstring(client.get(f"/en/on-this-day/{day}/").content)
        assert tree.xpath("//nav[@class='days']/a/@href") == [f"/en/on-this-day/{before}/", f"/en/on-this-day/{after}/"]


def test_day_that_no_year_has_is_not_there(client):
    for day in ("02-30", "13-01", "00-10", "04-31", "9-15", "09-151"):
        assert client.get(f"/en/on-this-day/{day}/").status_code == 404


def test_today_is_asked_anew_each_time(client, monkeypatch):
    for day in (dt.date(2026, 11, 22), dt.date(2026, 11, 23)):
        monkeypatch.setattr(timezone, "localdate", lambda day=day: day)
        assert client.get("/en/on-this-day/")["Location"] == f"/en/on-this-day/{day:%m-%d}/"
    assert 'href="/en/on-this-day/"' in client.get("/en/chronology/").content.decode()


def test_day_of_very_many_events_has_pages_and_costs_no_more(client, django_assert_max_num_queries):
    for number in range(51):
        make_published_event(title_en=f"Event {number}", date=f"{1900 + number}-09-15")

    with django_assert_max_num_queries(MOST_QUERIES):
        first = client.get("/en/on-this-day/09-15/")
    following = html.fromstring(first.content).xpath("//nav[@class='pagination']/a/@href")[0]

    assert [*titles(client, "/en/on-this-day/09-15/"), *titles(client, following)] == [f"Event {number}" for number in range(51)]
    assert Event.objects.count() == 51
