"""A chronology drawn on a scale of time: what is drawn, how, and that the list beside it says the same."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from chronicle.timeline import drawing, periods
from publishing.partial_dates import PartialDate
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_chronology, make_event, make_published_chronology, make_published_event, publisher

pytestmark = pytest.mark.django_db
ADDRESS = "/en/chronology/visits/timeline/"


@pytest.fixture
def visits():
    return make_published_chronology(title_en="Visits", title_ka="ვიზიტები", slug_en="visits", slug_ka="vizitebi")


def drawn(client, query="", *, status=200):
    response = client.get(f"{ADDRESS}{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


def marks(tree) -> list[tuple[str, str, bool]]:
    """Return (name, address, whether it is drawn as uncertain) of every mark."""
    return [(mark.get("aria-label"), mark.get("href"), "possible" in mark.get("class")) for mark in tree.cssselect("a.chart__mark")]


def test_marks_are_the_events_of_the_list_in_its_order_with_its_numbers_and_links(client, visits):
    for title, date in [("Third", "2024-09-25"), ("First", "2008-09-14/2008-09-15"), ("Second", "2008-09-15")]:
        make_published_event(title_en=title, date=date, chronologies=[visits])
    make_published_event(title_en="When?", chronologies=[visits])

    tree = drawn(client)

    assert [(name, is_possible) for name, _url, is_possible in marks(tree)] == [
        ("1. First, 14–15 September 2008", False),
        ("2. Second, 15 September 2008", False),
        ("3. Third, 25 September 2024", False),
    ]
    assert [link.get("href") for link in tree.cssselect(".chart__list a")] == [url for _name, url, _is_possible in marks(tree)]
    assert [number.text for number in tree.cssselect(".chart__number")] == [number.text for number in tree.cssselect(".chart__count")]
    assert "1 event without a year is in the list only." in tree.text_content()


def test_what_is_not_known_to_the_day_is_drawn_as_not_known(client, visits):
    for date in ("2008", "2008-09", "2008-09-15?", "2008-10-01~", "2008-10/2008-11", "2008-12-01/"):
        make_published_event(title_en="Possibly", date=date, chronologies=[visits])
    for date in ("2008-09-15", "2008-09-14/2008-09-15"):
        make_published_event(title_en="Surely", date=date, chronologies=[visits])

    found = marks(drawn(client, "?period=2008"))

    assert [is_possible for name, _url, is_possible in found] == ["Possibly" in name for name, _url, _is_possible in found]
    assert len(found) == 8


def test_span_reaches_from_the_first_day_to_the_last_that_it_may_touch():
    units = periods.units_of(PartialDate.parse("2008"), [2008])
    year, september, day = (PartialDate.parse(text) for text in ("2008", "2008-09", "2008-09-15"))

    found = drawing.drawn([year, september, day], units, [unit.text for unit in units])

    assert found is not None
    top, bottom = found.ticks[0].y, found.ticks[-1].y
    whole, month, point = found.places
    assert (whole.top, whole.height) == (top, bottom - top)
    assert (month.top, month.height) == (found.ticks[8].y, found.ticks[9].y - found.ticks[8].y)
    assert point.height == 0
    assert found.ticks[8].y < point.y < found.ticks[9].y
    assert len({place.x for place in found.places}) == 3


def test_hidden_events_are_neither_drawn_nor_counted(client, visits):
    make_published_event(title_en="Public", date="2008-09-15", chronologies=[visits])
    draft = make_event(title_en="Secret draft", date="1901-01-01")
    draft.entries.create(chronology=visits)
    make_published_event(title_en="Secret plan", date="1902-01-01", chronologies=[visits], at=timezone.now() + dt.timedelta(days=3))
    withdrawn = make_published_event(title_en="Secret past", date="1903-01-01", chronologies=[visits])
    transition(withdrawn, State.WITHDRAWN, by=publisher())

    tree = drawn(client)

    assert [name for name, _url, _is_possible in marks(tree)] == ["1. Public, 15 September 2008"]
    assert "Secret" not in html.tostring(tree).decode()
    assert "19" not in [unit.text for unit in tree.cssselect(".chart__unit")]
    assert [client.get(f"{ADDRESS}?period={year}").status_code for year in (1901, 1902, 1903, 2008)] == [404, 404, 404, 200]


def test_timeline_of_a_draft_is_not_there_and_an_address_of_the_past_leads_on(client, visits):
    make_chronology(title_en="Hidden", slug_en="hidden")

    assert client.get("/en/chronology/hidden/timeline/").status_code == 404
    assert client.get("/ka/chronology/visits/timeline/").headers["Location"] == "/ka/chronology/vizitebi/timeline/"


def test_looking_closer_shows_one_period_and_the_ways_around_it(client, visits):
    for date in ("2008-09-15", "2008-10-03", "2020-01-05", "2020"):
        make_published_event(title_en=f"On {date}", date=date, chronologies=[visits])

    year, month, january = (drawn(client, f"?period={period}") for period in ("2008", "2008-09", "2020-01"))

    assert [name.split(",")[0] for name, _url, _is_possible in marks(year)] == ["1. On 2008-09-15", "2. On 2008-10-03"]
    assert [name.split(",")[0] for name, _url, _is_possible in marks(month)] == ["1. On 2008-09-15"]
    # Of what is known to the year, nobody says that it was in January.
    assert [name.split(",")[0] for name, _url, _is_possible in marks(january)] == ["1. On 2020-01-05"]
    assert [way.get("href").partition("?")[2] for way in month.cssselect(".chart__ways a")] == ["", "period=2008", "period=2020"]


def test_period_that_cannot_be_shown_is_refused_in_words_and_the_whole_is_shown(client, visits):
    make_published_event(title_en="Visit", date="2008-09-15", chronologies=[visits])

    for period, status in {"x": 400, "2008-13": 400, "20080": 400, "0000": 400, "9" * 5000: 400, "1850": 404}.items():
        tree = drawn(client, f"?period={period}", status=status)
        assert period[:20] in tree.cssselect("[role=alert]")[0].text
        assert len(marks(tree)) == 1


def test_what_is_too_much_to_draw_is_counted_down_to_the_day(client, visits, django_assert_max_num_queries):
    days = [dt.date(2008, 9, 1) + dt.timedelta(days=at % 20) for at in range(60)]
    for day in [*days, dt.date(1961, 5, 1)]:
        make_published_event(title_en="Visit", date=day.isoformat(), chronologies=[visits])
    make_published_event(title_en="Some day", date="2008-09", chronologies=[visits])
    # What a chronology offers is read once per process.
    client.get("/en/chronology/visits/")

    def bars(query: str) -> list[tuple[str, str]]:
        with django_assert_max_num_queries(8):
            tree = drawn(client, query)
        return [(bar.cssselect("a")[0].text, bar.cssselect(".chart__of")[0].text) for bar in tree.cssselect(".chart__bar:has(a)")]

    assert bars("") == [("The 1960s", "1 event"), ("The 2000s", "61 events")]
    assert bars("?period=200X") == [("2008", "61 events")]
    assert bars("?period=2008") == [("September 2008", "61 events")]
    assert bars("?period=2008-09")[:2] == [("1 September 2008", "3 events"), ("2 September 2008", "3 events")]
    tree = drawn(client, "?period=2008-09")
    assert "Of 1 event more is not known than September 2008." in tree.text_content()
    first = html.fromstring(client.get(tree.cssselect(".chart__bar a")[1].get("href")).content)
    assert first.cssselect(".entry__when")[0].text_content().strip() == "2 September 2008"


def test_empty_chronology_says_so(client, visits):
    make_published_event(title_en="When?", chronologies=[visits])

    assert "No event of this chronology has a year yet." in drawn(client).text_content()


def test_what_the_list_is_asked_for_is_what_is_drawn(client, visits):
    make_published_event(title_en="Meeting", kind="meeting", date="2008-09-15", chronologies=[visits])
    make_published_event(title_en="Visit", kind="visit", date="2008-09-16", chronologies=[visits])
    listed = html.fromstring(client.get("/en/chronology/visits/?kind=meeting&year=2008").content)

    url = next(link.get("href") for link in listed.cssselect(".outputs a") if link.text == "Timeline")
    tree = drawn(client, url.removeprefix(ADDRESS))

    assert url == f"{ADDRESS}?kind=meeting&period=2008"
    assert [name for name, _url, _is_possible in marks(tree)] == ["1. Meeting, 15 September 2008"]
    assert tree.xpath("//a[normalize-space()='Read it as a list']/@href") == ["/en/chronology/visits/?kind=meeting"]
    assert marks(drawn(client, "?kind=nonsense", status=400)) == []
