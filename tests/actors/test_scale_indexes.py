"""Indexes too long for a page: by letter, every name reached once, each page within what a page may weigh."""

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from actors import letters
from actors.branches import MOST_AS_A_TREE
from actors.models import Actor, Office
from publishing import listing
from publishing.publishable import State
from tests.actors.test_actor_pages import texts
from tests.factories import make_published_actor, make_published_office

pytestmark = pytest.mark.django_db
# Before packing, which leaves a fifth: fonts and style sheets take some 58 of the 90 kB that a page may weigh.
MOST_BYTES = 34_000


def make_many(model: type[Actor] | type[Office], names: list[str], **fields) -> None:
    """Make public records of these English names, without their history."""
    records = [
        model(name_en=name, slug_en=f"r-{number}", state=State.PUBLISHED, published_at_en=timezone.now(), **fields)
        for number, name in enumerate(names)
    ]
    for record in records:
        listing.derive(record)
    model.objects.bulk_create(records)


def walked(client: Client, path: str) -> list[html.HtmlElement]:
    """Return all pages of an index, from the first by the links to the next."""
    found = []
    for _turn in range(200):
        response = client.get(path)
        assert response.status_code == 200
        assert len(response.content) < MOST_BYTES
        found.append(html.fromstring(response.content))
        following = found[-1].xpath("//link[@rel='next']/@href")
        if not following:
            break
        path = following[0]
    return found


def test_every_person_stands_on_one_page_of_a_long_index(client):
    # Twelve under Z, a hundred and thirty under A, some in another script.
    names = [f"Given {'A' if number < 130 else 'Z'}name{number:03}" for number in range(142)] + [f"გიორგი აბაშიძე{number}" for number in range(3)]
    make_many(Actor, names)

    pages = walked(client, "/en/actors/")

    labels = [label for page in pages for label in texts(page, "//li[contains(@class, 'index__entry')]/a")]
    assert len(labels) == len(set(labels)) == 145
    assert [len(page.xpath("//li[contains(@class, 'index__entry')]")) for page in pages] == [50, 50, 30, 15]
    assert texts(pages[-1], "//h2[@class='index__letter']") == ["Z", "ა"]


def test_letter_is_an_address_and_knows_its_neighbours(client):
    make_many(Actor, [f"Given {letter}name{number:02}" for letter in "ABC" for number in range(40)])

    tree = html.fromstring(client.get("/en/actors/?letter=B").content)

    assert texts(tree, "//h2[@class='index__letter']") == ["B"]
    assert tree.xpath("//link[@rel='prev' or @rel='next']/@href") == ["/en/actors/", "/en/actors/?letter=C"]
    assert tree.xpath("//link[@rel='canonical']/@href")[0].endswith("/en/actors/?letter=B")
    assert tree.xpath("//nav[contains(@class, 'letters')]//a/@href") == ["/en/actors/#letter-41", "#letter-42", "/en/actors/?letter=C#letter-43"]
    assert tree.xpath("//nav[contains(@class, 'letters')]//a[@aria-current]/text()") == ["B"]


def test_first_letter_has_the_address_of_the_index(client):
    make_many(Actor, [f"Given {letter}name{number:02}" for letter in "AB" for number in range(40)])

    assert html.fromstring(client.get("/en/actors/?letter=A").content).xpath("//link[@rel='canonical']/@href")[0].endswith("/en/actors/")


@pytest.mark.parametrize("query", ["?letter=Q", "?letter=A&page=9", "?letter=A&page=0", "?page=x", "?letter=A&letter=A", "?letter=" + "A" * 10_000])
@pytest.mark.parametrize("path", ["/en/actors/", "/en/offices/"])
def test_letter_that_is_none_is_not_found(client, path, query):
    make_many(Actor, ["Ann Aname"])
    make_many(Office, ["Agency"])

    assert client.get(f"{path}{query}").status_code == 404


def test_very_many_people_fit_their_pages(client, django_assert_max_num_queries):
    make_many(Actor, [f"Given {'ABCDEFGHIJKLMNOPRSTUV'[number % 21]}name-of-usual-length {number}" for number in range(4999)])
    # A public change, under which a process remembers; and what it remembers of the site.
    make_published_actor(name_en="Given Zname")
    client.get("/en/news/")

    with django_assert_max_num_queries(6):
        response = client.get("/en/actors/")

    assert len(response.content) < MOST_BYTES


def test_small_tree_of_offices_is_whole(client):
    make_many(Office, [f"Office {number}" for number in range(MOST_AS_A_TREE)])

    assert len(html.fromstring(client.get("/en/offices/").content).xpath("//li[@class='branches__one']")) == MOST_AS_A_TREE


def test_many_offices_are_reached_level_by_level(client):
    top = make_published_office(name_en="Ministry of Everything")
    make_many(Office, [f"Unit {number:04}" for number in range(letters.PAGE + 30)], parent=top)

    first = html.fromstring(client.get("/en/offices/").content)
    assert texts(first, "//li[contains(@class, 'index__entry')]") == ["Ministry of Everything Other · 80 units"]
    below = walked(client, "/en/offices/" + first.xpath("//a[@class='index__below']/@href")[0])

    assert len({label for page in below for label in texts(page, "//li[contains(@class, 'index__entry')]/a")}) == letters.PAGE + 30
    assert texts(below[0], "//h1") == ["Part of: Ministry of Everything"]
    assert below[0].xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_two_thousand_offices_fit_their_pages(client, django_assert_max_num_queries):
    make_many(Office, [f"Office of usual length number {number:04}" for number in range(1999)])
    make_published_office(name_en="Office of usual length")
    client.get("/en/news/")

    with django_assert_max_num_queries(6):
        response = client.get("/en/offices/")

    assert len(response.content) < MOST_BYTES
    assert len(walked(client, "/en/offices/")) == 2000 / letters.PAGE


def test_units_of_what_is_no_office_are_not_found(client):
    assert client.get("/en/offices/?under=nothing").status_code == 404
    assert client.get("/en/offices/?under=a&under=b").status_code == 404
