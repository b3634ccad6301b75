"""The page of a place with everything on it: what it costs, and the articles with its tag."""

import datetime as dt

import pytest
from django.utils import timezone
from lxml import html

from actors.models import Place, Remit
from library.models import Source
from publishing import drafts
from tests.actors.test_actor_pages import texts
from tests.actors.test_remit_years import ONGOING, charge, year
from tests.factories import make_published_article, make_published_office, make_published_place, make_tag, publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Place:
    return make_published_place("Tskhinvali Region")


# Speed


@pytest.mark.parametrize("count", [3, 30])
def test_place_and_year_cost_the_same_however_many_had_a_remit(client, region, django_assert_max_num_queries, count):
    tag, source = make_tag("Tskhinvali Region"), Source.objects.create(title="Archive")
    Place.objects.filter(pk=region.pk).update(tag=tag, parent=make_published_place("Georgia"))
    for number in range(count):
        office = make_published_office("Supervisor", name_en=f"Council {number}", place=region)
        make_published_place(f"Village {number}", parent=region)
        make_published_article(title_en=f"Article {number}", tags=[tag])
        charge(office, region, f"Person {number}", start="2020", within=office, **ONGOING).sources.add(source)
        Remit.objects.create(holder=office, post=office.posts.get(), place=region, start="2010").sources.add(source)
    client.get("/en/offices/")

    with django_assert_max_num_queries(12):
        client.get("/en/places/tskhinvali-region/?on=2024-06-01")
    with django_assert_max_num_queries(12):
        year(client, region, 2024)


# Articles


def test_place_lists_the_newest_articles_with_its_tag(client, region):
    tag, now = make_tag("Tskhinvali Region"), timezone.now()
    Place.objects.filter(pk=region.pk).update(tag=tag)
    for number in range(17):
        make_published_article(title_en=f"Article {number}", tags=[tag], at=now - dt.timedelta(days=20 - number))
    make_published_article(title_en="Another")

    tree = html.fromstring(client.get("/en/places/tskhinvali-region/").content)
    archive = html.fromstring(client.get("/en/news/tag/tskhinvali-region/").content)

    assert texts(tree, "//section[h2='Articles']//li//a") == [f"Article {number}" for number in range(16, 1, -1)]
    assert tree.xpath("//section[h2='Articles']//a[@class='opening__back']/@href") == ["/en/news/tag/tskhinvali-region/"]
    assert archive.xpath("//a[@href='/en/places/tskhinvali-region/']")


def test_tag_archive_does_not_tell_a_place_that_is_not_public(client):
    tag = make_tag("Secret tag")
    drafts.withdraw(make_published_place("Secretia", tag=tag), by=publisher())
    make_published_article(title_en="Article", tags=[tag])

    assert "secretia" not in client.get("/en/news/tag/secret-tag/").content.decode().lower()
