"""The page of an office: its posts with everybody who held them, and who surely or possibly held them on a day."""

import pytest
from django.core.cache import cache
from lxml import html

from actors.models import Office, OfficeLink, OfficeName, Remit, Tenure
from actors.succession import Scale, bars
from library.models import Source
from tests.actors.test_actor_pages import texts
from tests.factories import make_office, make_published_actor, make_published_office, make_published_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry() -> Office:
    return make_published_office("Minister of Foreign Affairs", name_en="Ministry of Foreign Affairs", name_ka="საგარეო საქმეთა სამინისტრო")


def hold(office: Office, name: str, **fields) -> Tenure:
    return Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **fields)


def page(client, office: Office, query: str = "", *, status: int = 200) -> html.HtmlElement:
    response = client.get(f"/en/offices/{office.slug_en}/{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


def test_post_lists_its_holders_with_a_line_for_each(client, ministry):
    hold(ministry, "Igor Ivanov", start="1998", end="2004", end_status="ended")
    hold(ministry, "Sergey Lavrov", start="2004-03-09", end_status="ongoing")

    tree = page(client, ministry)

    assert texts(tree, "//table[@class='succession']//tbody//th") == ["Sergey Lavrov", "Igor Ivanov"]
    assert texts(tree, "//tbody//a[@class='tenure__anchor']") == ["since 9 March 2004", "1998–2004"]
    # A year as the start and a year as the end: possible, sure, possible.
    assert [rect.get("class") for rect in tree.xpath("//tbody/tr[2]//*[local-name()='rect']")] == [
        "succession__possible",
        "succession__sure",
        "succession__possible",
    ]


def test_holder_without_dates_has_words_and_no_line(client, ministry):
    hold(ministry, "Murat Jioev")

    tree = page(client, ministry)

    assert texts(tree, "//tbody//a[@class='tenure__anchor']") == ["dates unknown"]
    assert tree.xpath("//*[local-name()='rect']") == []


def test_post_without_holders_says_so(client, ministry):
    assert "Nobody is recorded in this post." in page(client, ministry).text_content()


def test_day_is_answered_surely_or_possibly(client, ministry):
    hold(ministry, "Igor Ivanov", start="1998", end="2004", end_status="ended")
    hold(ministry, "Sergey Lavrov", start="2004-03-09", end_status="ongoing")

    answers = [texts(page(client, ministry, f"?on={day}"), "//section[@id='on']//dd") for day in ("2004-06-01", "2000-01-01", "1990-01-01")]

    assert answers == [["Sergey Lavrov surely", "Igor Ivanov possibly"], ["Igor Ivanov surely"], ["Nobody is recorded for that day."]]


def test_day_is_read_as_people_write_it(client, ministry):
    assert texts(page(client, ministry, "?on=15 October 2024"), "//h3") == ["On 15 October 2024"]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("2008-13-45", "“13” is not a month: months are 01 to 12, seasons 21 to 24."),
        ("2008", "Give one day, for example 2024-10-15."),
        ("2008/..", "Give one day, for example 2024-10-15."),
        ("03/04/2008", "“03/04/2008” can be read in two ways: 2008-04-03 or 2008-03-04. Write the name of the month, or one of these."),
        ("x" * 3000, "A date is shorter than 80 characters."),
        ("<script>", "“<” is not understood as part of a date."),
    ],
)
def test_what_is_no_day_is_refused_in_words(client, ministry, typed, wrong):
    tree = page(client, ministry, f"?on={typed}", status=400)

    assert texts(tree, "//p[@role='alert']") == [wrong]


def test_page_with_an_answer_is_not_indexed(client, ministry):
    assert page(client, ministry, "?on=2024-10-15").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert page(client, ministry).xpath("//meta[@name='robots']/@content") == []


def test_office_names_what_it_is_part_of_and_what_it_is_linked_with(client, ministry):
    department = make_published_office(name_en="4th CIS Department", parent=ministry)
    OfficeLink.objects.create(office=ministry, kind="counterpart_of", other=make_published_office(name_en="Other ministry"))
    OfficeLink.objects.create(office=ministry, kind="successor_of", other=make_office(name_en="Hidden ministry"))

    tree = page(client, ministry)

    assert texts(tree, "//dl[contains(@class, 'facts') and not(contains(@class, 'article'))]//dd")[1:] == ["Other ministry", "4th CIS Department"]
    assert texts(page(client, department), "//nav[@class='above']//li") == ["Offices", "Ministry of Foreign Affairs"]


def test_de_facto_is_printed_from_the_mark(client):
    office = make_published_office("President", name_en="Presidency", mark_en="de_facto", recognition="de_facto")

    tree = page(client, office)

    assert "De facto President" in texts(tree, "//h2")
    assert "GovernmentOrganization" not in tree.xpath("string(//script[@type='application/ld+json'])")


def test_office_costs_the_same_however_many_held_its_posts(client, django_assert_max_num_queries):
    place, source = make_published_place(), Source.objects.create(title="Decree")
    above = make_published_office(name_en="Government", parent=make_published_office(name_en="State"))
    office = make_published_office(*(f"Post {number}" for number in range(10)), name_en="Ministry", parent=above, place=place)
    for post in office.posts.all():
        for number in range(3):
            actor = make_published_actor(name_en=f"Person {number}")
            tenure = Tenure.objects.create(actor=actor, post=post, start=str(1990 + number), end_status="ended")
            tenure.sources.add(source)
        remit = Remit.objects.create(holder=office, post=post, place=place, within=office)
        remit.sources.add(source)
    OfficeName.objects.create(office=office, name="The old name")
    # What a process remembers of the site.
    client.get("/en/offices/")

    with django_assert_max_num_queries(12):
        page(client, office, "?on=1991-01-01")
    cache.clear()
    with django_assert_max_num_queries(12):
        page(client, office)


# The tree


def test_offices_stand_under_what_they_are_part_of(client, ministry):
    department = make_published_office(name_en="4th CIS Department", parent=ministry)
    make_published_office(name_en="Desk", parent=department)
    make_published_office(name_en="Orphan", parent=make_office(name_en="Hidden"))

    tree = html.fromstring(client.get("/en/offices/").content)

    top = tree.xpath("//div[contains(@class, 'row__main')]/ul[@class='branches']/li/a/text()")
    assert top == ["Ministry of Foreign Affairs", "Orphan"]
    assert tree.xpath("//ul/li/ul/li/ul/li/a/text()") == ["Desk"]


def test_tree_costs_the_same_for_many(client, django_assert_max_num_queries):
    above = None
    for number in range(30):
        above = make_published_office(name_en=f"Office {number}", parent=above if number % 5 else None)

    with django_assert_max_num_queries(6):
        client.get("/en/offices/")


# The line


def test_line_goes_on_to_today_only_where_it_goes_on(ministry):
    tenure = hold(ministry, "Sergey Lavrov", start="2004-03-09", end_status="unknown")
    scale = Scale.of([tenure])

    drawn = bars(tenure, scale, tenure.start_upper)

    assert [bar.is_sure for bar in drawn] == [False]
