"""The editors' door."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from news.models import Article
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_article, make_published_article, make_superuser, publisher

INDEX = reverse("admin:index")
LOGIN = reverse("admin:login")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def test_log_in_page_names_the_accounts_of_the_demo(client, settings):
    settings.DEMO = True

    page = client.get(LOGIN).content.decode()

    assert "matiane-demo" in page
    assert [name for name in ("author", "editor", "translator", "admin") if f"<dt>{name}</dt>" in page] == ["author", "editor", "translator", "admin"]


def test_log_in_page_names_no_account_outside_the_demo(client, settings):
    settings.DEMO = False

    page = client.get(LOGIN).content.decode()

    assert "matiane-demo" not in page
    assert "<dt>" not in page


def test_log_in_page_names_the_site_and_not_its_host(client):
    assert "<h1>Matiane</h1>" in client.get(LOGIN).content.decode()


def test_log_in_with_a_wrong_password_says_so(client):
    response = client.post(LOGIN, {"username": "nobody", "password": "wrong"})

    assert response.status_code == 200
    assert response.content.decode().count('class="errornote" role="alert"') == 1


def test_interface_language_changes_by_the_form_in_the_header(desk):
    assert '<html lang="en"' in desk.get(INDEX).content.decode()

    response = desk.post(reverse("set_language"), {"language": "ka", "next": INDEX}, follow=True)

    assert '<html lang="ka"' in response.content.decode()


def test_front_page_lists_recent_records_but_not_the_trash(desk):
    make_published_article(title_en="Recent")
    trashed = make_article(working_title="Trashed")
    transition(trashed, State.TRASHED, by=publisher())

    page = desk.get(INDEX).content.decode()

    assert "Recent" in page
    assert "Trashed" not in page


def test_front_page_shows_records_only_to_those_who_may_see_them(client):
    make_published_article(title_en="Recent")
    client.force_login(User.objects.create_user("clerk", is_staff=True))

    response = client.get(INDEX)

    assert response.status_code == 200
    assert "Recent" not in response.content.decode()


def test_front_page_costs_the_same_with_any_number_of_records(desk, django_assert_max_num_queries):
    for number in range(5):
        make_published_article(title_en=f"Article {number}")

    # Two for every type of record: articles, pages.
    with django_assert_max_num_queries(12):
        desk.get(INDEX)

    assert Article.objects.count() == 5


def test_admin_pages_carry_no_inline_script_or_style(desk):
    make_published_article(title_en="Article")

    for address in (INDEX, reverse("admin:news_article_changelist")):
        page = desk.get(address).content.decode()
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


def test_tables_that_have_pages_of_our_own_do_not_stand_there_twice(desk):
    page = desk.get(INDEX).content.decode()

    assert "/admin/taggit/" not in page
    assert "/admin/django_tasks_database/" not in page


@pytest.mark.parametrize(("language", "text"), [("en", None), ("ka", "თარიღის არჩევა")])
def test_djangos_scripts_speak_the_language_of_the_interface(desk, settings, language, text):
    desk.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})

    catalogue = desk.get(reverse("admin:jsi18n"), headers={"accept": "application/javascript"}).content.decode()

    assert (json.dumps(text) in catalogue) == (text is not None)


def test_number_of_records_agrees_with_its_noun_in_georgian(desk, settings):
    for _n in range(2):
        make_article()
    desk.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ka"})

    page = desk.get(reverse("admin:news_article_changelist")).content.decode()

    assert "2 სტატია" in page
    assert "2 სტატიები" not in page


def test_autocomplete_fields_speak_georgian(desk, settings):
    desk.cookies.load({settings.LANGUAGE_COOKIE_NAME: "ka"})

    page = desk.get(reverse("admin:news_article_add")).content.decode()

    assert "select2/i18n/ka" in page
    assert ">Position<" not in page.replace("\n", "").replace(" ", "")
