"""Histories too long for a page: what is latest is shown, the rest has addresses of its own, and nothing is lost on the way."""

import datetime as dt

import pytest
from django.test import Client
from lxml import html

from actors.models import Actor, ActorName, Office, Remit, Tenure
from library.models import Source
from tests.actors.test_actor_pages import texts
from tests.actors.test_scale_indexes import MOST_BYTES, make_many
from tests.factories import make_published_actor, make_published_office, make_published_place

pytestmark = pytest.mark.django_db
MANY = 60


def tenures(count: int, **fields) -> list[Tenure]:
    """Return so many tenures of one year each, not stored."""
    return [Tenure(start=f"{1900 + number}-01-01", end=f"{1900 + number}-12-31", end_status="ended", **fields) for number in range(count)]


def make_long_office(count: int = MANY) -> Office:
    """Make an office with one post that so many people held, a year each."""
    office = make_published_office("Envoy", name_en="Mission")
    make_many(Actor, [f"Given Name{number:03}" for number in range(count)])
    made = tenures(count, post=office.posts.get())
    for tenure, actor in zip(made, Actor.objects.order_by("name_en"), strict=True):
        tenure.actor = actor
    Tenure.objects.bulk_create(made)
    source = Source.objects.create(title="A decree of some length about this")
    Tenure.sources.through.objects.bulk_create(Tenure.sources.through(tenure=tenure, source=source) for tenure in made)
    return office


def page(client: Client, path: str) -> html.HtmlElement:
    response = client.get(path)
    assert response.status_code == 200, path
    assert len(response.content) < MOST_BYTES
    return html.fromstring(response.content)


def walked(client: Client, path: str) -> list[html.HtmlElement]:
    """Return all pages of a list, from the first by the links to the next."""
    found = [page(client, path)]
    while following := found[-1].xpath("//link[@rel='next']/@href"):
        found.append(page(client, following[0]))
    return found


def test_office_shows_the_latest_holders_and_leads_to_all(client, django_assert_max_num_queries):
    office = make_long_office()
    client.get("/en/actors/")

    with django_assert_max_num_queries(12):
        tree = page(client, f"/en/offices/{office.slug_en}/?on=1950-06-01")

    assert texts(tree, "//tbody//th")[:2] == ["Given Name059", "Given Name058"]
    assert len(tree.xpath("//tbody/tr")) == 10
    # The answer for a day does not depend on what the page shows of the line.
    assert texts(tree, "//section[@id='on']//dd") == ["Given Name050 surely"]
    pages = walked(client, tree.xpath("//p[@class='all-of-it']/a/@href")[0])
    assert [text for each in pages for text in texts(each, "//tbody//th")] == [f"Given Name{number:03}" for number in reversed(range(MANY))]
    # Words and drawing go together on each page.
    assert all(len(each.xpath("//tbody/tr")) == len(each.xpath("//tbody/tr[.//*[local-name()='rect']]")) for each in pages)


def test_drawing_of_a_part_has_a_scale_of_its_own(client):
    office = make_long_office()

    last = walked(client, page(client, f"/en/offices/{office.slug_en}/").xpath("//p[@class='all-of-it']/a/@href")[0])[-1]

    assert last.xpath("//*[local-name()='text']/text()")[0] == "1900"


