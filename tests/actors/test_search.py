"""One record is found by every spelling of its name, in every script."""

import pytest
from django.urls import reverse

from actors.models import ActorName
from publishing.search import fold
from tests.factories import make_published_actor, make_published_office, make_superuser

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
