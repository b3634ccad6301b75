"""People, offices, posts, tenures and places as Popolo has them, against our schema of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from actors.models import ActorIdentifier, ActorName, OfficeName, Tenure
from library.models import Source
from tests.api.lists import fill
from tests.factories import make_actor, make_published_actor, make_published_office, make_published_place

pytestmark = pytest.mark.django_db
DEFS = json.loads((Path(__file__).parent.parent / "schemas" / "popolo.json").read_text())["$defs"]
# {name of the list: (name of a collection, of an object)}
KINDS = {
    "actors": ("persons", "person"),
    "offices": ("organizations", "organization"),
    "posts": ("posts", "post"),
    "tenures": ("memberships", "membership"),
    "places": ("areas", "area"),
}


def told(name: str, query: str = "") -> list[dict[str, Any]]:
    """Return the objects of a list, each of which fits the schema."""
    plural, one = KINDS[name]
    response = Client().get(f"/api/v1/{name}/?format=popolo{query}")
    assert (response.status_code, response["Content-Type"]) == (200, "application/vnd.popolo+json")
    found = response.json()
    assert list(found) == [plural, "next", "previous"]
    for each in found[plural]:
        Draft202012Validator({"$ref": f"#/$defs/{one}", "$defs": DEFS}).validate(each)
        alone = Client().get(f"/api/v1/{name}/{each['id']}/", headers={"Accept": "application/vnd.popolo+json"}).json()
        Draft202012Validator({"$ref": f"#/$defs/{one}", "$defs": DEFS}).validate(alone)
    return found[plural]


def test_a_page_of_each_takes_six_queries_at_most(django_assert_max_num_queries):
    for more in (2, 10):
        fill(more)
        Client().get("/api/v1/actors/")
        for name in KINDS:
            with django_assert_max_num_queries(6):
                assert Client().get(f"/api/v1/{name}/?format=popolo").status_code == 200


def test_person_has_names_in_every_language_identifiers_and_dates_of_what_is_known():
    actor = make_published_actor(name_en="Ann Lee", name_ka="ანი", born="1950~", died="2020-03", biography_en="<p>She was.</p>")
    ActorName.objects.create(actor=actor, name="Anne Lee", language="en", kind="spelling")
    ActorIdentifier.objects.create(actor=actor, scheme="wikidata", value="Q1")
    make_actor(name_en="Hidden")

    (person,) = told("actors")

    assert person["name"] == "Ann Lee"
    assert [name["name"] for name in person["other_names"]] == ["ანი", "Anne Lee"]
    assert person["identifiers"] == [{"scheme": "wikidata", "identifier": "Q1"}]
    assert (person["birth_date"], person["birth_date_edtf"], person["death_date"]) == ("1950", "1950~", "2020-03")
    assert "death_date_edtf" not in person
    assert [name["name"] for name in told("actors", "&lang=ka")] == ["ანი"]
    assert Client().get(f"/api/v1/actors/{actor.pk}/?format=popolo").json()["biography"] == "She was."


def test_office_that_is_not_recognised_says_so_in_its_name_and_beside_it():
    region = make_published_place("Region", latitude="42.5", longitude="44.0")
    office = make_published_office("Head", name_en="Ministry", mark_en="de_facto", recognition="de_facto", place=region, existed_from="2008/2009")
    OfficeName.objects.create(office=office, name="Department", language="en", period="1990/2008")

    (found,), (post,), (area,) = told("offices"), told("posts"), told("places")

    assert (found["name"], found["recognition"], found["area_id"]) == ("de facto Ministry", "de_facto", str(region.pk))
    assert {"name": "Ministry", "note": "unmarked"} in found["other_names"]
    assert ("founding_date" in found, found["founding_date_edtf"]) == (False, "2008/2009")
    assert (post["label"], post["role"], post["organization_id"]) == ("de facto Head", "Head", str(office.pk))
    assert area["geometry"]["coordinates"] == [44.0, 42.5]
    (name,) = [name for name in Client().get(f"/api/v1/offices/{office.pk}/?format=popolo").json()["other_names"] if name["name"] == "Department"]
    assert (name["start_date"], name["end_date"], name["period_edtf"]) == ("1990", "2008", "1990/2008")


def test_membership_names_whoever_has_no_page_and_never_says_that_it_goes_on():
    office = make_published_office("Head", name_en="Ministry")
    known = make_published_actor(name_en="Ann")
    unknown = make_published_actor(name_en="Ben", has_profile=False)
    first = Tenure.objects.create(actor=known, post=office.posts.get(), start="2008-09-15", end="2009/2010", end_status="ended", is_acting=True)
    first.sources.add(Source.objects.create(title="Report", url="https://example.org/"))
    Tenure.objects.create(actor=unknown, post=office.posts.get(), start="2011", end_status="unknown")
    Tenure.objects.create(actor=make_actor(name_en="Hidden"), post=office.posts.get(), start="2012", end_status="unknown")

    ann, ben = sorted(told("tenures"), key=lambda each: each["start_date"])

    assert (ann["person_id"], ann["role"], ann["start_date"]) == (str(known.pk), "acting Head", "2008-09-15")
    assert ("end_date" in ann, ann["end_date_edtf"], ann["end_status"]) == (False, "2009/2010", "ended")
    assert ann["sources"] == [{"url": "https://example.org/", "note": "Report"}]
    assert (ben["person"], ben["end_status"]) == ({"name": "Ben"}, "unknown")
    assert "person_id" not in ben


def test_articles_have_no_popolo():
    assert Client().get("/api/v1/articles/?format=popolo").status_code == 400