def test_many_holders_on_one_day_are_counted_and_listed(client):
    office = make_published_office("Member", name_en="Parliament")
    office.posts.update(seats=None)
    make_many(Actor, [f"Given Name{number:03}" for number in range(30)])
    Tenure.objects.bulk_create(Tenure(actor=actor, post=office.posts.get(), start="2020", end_status="ongoing") for actor in Actor.objects.all())

    tree = page(client, f"/en/offices/{office.slug_en}/?on=2024-10-15")

    assert len(tree.xpath("//section[@id='on']//dd")) == 11
    assert texts(tree, "//section[@id='on']//dd")[-1] == "and 20 more"
    pages = walked(client, tree.xpath("//section[@id='on']//dd/a/@href")[-1])
    assert sum(len(each.xpath("//tbody/tr")) for each in pages) == 30
    assert pages[0].xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_profile_shows_the_latest_posts_and_leads_to_all(client, django_assert_max_num_queries):
    office, actor = make_published_office("Envoy", name_en="Mission"), make_published_actor(name_en="Long Serving")
    post, place = office.posts.get(), make_published_place("Region")
    held = Tenure.objects.bulk_create(tenures(MANY, post=post, actor=actor))
    Remit.objects.bulk_create(Remit(actor=actor, tenure=tenure, place=place, start=tenure.start) for tenure in held)
    ActorName.objects.bulk_create(ActorName(actor=actor, name=f"Name {number}", position=number) for number in range(500))
    client.get("/en/actors/")

    with django_assert_max_num_queries(12):
        tree = page(client, f"/en/actors/{actor.slug_en}/")

    assert texts(tree, "//ol/li[starts-with(@id, 'tenure-')]//a[@class='tenure__anchor']")[0] == "1 January – 31 December 1959"
    links = tree.xpath("//p[@class='all-of-it']/a/@href")
    assert [link.split("/")[-2] for link in links] == ["posts", "remits", "names"]
    facts = [{anchor for each in walked(client, link) for anchor in each.xpath("//li/@id")} for link in links]
    assert [len(anchors) for anchors in facts] == [MANY, MANY, 500]


def test_short_history_is_whole_and_leads_nowhere_else(client):
    office = make_long_office(12)

    tree = page(client, f"/en/offices/{office.slug_en}/")

    assert len(tree.xpath("//tbody/tr")) == 12
    assert tree.xpath("//p[@class='all-of-it']") == []


def test_office_of_very_many_posts_leads_to_each(client, django_assert_max_num_queries):
    office, actor = (
        make_published_office(*(f"Post {number}" for number in range(MANY)), name_en="Ministry"),
        make_published_actor(name_en="Ann Above"),
    )
    Tenure.objects.bulk_create(Tenure(actor=actor, post=post, start="2000", end_status="ongoing") for post in office.posts.all())
    client.get("/en/actors/")

    with django_assert_max_num_queries(12):
        tree = page(client, f"/en/offices/{office.slug_en}/")

    pages = walked(client, tree.xpath("//p[@class='all-of-it']/a/@href")[-1])
    labels = [label for each in pages for label in each.xpath("//li[@class='part__label']/a/@href")]
    assert len(labels) == MANY
    assert texts(page(client, labels[-1]), "//tbody//th") == ["Ann Above"]


@pytest.mark.parametrize(
    "path",
    ["posts/2/", "posts/0/", "remits/2/", "names/2/", "posts/99999999/", "posts/x/"],
)
def test_part_that_is_none_is_not_found(client, path):
    actor = make_published_actor(name_en="Ann Above")

    assert client.get(f"/en/actors/{actor.slug_en}/{path}").status_code == 404


def test_part_of_what_is_not_public_is_not_found(client):
    office, actor = make_long_office(3), make_published_actor(name_en="No Profile", has_profile=False)
    hidden = make_published_office("Spy", name_en="Secret", at=dt.datetime(2999, 1, 1, tzinfo=dt.UTC))

    assert client.get(f"/en/offices/{hidden.slug_en}/posts/").status_code == 404
    assert client.get(f"/en/offices/{hidden.slug_en}/posts/{hidden.posts.get().pk}/").status_code == 404
    assert client.get(f"/en/offices/{office.slug_en}/posts/{hidden.posts.get().pk}/").status_code == 404
    assert client.get(f"/en/actors/{actor.slug_en}/posts/").status_code == 404
    assert client.get(f"/en/offices/{office.slug_en}/posts/{office.posts.get().pk}/?on=2008-13-45").status_code == 404


def test_old_address_of_a_part_leads_on(client):
    office = make_published_office("Envoy", name_en="Mission", name_ka="მისია")

    response = client.get(f"/ka/offices/mission/posts/{office.posts.get().pk}/")

    assert (response.status_code, response.headers["Location"]) == (301, f"/ka/offices/misia/posts/{office.posts.get().pk}/")
