"""Merging at the desk: who may, what is said before, what is chosen."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from actors.models import Actor
from news.models import Article, Mention
from publishing import drafts
from publishing.publishable import State
from tests.actors.merged import article, office, person
from tests.factories import make_published_article, publisher
from tests.roles import member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(member_of("Editor"))
    return client


def page(record, other=None) -> str:
    address = reverse(f"admin:actors_{record._meta.model_name}_merge", args=[record.pk])
    return f"{address}?other={other.pk}" if other is not None else address


def seen(client: Client, address: str) -> str:
    return re.search(r'name="seen" value="(\w+)"', client.get(address).content.decode())[1]


def test_form_leads_to_the_choice_and_the_choice_to_both(editor: Client):
    first = person("Sergey Lavrov")

    assertContains(editor.get(f"/admin/actors/actor/{first.pk}/change/"), f'href="{page(first)}"')
    assertContains(editor.get(page(first)), 'name="other"')
    search = {"app_label": "actors", "model_name": "tenure", "field_name": "actor", "term": "Lavroff"}
    person("Someone", names=[{"name": "Лаврофф"}])
    assert [each["text"] for each in editor.get("/admin/autocomplete/", {**search, "term": "lavrof"}).json()["results"]] == ["Someone"]


def test_both_are_shown_with_what_differs_and_what_moves(editor: Client):
    post = office("Ministry", "Minister").posts.get()
    first = person("Sergey Lavrov", born="1950", tenures=[{"post": post.pk, "start": "2000"}])
    second = person("Sergei Lavroff", born="1951", tenures=[{"post": post.pk, "start": "2000"}])
    article(second)
    drafts.save(article(title="Visit"), {"mentions": [{"actor": second.pk}]}, by=publisher())

    context = editor.get(page(first, second)).context

    assert [(each.name, each.kept, each.gone) for each in context["choices"]] == [
        ("name_en", ["Sergey Lavrov"], ["Sergei Lavroff"]),
        ("born", ["1950"], ["1951"]),
    ]
    assert [(twin.kind, twin.is_one) for twin in context["twins"]] == [("Tenure", True)]
    assert context["moves"] == [("Tenures", 1), ("Mention (actor)", 1), ("Unpublished changes that name it", 1)]
    assert (context["reason"], context["warning"]) == ("", "")


def test_editor_merges_with_what_was_chosen(editor: Client):
    first, second = person("Sergey Lavrov", born="1950"), person("Sergei Lavroff", born="1951")
    address = page(first, second)

    response = editor.post(address, {"seen": seen(editor, address), "take-born": "gone", "take-name_en": "kept", "take-slug_en": "gone"})

    actor = Actor.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/admin/actors/actor/{first.pk}/change/")
    assert (actor.pk, str(actor.born), actor.name_en, actor.slug_en) == (first.pk, "1951", "Sergey Lavrov", "sergey-lavrov")
    assertContains(editor.get(response.headers["Location"]), "are one.")


def test_public_one_stays_whoever_was_opened_first(editor: Client):
    first, second = person("Sergey Lavrov", public=False), person("Sergei Lavroff")

    response = editor.get(page(first, second))

    assert (response.context["kept"], response.context["gone"]) == (second, first)
    assertContains(response, "Only “Sergei Lavroff” is public")


def test_changed_meanwhile_is_said_and_nothing_is_done(editor: Client):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    address = page(first, second)
    posted = {"seen": seen(editor, address)}
    drafts.save(first, {"summary_en": "New."}, by=publisher())

    response = editor.post(address, posted)

    assert response.status_code == 422
    assertContains(response, "One of them was changed meanwhile.", status_code=422)
    assert Actor.objects.count() == 2


@pytest.mark.parametrize("other", ["", "00000000-0000-4000-8000-000000000001", "x" * 500, "\0"])
def test_address_that_names_nothing_asks_again(editor: Client, other: str):
    first = person("Sergey Lavrov")

    assertContains(editor.get(page(first), {"other": other}), 'name="other"')


def test_itself_and_what_lies_in_the_trash_are_refused_in_words(editor: Client):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff", public=False)
    Actor.objects.filter(pk=second.pk).update(state=State.TRASHED)

    assertContains(editor.get(page(first, first)), "It cannot be merged with itself.")
    assertContains(editor.get(page(first, second)), "lies in the trash")
    assert editor.post(page(first, first)).status_code == 422


@pytest.mark.parametrize("role", ["Author", "Translator (Georgian)"])
def test_who_may_not_publish_may_not_merge(client: Client, role: str):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    client.force_login(member_of(role))

    assert client.get(page(first)).status_code == 403
    assert client.post(page(first, second), {"seen": ""}).status_code == 403
    assertNotContains(client.get(f"/admin/actors/actor/{first.pk}/change/"), "/merge/")
    assert Actor.objects.count() == 2


def many_mentions(second: Actor, number: int) -> None:
    """Let so many articles mention somebody."""
    kind = make_published_article().kind
    articles = Article.objects.bulk_create([Article(kind=kind, title_en=f"A {each}", short_id=f"s{number}x{each}") for each in range(number)])
    Mention.objects.bulk_create([Mention(article=each, actor=second) for each in articles])


@pytest.mark.parametrize("number", [3, 300])
def test_merge_costs_the_same_however_many_mention_it(editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int):
    first, second = person("Sergey Lavrov"), person("Sergei Lavroff")
    many_mentions(second, number)
    address = page(first, second)
    posted = {"seen": seen(editor, address)}

    with django_assert_max_num_queries(164):
        editor.post(address, posted)

    assert Mention.objects.filter(actor=first).count() == number
