import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_superuser, make_tag

LIST = reverse("admin:library_tag_changelist")


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_superuser())
    return client


def test_columns_name_their_language(desk):
    make_tag("A")

    page = desk.get(LIST).content.decode()

    assert "Label (English)" in page
    assert "Label (Georgian)" in page


def test_columns_of_one_language_sort_by_it(desk):
    make_tag("B", "ა")
    make_tag("A", "ბ")
    columns = [column if isinstance(column, str) else column.__name__ for column in desk.get(LIST).context["cl"].list_display]

    found = desk.get(LIST, {"o": columns.index("label_ka")}).context["cl"].result_list

    assert [tag.label_ka for tag in found] == ["ა", "ბ"]
