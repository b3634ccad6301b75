"""One record is found by every spelling of its name, in every script."""

import pytest
from django.urls import reverse

from actors.models import ActorName, Tenure
from publishing.search import fold
from tests.factories import make_place, make_published_actor, make_published_office, make_superuser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei", "Sergey"),
        ("Sergei Lavrov", "Сергей Лавров"),
        ("Sergei Lavrov", "SERGEY  LAVROV"),
        ("Gagloyev", "Гаглоев"),
        ("Dmitriy", "Dmitry"),
        ("Müller", "Muller"),
        ("O’Neil", "ONeil"),
        ("ცხინვალი", "Tskhinvali"),
    ],
)
def test_spellings_fold_into_one(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize("term", ["sergei", "Sergey", "სერგეი", "Лавров", "lavrov sergei", "Гагалоев"])
def test_autocomplete_finds_any_spelling(client, term):
    client.force_login(make_superuser())
    actor = make_published_actor(name_en="Sergey Lavrov", name_ka="სერგეი ლავროვი")
    ActorName.objects.create(actor=actor, name="Гагалоев")
    make_published_actor(name_en="Dmitry Kozak", name_ka="დმიტრი კოზაკი")

    found = client.get(reverse("admin:autocomplete"), {"app_label": "news", "model_name": "mention", "field_name": "actor", "term": term}).json()

    assert [result["text"] for result in found["results"]] == ["Sergey Lavrov"]


def test_posts_are_found_by_title_and_by_office(client):
    client.force_login(make_superuser())
    make_published_office("Minister", name_en="Ministry of Foreign Affairs")
    query = {"app_label": "actors", "model_name": "tenure", "field_name": "post"}

    for term in ("minister", "foreign affairs"):
        found = client.get(reverse("admin:autocomplete"), {**query, "term": term}).json()
        assert [result["text"] for result in found["results"]] == ["Minister – Ministry of Foreign Affairs"]


def test_two_of_one_name_are_told_apart(client):
    client.force_login(make_superuser())
    office, other = make_published_office("Minister", name_en="Ministry"), make_published_office(name_en="Ministry", existed_from="1991")
    holder, unknown, writer = (make_published_actor(name_en="Ann Smith", **fields) for fields in ({}, {}, {"born": "1950"}))
    Tenure.objects.create(actor=holder, post=office.posts.get(), start="2004")
    make_place("Gori", kind="town", parent=make_place("Georgia"))
    make_place("Gori", kind="region")

    assert offered(client, "news", "mention", "actor", "ann") == {
        str(holder.pk): "Ann Smith (Minister – Ministry)",
        str(unknown.pk): "Ann Smith",
        str(writer.pk): "Ann Smith (1950 – ?)",
    }
    assert offered(client, "actors", "office", "parent", "ministry") == {
        str(office.pk): "Ministry (other)",
        str(other.pk): "Ministry (1991 – ?, other)",
    }
    assert sorted(offered(client, "actors", "remit", "place", "gori").values()) == ["Gori (region)", "Gori (town, Georgia)"]


def offered(client, app: str, model: str, field: str, term: str) -> dict[str, str]:
    answer = client.get(reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field, "term": term})
    return {result["id"]: result["text"] for result in answer.json()["results"]}
