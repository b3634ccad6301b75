import pytest
from django.test import Client
from django.urls import reverse

from library.models import Source
from publishing.models import Audit, ChangeHead
from tests.factories import make_superuser
from tests.roles import member_of


@pytest.fixture
def editor(client) -> Client:
    client.force_login(make_superuser())
    return client


def add(client, **values):
    return client.post(reverse("admin:library_source_add"), {"title": "Report", "kind": "press", **values})


def test_address_without_scheme_is_taken_as_secure(editor):
    add(editor, url="example.org/report", archived_url="https://archive.example.org/1")

    source = Source.objects.get()
    assert (source.url, source.archived_url) == ("https://example.org/report", "https://archive.example.org/1")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "data:text/html,x", "https://", "http://a b", "https://[::1"])
@pytest.mark.parametrize("name", ["url", "archived_url"])
def test_other_addresses_are_refused(editor, name, address):
    response = add(editor, **{name: address})

    assert list(response.context["adminform"].form.errors) == [name]
    assert not Source.objects.exists()


@pytest.mark.parametrize("language", ["Georgian", "k", "ka;", "ka\n"])
def test_language_is_a_code(editor, language):
    response = add(editor, language=language)

    assert response.status_code == (302 if language.strip() == "ka" else 200)


def test_autocomplete_finds_by_title_publisher_and_address(editor):
    add(editor, publisher="Bridge Press", url="https://example.org/report")
    add(editor, title="Other")
    found = Source.objects.get(title="Report")
    admin_list = reverse("admin:library_source_changelist")

    for words in ("report", "bridge", "example.org"):
        assert list(editor.get(admin_list, {"q": words}).context["cl"].result_list) == [found]


def test_author_adds_sources_and_changes_none_that_public_pages_print(client):
    client.force_login(member_of("Author"))
    add(client, title="Report")
    source = Source.objects.get()

    response = client.post(reverse("admin:library_source_change", args=[source.pk]), {"title": "Forged", "kind": "press"})

    source.refresh_from_db()
    assert (response.status_code, source.title) == (403, "Report")


def test_pages_are_made_anew_when_a_source_changes(editor):
    add(editor)
    before = ChangeHead.objects.get().sequence

    editor.post(reverse("admin:library_source_change", args=[Source.objects.get().pk]), {"title": "Second report", "kind": "press"})

    assert Source.objects.get().title == "Second report"
    assert ChangeHead.objects.get().sequence == before + 1


def test_deletion_of_a_source_is_written_down_with_its_name(editor):
    add(editor, title="Report")

    editor.post(reverse("admin:library_source_delete", args=[Source.objects.get().pk]), {"post": "yes"})

    act = Audit.objects.latest("id")
    assert (act.action, act.detail["name"]) == ("source deleted", "Report")
