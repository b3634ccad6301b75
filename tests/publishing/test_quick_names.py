"""Quick search finds people, offices, places, formats and agreements by their other names, in any script."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actors.models import Actor, Place
from chronicle.models import Agreement, Format
from publishing import drafts, standings
from publishing.publishable import State
from publishing.searching import index
from publishing.workflow import transition
from tests.factories import make_published_actor, make_published_office, make_published_place, publisher
from tests.roles import client_of, member_of

QUICK = reverse("admin:quick")


def hits(client: Client, asked: str) -> list[str]:
    return [hit.record.title_in("en")[0] for hit in client.get(QUICK, {"q": asked}).context["hits"]]


@pytest.fixture
def editor() -> Client:
    return client_of(member_of("Editor"))


@pytest.mark.parametrize("asked", ["Lawrow", "lavrow serg", "სერგო", "Лавров", "ЛАВРОВ сергей"])
def test_person_is_found_by_every_spelling(editor, asked):
    actor = make_published_actor(name_en="S. V. Minister")
    for name, script in (("Sergej Lawrow", "Latn"), ("სერგო ლავროვი", "Geor"), ("Сергей Лавров", "Cyrl")):
        actor.names.create(name=name, script=script)
    make_published_actor(name_en="Somebody else").names.create(name="Sergey Other", script="Latn")

    assert hits(editor, asked) == ["S. V. Minister"]


def test_office_place_format_and_agreement_are_found_by_other_names(editor):
    make_published_office(name_en="Ministry").names.create(name="Foreign Office")
    make_published_place(name_en="Tskhinvali", also_en="Staliniri, Chreba")
    for model, fields in (
        (Format, {"title_en": "Discussions", "also_en": "GID"}),
        (Agreement, {"title_en": "Ceasefire", "names": [{"name": "Six points"}]}),
    ):
        drafts.publish(drafts.create(model, fields, by=publisher()), by=publisher())

    assert [hits(editor, asked) for asked in ("foreign off", "chreba", "gid", "six po")] == [
        ["Ministry"],
        ["Tskhinvali"],
        ["Discussions"],
        ["Ceasefire"],
    ]


def test_title_that_begins_so_stands_before_another_name(editor):
    make_published_actor(name_en="Ann Other").names.create(name="Lee, Ann", script="Latn")
    make_published_actor(name_en="Lee Ann")

    assert hits(editor, "lee ann") == ["Lee Ann", "Ann Other"]


def test_other_name_of_what_somebody_may_not_open_finds_nothing(editor):
    gone = make_published_actor(name_en="Withdrawn")
    gone.names.create(name="Secret alias", script="Latn")
    transition(gone, State.WITHDRAWN, by=publisher())
    author = client_of(member_of("Author"))

    assert (hits(author, "secret alias"), hits(editor, "secret alias")) == ([], ["Withdrawn"])


def test_other_name_of_a_language_that_waits_finds_nothing_for_others(editor):
    place = make_published_place(name_en="Place", name_ka="ადგილი", also_ka="იდუმალი")
    Place.objects.filter(pk=place.pk).update(published_at_ka=timezone.now() + dt.timedelta(days=2))
    standings.write(Place.objects.get(pk=place.pk))
    index.settle(Place.objects.get(pk=place.pk))
    author = client_of(member_of("Author"))

    assert (hits(author, "იდუმალი"), hits(editor, "იდუმალი")) == ([], ["Place"])


@pytest.mark.parametrize("number", [1, 8])
def test_other_names_cost_one_query_more(editor, django_assert_max_num_queries, number):
    for each in range(number):
        make_published_actor(name_en=f"Person {each}").names.create(name=f"Alias {each}", script="Latn")
    editor.get(QUICK, {"q": "alias"})

    with django_assert_max_num_queries(11):
        editor.get(QUICK, {"q": "alias"})
    assert Actor.objects.count() == number
