"""The index of people, asked: who held what office, looked after which place, was in office on which day; all three together."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from lxml import html

from actors.models import Remit, Tenure
from publishing import drafts
from publishing.middleware import PageCacheMiddleware
from tests.actors.test_actor_pages import texts
from tests.factories import make_office, make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db


def hold(name: str, office, **fields) -> Tenure:
    return Tenure.objects.create(actor=make_published_actor(name_en=name), post=office.posts.get(), **fields)


def oversee(tenure: Tenure, place, **fields) -> Remit:
    return Remit.objects.create(actor=tenure.actor, tenure=tenure, place=place, **fields)


def asked(client: Client, query: str, *, status: int = 200, language: str = "en") -> html.HtmlElement:
    response = client.get(f"/{language}/actors/{query}")
    assert response.status_code == status
    return html.fromstring(response.content)


def answers(client: Client, query: str) -> list[str]:
    return texts(asked(client, query), "//li[contains(@class, 'index__entry')]")


def test_office_answers_with_its_units(client):
    ministry = make_published_office("Minister", name_en="Ministry")
    desk = make_published_office("Head", name_en="Desk", parent=make_published_office(name_en="Department", parent=ministry))
    hold("Ann Above", ministry, start="1990", end="1995", end_status="ended")
    hold("Dan Desk", desk)
    hold("Eve Else", make_published_office("Clerk", name_en="Court"))

    assert answers(client, "?office=ministry") == ["Above, Ann Minister", "Desk, Dan Head"]
    assert answers(client, "?office=desk") == ["Desk, Dan Head"]


def test_place_answers_with_what_lies_in_it_by_tenure_or_by_post(client):
    region = make_published_place("Region")
    village = make_published_place("Village", parent=region)
    office = make_published_office("Curator", name_en="Bureau")
    oversee(hold("Tom Tenure", make_published_office("Deputy", name_en="Council")), village)
    Remit.objects.create(holder=office, post=office.posts.get(), place=region)
    hold("Pat Post", office)
    hold("Eve Else", make_published_office("Clerk", name_en="Court"))

    assert answers(client, "?place=region") == ["Post, Pat Curator", "Tenure, Tom Deputy"]
    assert answers(client, "?place=village") == ["Tenure, Tom Deputy"]


def test_remit_tells_of_the_day_what_its_own_tenure_leaves_unknown(client):
    region = make_published_place("Region")
    deputy, curator = make_published_office("Deputy", name_en="Council"), make_published_office("Curator", name_en="Bureau")
    oversee(hold("Tom Tenure", deputy), region, start="2020", end_status="ongoing")
    hold("Pat Post", curator)
    Remit.objects.create(holder=curator, post=curator.posts.get(), place=region, start="2020", end_status="ongoing")

    assert answers(client, "?place=region&on=2024-10-15") == ["Post, Pat Curator possibly", "Tenure, Tom Deputy surely"]


def test_day_is_answered_surely_or_possibly_of_each_person(client):
    office = make_published_office("Envoy", name_en="Mission")
    office.posts.update(seats=None)
    hold("Sue Sure", office, start="2019", end_status="ongoing")
    hold("Max Maybe", office, start="2020", end_status="ongoing")
    hold("Nat Not", office, start="2021", end_status="ongoing")

    assert answers(client, "?on=2020-06-01") == ["Maybe, Max Envoy possibly", "Sure, Sue Envoy surely"]
    assert answers(client, "?on=1 June 2020") == answers(client, "?on=2020-06-01")


def test_remit_that_is_possible_makes_its_holder_possible(client):
    region, tenure = (
        make_published_place("Region"),
        hold("Sue Sure", make_published_office("Envoy", name_en="Mission"), start="2010", end_status="ongoing"),
    )
    oversee(tenure, region, start="2020", end_status="ongoing")

    assert answers(client, "?place=region&on=2024-10-15") == ["Sure, Sue Envoy surely"]
    assert answers(client, "?place=region&on=2020-06-01") == ["Sure, Sue Envoy possibly"]
    assert answers(client, "?place=region&on=2019-06-01") == []


def test_one_tenure_has_to_meet_all_filters(client):
    ministry, council = make_published_office("Minister", name_en="Ministry"), make_published_office("Secretary", name_en="Council")
    held = hold("Ann Both", ministry, start="1990", end="1995", end_status="ended")
    Tenure.objects.create(actor=held.actor, post=council.posts.get(), start="2000", end_status="ongoing")

    assert answers(client, "?office=ministry&on=2010-01-01") == []
    assert answers(client, "?office=council&on=2010-01-01") == ["Both, Ann Secretary surely"]


def test_who_is_not_public_never_answers(client):
    office = make_published_office("Minister", name_en="Ministry")
    drafts.withdraw(hold("Will Withdrawn", office, start="2000", end_status="ongoing").actor, by=publisher())
    hidden = make_office("Spy", name_en="Secret service", slug_en="secret")
    hold("Ann Agent", hidden, start="2000", end_status="ongoing")
    make_published_place("Nowhere")

    assert answers(client, "?on=2010-01-01") == answers(client, "?office=ministry") == []
    assert "Secret" not in asked(client, "").text_content()
    assert "Nowhere" not in asked(client, "").text_content()
    asked(client, "?office=secret", status=400)
    asked(client, "?place=nowhere", status=400)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("?on=2008-13-45", "“13” is not a month: months are 01 to 12, seasons 21 to 24."),
        ("?on=2008", "Give one day, for example 2024-10-15."),
        ("?on=2008-01-01&on=2009-01-01", "This was given more than once. Give it once."),
        ("?office=a&office=b", "This was given more than once. Give it once."),
        ("?office=<script>", "Nothing of this name is recorded: “<script>”."),
        ("?place=" + "x" * 10_000, "A name is shorter than 200 characters."),
        ("?on=" + "1" * 10_000, "A date is shorter than 80 characters."),
        ("?place=%FF%FE", "Nothing of this name is recorded: “��”."),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(client, query, wrong):
    tree = asked(client, query, status=400)

    assert texts(tree, "//*[@role='alert']") == [wrong]
    assert tree.xpath("//*[@aria-invalid='true']/@aria-describedby") == tree.xpath("//*[@role='alert']/@id")


def test_name_in_words_finds_an_office_and_asks_where_several_have_it(client):
    russia = make_published_office(name_en="Government of Russia")
    for number, above in enumerate([russia, make_published_office(name_en="Government of Georgia")]):
        hold(f"Person {number}", make_published_office("Minister", name_en="Ministry of Foreign Affairs", parent=above))

    assert answers(client, "?office=government of russia") == ["0, Person Minister"]
    tree = asked(client, "?office=foreign affairs", status=400)
    assert texts(tree, "//ul[@class='filters__like-it']/li") == [
        "Ministry of Foreign Affairs Government of Georgia",
        "Ministry of Foreign Affairs Government of Russia",
    ]
    assert answers(client, tree.xpath("//ul[@class='filters__like-it']//@href")[0]) == ["1, Person Minister"]


def test_filtered_page_is_not_indexed_and_keeps_its_question_in_the_other_language(client):
    office = make_published_office("Minister", name_en="Ministry", name_ka="სამინისტრო")
    hold("Ann Above", office, start="2000", end_status="ongoing")

    tree = asked(client, "?office=ministry&on=2010-01-01")

    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//link[@rel='canonical']/@href")[0].endswith("/en/actors/")
    assert tree.xpath("//nav[contains(@class, 'languages')]//a/@href") == ["/ka/actors/?office=saministro&on=2010-01-01"]
    assert tree.xpath("//option[@selected]/@value") == ["ministry"]
    assert asked(client, "").xpath("//meta[@name='robots']/@content") == []


def test_address_of_another_language_is_understood(client):
    hold("Ann Above", make_published_office("Minister", name_en="Ministry", name_ka="სამინისტრო"))

    assert answers(client, "?office=saministro") == answers(client, "?office=ministry") == ["Above, Ann Minister"]


def test_empty_boxes_are_no_filter(client):
    make_published_actor(name_en="Ann Above")

    assert answers(client, "?office=&place=&on=") == ["Above, Ann"]
    assert asked(client, "?office=&place=&on=").xpath("//meta[@name='robots']/@content") == []


def test_index_keeps_no_page_for_what_it_does_not_read():
    cached = PageCacheMiddleware(lambda request: HttpResponse(request.get_full_path()))
    queries = ["?on=2010-01-01", "?before=x&on=2010-01-01", "?utm=1&place=&on=2010-01-01&office=", "?on=a&on=b&on=c"]

    assert [cached(RequestFactory().get(f"/en/actors/{query}")).content.decode() for query in queries] == [
        *["/en/actors/?on=2010-01-01"] * 3,
        "/en/actors/?on=a&on=b",
    ]


@pytest.mark.parametrize("number", [3, 30])
def test_answer_costs_the_same_for_many(client, django_assert_max_num_queries, number):
    region, office = make_published_place("Region"), make_published_office("Minister", name_en="Ministry")
    for count in range(number):
        oversee(hold(f"Person {count}", office, start="2000", end="2001", end_status="ended"), region)
    # What a process remembers of the site.
    client.get("/en/actors/")

    with django_assert_max_num_queries(6):
        assert len(answers(client, "?office=ministry&place=region&on=2000-06-01")) == number
