"""The editors' door."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from tests.factories import make_article, make_published_article, make_superuser

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


def line_of(client: Client) -> list[tuple[str, list[str]]]:
    """Return the line of sections: (label, its lists)."""
    return [(section.label, [entry["name"] for entry in section.lists]) for section in client.get(INDEX).context["sections"]]


def test_sections_begin_with_what_is_opened_daily_and_end_with_what_is_set_up_once(desk):
    labels = [label or lists[0] for label, lists in line_of(desk)]

    assert labels[:2] == ["Articles", "Pages"]
    assert labels[-4:] == ["Library", "Site", "Partners", "Accounts"]


def test_every_list_of_the_desk_stands_in_one_section(desk):
    page = desk.get(INDEX)

    stand = [entry["admin_url"] for section in page.context["sections"] for entry in section.lists]
    may_be_opened = [entry["admin_url"] for app in page.context["available_apps"] for entry in app["models"]]
    assert sorted(stand) == sorted(may_be_opened)


def test_sections_name_lists_that_exist():
    named = [name for section in (*admin.site.first_sections, *admin.site.last_sections) for name in section.models]

    assert [name for name in named if apps.get_model(name) not in admin.site._registry] == []


def test_content_that_no_section_names_has_one_of_its_app(desk):
    assert ("", ["dossiers"]) in [(label, [str(name).lower() for name in lists]) for label, lists in line_of(desk)]


def test_section_of_which_an_editor_may_open_one_list_is_that_list(client):
    clerk = User.objects.create_user("clerk", is_staff=True)
    clerk.user_permissions.add(*Permission.objects.filter(codename__in=["view_tag", "view_article"]))
    client.force_login(clerk)

    assert line_of(client) == [("", ["Articles"]), ("", ["Tags"])]


def test_line_marks_where_the_editor_is(desk):
    page = desk.get(reverse("admin:library_tag_changelist"))

    assert [section.label for section in page.context["sections"] if section.current] == ["Library"]
    assert page.content.decode().count('aria-current="true"') >= 1
