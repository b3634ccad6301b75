"""People and offices in the read API."""

import pytest
from django.urls import reverse

from actors.models import Remit, Tenure
from publishing import drafts
from tests.factories import make_place, make_published_actor, make_published_office, make_published_place, publisher

pytestmark = pytest.mark.django_db


def get(client, name: str, **query: str) -> list[dict]:
    return client.get(reverse(f"api:{name}-list"), query).json()["results"]


def test_tenures_of_public_people_are_listed_and_asked_by_day(client):
    post = make_published_office("President", name_en="Presidency", mark_en="de_facto").posts.get()
    actor, gone, unseen = (make_published_actor(name_en=name) for name in ("Alan Gagloyev", "Gone", "Unseen"))
    Tenure.objects.create(actor=actor, post=post, start="2022", end_status="ongoing")
    for each, start, end in ((gone, "2000", "2010"), (unseen, "2011", "2021")):
        Tenure.objects.create(actor=each, post=post, start=start, end=end, end_status="ended")
    type(unseen).objects.filter(pk=unseen.pk).update(has_profile=False)
    drafts.withdraw(gone, by=publisher())

    everybody = get(client, "tenure")
    (later,) = get(client, "tenure", actor=str(actor.pk), on="2024-10-15")

    assert {row["actor"]["id"] for row in everybody} == {str(actor.pk), None}
    assert later["start"] == {"edtf": "2022", "earliest": "2022-01-01", "latest": "2022-12-31"}
    assert get(client, "tenure", on="2009-01-01") == []
    assert get(client, "post")[0]["marked_title"] == {"en": "de facto President"}


@pytest.mark.parametrize("query", [{"on": "2008-13-45"}, {"actor": "no body"}])
def test_questions_that_cannot_be_are_refused(client, query):
    assert client.get(reverse("api:tenure-list"), query).status_code == 400


def test_people_without_a_page_are_not_listed(client):
    make_published_actor(name_en="Giga Otkhozoria", has_profile=False)

    assert get(client, "actor") == []


def test_places_are_listed_with_what_they_lie_in(client):
    country, hidden = make_published_place("Country"), make_place("Hidden")
    make_published_place("Region", parent=country, mark="occupied", status_note_en="Under Russian control.", latitude="42.22", longitude="43.97")
    make_published_place("Village", parent=hidden)

    village, region, _country = get(client, "place")
    assert [row["name"]["en"] for row in get(client, "place", parent=str(country.pk))] == ["Region"]

    assert (village["parent"], region["parent"]) == (None, str(country.pk))
    assert (region["kind"], region["mark"], region["status_note"]) == ("region", "occupied", {"en": "Under Russian control."})
    assert (region["latitude"], region["longitude"]) == ("42.22000", "43.97000")
    assert region["url"] == {"en": "http://testserver/en/places/region/"}


def test_place_that_is_not_public_has_no_id_in_offices_and_remits(client):
    hidden = make_place("Hidden")
    office = make_published_office("Post", name_en="Ministry", place=hidden)
    Remit.objects.create(holder=office, post=office.posts.get(), place=hidden)

    (row,) = get(client, "office")
    (remit,) = client.get(reverse("api:office-detail", args=[office.pk])).json()["remits"]

    assert (row["place"], remit["place"]) == (None, None)
