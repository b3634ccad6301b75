"""Menus where things are used: told before what an entry leads to goes, with the menu's form for those who may open it."""

import pytest
from django.urls import reverse

from pages.models import MenuEntry
from publishing import drafts, where_used
from publishing.publishable import State
from publishing.where_used import Place
from publishing.workflow import transition
from tests.factories import make_document, make_published_article, make_superuser, make_tag, publisher
from tests.roles import browser_of, member_of

pytestmark = pytest.mark.django_db
MENU = "/admin/pages/menu/header/change/"


def add(**fields: object) -> MenuEntry:
    return MenuEntry.objects.create(**{"menu_id": "header", "position": 10, **fields})


def page(role: str, name: str, thing) -> str:
    """A page of the form of an article or a tag, for somebody of a role."""
    return browser_of(member_of(role)).client.get(reverse(f"admin:{name}", args=[thing.pk])).content.decode()


def test_entry_is_told_with_its_label_and_its_form():
    article = make_published_article(title_en="Talks")
    add(kind="article", record=article.pk, label_en="All talks")
    add(kind="article", record=article.pk, menu_id="footer")
    add(kind="article", record=make_published_article(title_en="Another").pk)
    add(address="https://example.com/en/news/talks/", label_en="Elsewhere")

    found = where_used.places(where_used.keys_of(article), make_superuser())

    assert found == [
        Place("menu entry", "At the foot of pages", "/admin/pages/menu/footer/change/"),
        Place("menu entry", "All talks (At the head of pages)", MENU),
    ]


def test_address_of_a_document_is_known():
    document = make_document()
    add(address=f"/en/documents/{document.short_id}/", label_en="The charter")

    assert [place.name for place in where_used.places(where_used.keys_of(document), make_superuser())] == ["The charter (At the head of pages)"]


def test_whoever_may_not_see_menus_is_told_without_the_address():
    article = make_published_article(title_en="Talks")
    add(kind="article", record=article.pk, label_en="All talks")

    shown = {role: page(role, "news_article_uses", article) for role in ("Administrator", "Author")}

    assert {role: ("All talks (At the head of pages)" in text, MENU in text) for role, text in shown.items()} == {
        "Administrator": (True, True),
        "Author": (True, False),
    }


def test_form_names_it_before_the_article_is_withdrawn_or_put_away():
    article = make_published_article(title_en="Talks")
    add(kind="article", record=article.pk, label_en="All talks")

    editor = browser_of(member_of("Editor")).client
    address = reverse("admin:news_article_change", args=[article.pk])

    said = [editor.get(address).content.decode().count("All talks (At the head of pages)")]
    drafts.withdraw(article, by=publisher())
    said.append(editor.get(address).content.decode().count("All talks (At the head of pages)"))

    assert said == [1, 1]


def test_page_of_uses_costs_the_same_at_any_number(django_assert_max_num_queries):
    article = make_published_article(title_en="Talks")
    for number in range(12):
        add(kind="article", record=article.pk, position=number)
        drafts.save(make_published_article(), {"body_en": f'<p><a href="/en/news/{article.slug_en}/">T</a></p>'}, by=publisher())
    browser = browser_of(member_of("Editor")).client
    address = reverse("admin:news_article_uses", args=[article.pk])
    browser.get(address)

    with django_assert_max_num_queries(12):
        assert "Used in 12 records" in browser.get(address).content.decode()


def test_tag_in_a_menu_cannot_be_deleted():
    tag = make_tag("Talks")
    entry = add(kind="tag", record=tag.pk)
    browser = browser_of(make_superuser()).client
    address = reverse("admin:library_tag_delete", args=[tag.pk])

    assert MENU in browser.post(address, {"post": "yes"}).content.decode()
    assert type(tag).objects.filter(pk=tag.pk).exists()

    entry.delete()
    browser.post(address, {"post": "yes"})

    assert not type(tag).objects.filter(pk=tag.pk).exists()


def test_deletion_for_ever_says_where_the_article_is_used():
    article, by = make_published_article(title_en="Talks"), make_superuser()
    other = make_published_article(title_en="After the talks", body_en=f'<p><a href="/en/news/{article.slug_en}/">Talks</a></p>')
    add(kind="article", record=article.pk)
    drafts.withdraw(article, by=by)
    transition(article, State.TRASHED, by=by)

    shown = browser_of(by).client.get(reverse("admin:news_article_delete", args=[article.pk])).content.decode()

    assert MENU in shown
    assert reverse("admin:news_article_change", args=[other.pk]) in shown
    assert "Used in 1 record" in shown
