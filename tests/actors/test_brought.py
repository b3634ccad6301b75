"""What comes with a post: its remits on the profile of whoever held it, for the time of both."""

import pytest
from lxml import html

from actors.brought import Span, both
from actors.models import Actor, Office, Remit, Tenure
from publishing.partial_dates import PartialDate
from tests.actors.test_actor_pages import page, texts
from tests.factories import make_office, make_published_actor, make_published_office, make_published_place

pytestmark = pytest.mark.django_db

REMITS = "//li[contains(@id, 'remit-')]"


@pytest.fixture
def government() -> Office:
    return make_published_office("Deputy Chairman", name_en="Government", name_ka="მთავრობა")


@pytest.fixture
def novak() -> Actor:
    return make_published_actor(name_en="Alexander Novak", name_ka="ალექსანდრ ნოვაკი")


def remit_of_the_post(office: Office, place: str = "Occupied regions", **fields) -> Remit:
    return Remit.objects.create(holder=office, post=office.posts.get(), place=make_published_place(place), **fields)


def test_remit_of_a_post_stands_with_its_holder_for_the_time_of_both(client, government, novak):
    tenure = Tenure.objects.create(actor=novak, post=government.posts.get(), start="2020-11-10", end_status="ongoing")
    remit_of_the_post(government, start="2008", end="2024-05", end_status="ended")

    tree = page(client, novak)

    assert texts(tree, REMITS) == ["10 November 2020 – May 2024 Supervises Occupied regions As Deputy Chairman Source not recorded."]
    assert tree.xpath(f"{REMITS}//p[@class='tenure__note']/a/@href") == [f"#tenure-{tenure.pk}"]
    assert tree.xpath(f"//*[@id='tenure-{tenure.pk}']")


def test_remit_whose_time_is_not_known_says_so(client, government, novak):
    Tenure.objects.create(actor=novak, post=government.posts.get(), start="2012", end="2014", end_status="ended")
    remit_of_the_post(government)

    assert texts(page(client, novak), f"{REMITS}//p") == [
        *("2012–2014", "Supervises", "Occupied regions", "As Deputy Chairman", "The remit itself: dates unknown", "Source not recorded."),
    ]


def test_remit_is_told_with_each_tenure_that_may_have_had_it_and_no_other(client, government, novak):
    for start, end in (("2000", "2003"), ("2005", "2007"), ("2009", "2010")):
        Tenure.objects.create(actor=novak, post=government.posts.get(), start=start, end=end, end_status="ended")
    remit_of_the_post(government, start="2006", end_status="ongoing")

    tree = page(client, novak)

    assert texts(tree, f"{REMITS}//p[@class='tenure__when']") == ["2009–2010", "2006–2007"]
    assert len(set(tree.xpath("//@id"))) == len(tree.xpath("//@id"))


def test_remit_of_a_post_says_so_in_georgian(client, government, novak):
    Tenure.objects.create(actor=novak, post=government.posts.get(), start="2012", end_status="ongoing")
    remit_of_the_post(government, start="2012", end_status="ongoing")

    assert texts(page(client, novak, "ka"), f"{REMITS}//p[@class='tenure__note']") == ["როგორც Deputy Chairman"]


def test_remit_of_a_post_in_an_office_that_is_not_public_is_not_told(client, novak):
    hidden = make_office("Spy", name_en="Secret service")
    Tenure.objects.create(actor=novak, post=hidden.posts.get(), start="2012", end_status="ongoing")
    remit_of_the_post(hidden, "Hidden region", start="2012", end_status="ongoing")

    assert "Hidden region" not in html.tostring(page(client, novak), encoding="unicode")
    assert client.get(f"/api/v1/actors/{novak.pk}/").json()["remits"] == []


def test_api_names_the_tenure_and_the_post(client, government, novak):
    tenure = Tenure.objects.create(actor=novak, post=government.posts.get(), start="2012", end_status="ongoing")
    own = Remit.objects.create(actor=novak, tenure=tenure, place=make_published_place("Other"))
    remit = remit_of_the_post(government, start="2008", end_status="ongoing")

    found = client.get(f"/api/v1/actors/{novak.pk}/").json()["remits"]

    assert [(row["tenure"], row["post"], row["place"]) for row in found] == [
        (str(tenure.pk), None, str(own.place_id)),
        (str(tenure.pk), str(remit.post_id), str(remit.place_id)),
    ]


@pytest.mark.parametrize(
    ("tenure", "remit", "found"),
    [
        (("2012", "2014", "ended"), ("2013-05", "", "ongoing"), ("2013-05", "2014", "ended")),
        (("2012-03-01", "", "ongoing"), ("2012", "", "ongoing"), ("2012", "", "ongoing")),
        (("2012", "", "ongoing"), ("", "", "unknown"), ("2012", "", "unknown")),
        (("", "2014-06", "ended"), ("2008", "2014", "ended"), ("2008", "2014", "ended")),
        (("2012", "", "unknown"), ("2008", "", "ended"), ("2012", "", "ended")),
    ],
)
def test_time_of_both_is_the_later_start_and_the_earlier_end_as_exact_as_is_sure(tenure, remit, found):
    rows = (kind(start=start, end=end, end_status=status) for kind, (start, end, status) in ((Tenure, tenure), (Remit, remit)))

    start, end, status = found
    assert both(*rows) == Span(*(PartialDate.parse(text) if text else None for text in (start, end)), status)
