"""Who has a remit over a place: on its page, on one day, and the changes of a year, surely, possibly or not known."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from actors.models import Office, Place, Post, Remit, Tenure
from library.models import Source
from publishing import drafts
from tests.actors.test_actor_pages import texts
from tests.factories import (
    make_actor,
    make_office,
    make_published_actor,
    make_published_office,
    make_published_place,
    publisher,
)

pytestmark = pytest.mark.django_db
ONGOING, ENDED = {"end_status": "ongoing"}, {"end_status": "ended"}


@pytest.fixture
def region() -> Place:
    return make_published_place("Tskhinvali Region", name_ka="ცხინვალის რეგიონი")


@pytest.fixture
def administration() -> Office:
    office = make_published_office("Deputy Head", name_en="Presidential Administration")
    Post.objects.update(seats=None)
    return office


def charge(office: Office, region: Place, name: str, tenure: dict[str, Any] | None = None, **remit: Any) -> Remit:
    """Let somebody hold the post of an office, with a remit over a place."""
    held = Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **({**ONGOING, "start": "2000"} | (tenure or {})))
    return Remit.objects.create(actor=held.actor, tenure=held, place=region, **remit)


def year(client, place: Place, number: int, *, status: int = 200) -> html.HtmlElement:
    response = client.get(f"/en/remits/{place.slug_en}/{number}/")
    assert response.status_code == status
    return html.fromstring(response.content)


def group(tree: html.HtmlElement, heading: str) -> list[str]:
    """Return the names in a group of changes, each with how surely."""
    return texts(tree, f"//section[h2='{heading}']//p[@class='tenure__title']")


# On the page of the place


def test_place_lists_who_has_a_remit_over_it_present_possible_and_past(client, region, administration):
    present = charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)
    charge(administration, region, "Sergey Kiriyenko", tenure={"start": "2001", "end_status": "unknown"}, start="2001")
    charge(administration, region, "Vladislav Surkov", start="2013", end="2020", **ENDED)
    present.sources.add(Source.objects.create(title="Archive"))

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/").content)

    for heading, name in {
        "Remits at present": "Dmitry Kozak",
        "Remits possibly at present": "Sergey Kiriyenko",
        "Remits of the past": "Vladislav Surkov",
    }.items():
        assert texts(tree, f"//section[h2='{heading}']//li//div/p[2]") == [f"{name} · Presidential Administration"]
    assert texts(tree, f"//li[@id='remit-{present.pk}']//p[@class='tenure__when']") == ["since 2020"]
    assert texts(tree, f"//li[@id='remit-{present.pk}']//ul[@class='receipts']/li") == ["Source: Archive"]
    assert tree.text_content().count("Source not recorded.") == 2
    assert f"/en/actors/dmitry-kozak/#remit-{present.pk}" in tree.xpath("//a/@href")


def test_remit_of_a_post_is_told_by_its_holders(client, region):
    office = make_published_office("Supervisor", name_en="Council")
    Remit.objects.create(holder=office, post=office.posts.get(), place=region, start="2010", **ONGOING)
    for name, dates in {"First": {"start": "2008", "end": "2012", **ENDED}, "Second": {"start": "2012", **ONGOING}}.items():
        Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **dates)

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/").content)

    assert texts(tree, "//section[h2='Remits at present']//p[@class='tenure__when']") == ["since 2012"]
    assert texts(tree, "//section[h2='Remits of the past']//p[@class='tenure__when']") == ["2010–2012"]


def test_remit_of_a_post_that_nobody_holds_says_so(client, region):
    office = make_published_office("Supervisor", name_en="Council")
    Remit.objects.create(holder=office, post=office.posts.get(), place=region, start="2010", **ONGOING)

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/").content)

    assert "Nobody is recorded in this post." in tree.text_content()
    assert texts(tree, "//section[h2='Remits at present']//div/p[2]/a[1]") == ["Supervisor"]


@pytest.mark.parametrize(
    ("day", "answers"),
    [
        ("2024-10-15", ["Dmitry Kozak surely"]),
        ("15 October 2024", ["Dmitry Kozak surely"]),
        ("2020-06-01", ["Dmitry Kozak possibly", "Vladislav Surkov possibly"]),
        ("2015-01-01", ["Vladislav Surkov surely"]),
        ("1999-01-01", []),
    ],
)
def test_day_is_answered_surely_or_possibly(client, region, administration, day, answers):
    charge(administration, region, "Vladislav Surkov", start="2013", end="2020", **ENDED)
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/", {"on": day}).content)

    found = [" ".join(item.text_content().split()).split(" Supervises")[0] for item in tree.xpath("//ul[@class='answers']/li")]
    assert found == answers
    assert ("Nobody is recorded for that day." in tree.text_content()) == (not answers)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_answer_of_a_day_is_that_of_the_model(client, region, administration):
    charge(administration, region, "Vladislav Surkov", start="2013", end="2020", **ENDED)
    charge(administration, region, "Dmitry Kozak", tenure={"start": "2018", "end_status": "unknown"}, start="2020")
    day = dt.date(2020, 5, 1)

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/", {"on": day.isoformat()}).content)

    assert {str(each.tenure.actor): each.is_sure for each in region.remits_on(day)} == {
        name: text.endswith("surely")
        for name, text in zip(texts(tree, "//ul[@class='answers']/li/a"), texts(tree, "//ul[@class='answers']/li/span[1]"), strict=True)
    }


@pytest.mark.parametrize("typed", ["2008-13-45", "2008", "2008/..", "03/04/2008", "x" * 3000, "<script>"])
def test_what_is_no_day_is_refused_in_words(client, region, administration, typed):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)

    response = client.get("/en/places/tskhinvali-region/", {"on": typed})

    assert response.status_code == 400
    assert texts(html.fromstring(response.content), "//p[@role='alert']")


# The changes of a year


def test_year_tells_who_came_left_and_stayed(client, region, administration):
    charge(administration, region, "Stayed", start="2010", **ONGOING)
    charge(administration, region, "Left", start="2010", end="2024-05", **ENDED)
    charge(administration, region, "Came", start="2024-05", **ONGOING)
    charge(administration, region, "Long gone", start="2010", end="2012", **ENDED)
    charge(administration, region, "Nobody knows")

    tree = year(client, region, 2024)

    assert texts(tree, "//h1") == ["Supervisors of Tskhinvali Region, 2024"]
    assert group(tree, "Came") == ["Came surely"]
    assert group(tree, "Left") == ["Left surely"]
    assert group(tree, "Stayed") == ["Stayed surely"]
    assert group(tree, "Not known") == ["Nobody knows"]


def test_whoever_came_and_left_in_a_year_stands_in_both(client, region, administration):
    charge(administration, region, "Short", start="2024-02", end="2024-11", **ENDED)

    tree = year(client, region, 2024)

    assert (group(tree, "Came"), group(tree, "Left")) == (["Short surely"], ["Short surely"])


def test_date_that_reaches_beyond_a_year_belongs_to_it_possibly(client, region, administration):
    charge(administration, region, "Somebody", start="201X", **ONGOING)

    assert group(year(client, region, 2015), "Came") == ["Somebody possibly"]
    assert group(year(client, region, 2022), "Stayed") == ["Somebody surely"]


def test_remit_without_dates_is_bounded_by_its_tenure(client, region, administration):
    charge(administration, region, "Somebody", tenure={"start": "2015", "end": "2017", **ENDED})

    assert group(year(client, region, 2015), "Came") == ["Somebody surely"]
    assert group(year(client, region, 2016), "Stayed") == ["Somebody surely"]
    year(client, region, 2018, status=404)


def test_time_between_two_holders_of_a_post_is_vacant(client, region):
    office = make_published_office("Supervisor", name_en="Council")
    Remit.objects.create(holder=office, post=office.posts.get(), place=region, start="2000", **ONGOING)
    for name, dates in {"First": {"start": "2008", "end": "2012-03", **ENDED}, "Second": {"start": "2012-09", **ONGOING}}.items():
        Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **dates)

    assert texts(year(client, region, 2012), "//section[h2='Vacant']//li") == ["Supervisor Nobody is recorded between March 2012 and September 2012."]
    assert texts(year(client, region, 2013), "//section[h2='Vacant']//li") == []


def test_year_says_what_it_is_computed_from(client, region, administration):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)
    charge(administration, region, "Nobody knows", tenure={"start": "", "end_status": "unknown"})

    tree = year(client, region, 2024)

    facts = dict(zip(texts(tree, "//dl[@class='facts']//dt"), texts(tree, "//dl[@class='facts']//dd"), strict=True))
    assert {name: facts[name] for name in ("Remits", "People", "Beginning not known", "End not known")} == {
        "Remits": "2",
        "People": "2",
        "Beginning not known": "1",
        "End not known": "1",
    }
    assert "Latest change" in facts


def test_years_lead_to_each_other_and_from_the_place(client, region, administration):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)

    place = html.fromstring(client.get("/en/places/tskhinvali-region/").content)
    tree = year(client, region, 2021)

    this_year = timezone.localdate().year
    assert texts(place, "//section[h2='Changes by year']//a") == [str(number) for number in range(this_year, 2019, -1)]
    assert tree.xpath("//link[@rel='prev' or @rel='next']/@href") == ["/en/remits/tskhinvali-region/2020/", "/en/remits/tskhinvali-region/2022/"]


@pytest.mark.parametrize("number", ["2019", "0000", "0001", "9999", "1066"])
def test_year_without_anything_is_not_there(client, region, administration, number):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)

    assert client.get(f"/en/remits/tskhinvali-region/{number}/").status_code == 404


@pytest.mark.parametrize("address", ["20", "20240", "year", "2024-01", "", "-2024"])
def test_what_is_no_year_is_not_there(client, region, address):
    assert client.get(f"/en/remits/tskhinvali-region/{address}/").status_code == 404


def test_year_of_a_place_that_does_not_exist_is_not_there(client):
    assert client.get("/en/remits/nowhere/2024/").status_code == 404


def test_year_stands_at_the_address_of_its_language_and_moves_with_the_place(client, region, administration):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)

    assert client.get("/ka/remits/tskhinvali-region/2024/")["Location"] == "/ka/remits/tskhinvalis-regioni/2024/"
    assert client.get("/ka/remits/tskhinvalis-regioni/2024/").status_code == 200
    drafts.withdraw(region, by=publisher())
    assert client.get("/en/remits/tskhinvali-region/2024/").status_code == 410


def test_people_and_offices_that_are_not_public_are_not_told(client, region, administration):
    charge(administration, region, "Dmitry Kozak", start="2020", **ONGOING)
    hidden = make_office(name_en="Secret Office")
    post = Post.objects.create(office=hidden, title_en="Secret Post")
    actor = make_actor(name_en="Secret Person")
    for who, what in ((actor, administration.posts.get()), (make_published_actor(name_en="Other"), post)):
        tenure = Tenure.objects.create(actor=who, post=what, start="2024", **ONGOING)
        Remit.objects.create(actor=who, tenure=tenure, place=region, start="2024", within=hidden)
    Remit.objects.create(holder=hidden, post=post, place=region, start="2024")

    pages = [client.get(path).content.decode() for path in ("/en/remits/tskhinvali-region/2024/", "/en/places/tskhinvali-region/?on=2024-06-01")]

    assert not [word for word in ("Secret", "Other") for text in pages if word in text]
    assert "<dd>1</dd>" in pages[0]


def test_person_without_a_page_is_named_without_a_way_there(client, region, administration):
    remit = charge(administration, region, "Giga Otkhozoria", start="2020", **ONGOING)
    remit.actor.has_profile = False
    remit.actor.save()

    tree = year(client, region, 2024)

    assert not [address for address in tree.xpath("//a/@href") if "giga" in address]
