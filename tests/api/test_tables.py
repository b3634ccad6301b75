"""Every list of the API as a table: the same rows as JSON has, in columns that do not move, with nothing that a spreadsheet computes."""

import csv
import datetime as dt
import io

import pytest
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from actors.models import Tenure
from config.api_docs import described
from publishing import exports
from publishing.api import tables
from tests.api.lists import NAMES, fill
from tests.factories import make_article, make_published_actor, make_published_article, make_published_office, make_tag

pytestmark = pytest.mark.django_db


def content(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def table(path: str) -> list[dict[str, str]]:
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8; header=present"), path
    text = content(response)
    assert text.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def test_every_list_is_a_table_with_the_rows_of_its_pages(django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr(tables, "PART", 7)
    fill(10)
    Client().get("/api/v1/articles/")
    for name in NAMES:
        ids = [row["id"] for row in Client().get(f"/api/v1/{name}/?limit=100").json()["results"]]
        assert [row["id"] for row in table(f"/api/v1/{name}/?format=csv")] == ids, name

    monkeypatch.undo()
    for name in NAMES:
        with django_assert_max_num_queries(6):
            table(f"/api/v1/{name}/?format=csv")


def test_columns_are_those_of_the_description_whatever_is_in_the_list():
    for filled in (False, True):
        if filled:
            fill(1)
        for name in NAMES:
            (header, *_rows) = content(Client().get(f"/api/v1/{name}/?format=csv")).decode("utf-8-sig").splitlines()
            said = described()["paths"][f"/api/v1/{name}/"]["get"]["responses"]["200"]["content"]["text/csv"]["schema"]["description"]
            assert said.partition("Columns: ")[2].rstrip(".").split(", ") == header.split(","), name


def test_values_by_language_dates_and_several_things_have_columns_of_their_own():
    make_published_article(title_en="Talks", title_ka="მოლაპარაკება", tags=[make_tag("Duma | State"), make_tag("Geneva")])
    person, office = make_published_actor(name_en="Ann"), make_published_office("Head", name_en="Ministry")
    Tenure.objects.create(actor=person, post=office.posts.get(), start="2008-09", end_status="ongoing", is_acting=True)

    (article,), (tenure,) = table("/api/v1/articles/?format=csv"), table("/api/v1/tenures/?format=csv")

    assert (article["title_en"], article["title_ka"], article["lead_ka"]) == ("Talks", "მოლაპარაკება", "")
    assert article["tags_label_en"] == "Duma \\| State | Geneva"
    assert article["available_languages"] == "en | ka"
    assert (tenure["actor_name_en"], tenure["start"], tenure["start_earliest"], tenure["start_latest"]) == (
        "Ann",
        "2008-09",
        "2008-09-01",
        "2008-09-30",
    )
    assert (tenure["end"], tenure["end_latest"], tenure["is_acting"], tenure["end_status"]) == ("", "", "yes", "ongoing")


def test_no_cell_is_computed_by_a_spreadsheet():
    make_published_article(title_en='=HYPERLINK("https://example.org")', lead_en="@SUM(1)")

    (row,) = table("/api/v1/articles/?format=csv")

    assert (row["title_en"], row["lead_en"]) == ('\'=HYPERLINK("https://example.org")', "'@SUM(1)")


def test_filters_hold_and_what_is_hidden_is_not_in_it():
    make_article(title_en="Hidden draft")
    make_published_article(title_en="Hidden until tomorrow", at=timezone.now() + dt.timedelta(days=1))
    make_published_article(title_en="Talks", tags=[make_tag("Geneva")])
    make_published_article(title_en="Other")

    assert [row["title_en"] for row in table("/api/v1/articles/?format=csv&tag=geneva")] == ["Talks"]
    assert [row["title_en"] for row in table("/api/v1/articles/?format=csv")] == ["Other", "Talks"]


@pytest.mark.parametrize("name", ["limit=5", "cursor=x", "lang=en", "fields=id", "expand=kind", "nothing=1"])
def test_what_means_nothing_in_a_table_is_refused(name):
    response = Client().get(f"/api/v1/articles/?format=csv&{name}")

    assert (response.status_code, response.json()["invalid_params"][0]["name"]) == (400, name.partition("=")[0])


def test_an_object_is_no_table():
    article = make_published_article(title_en="Talks")

    assert Client().get(f"/api/v1/articles/{article.pk}/?format=csv").status_code == 400
    assert Client().get(f"/api/v1/articles/{article.pk}/", headers={"Accept": "text/csv"}).status_code == 406


def test_large_table_is_made_once_at_a_time_and_not_for_whoever_has_it(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tables, "LARGE", 1)
    monkeypatch.setattr(exports, "KEPT_BYTES", 10)
    fill(3)
    response = Client().get("/api/v1/articles/", headers={"Accept": "text/csv"})
    assert (response.status_code, response.streaming, response["Vary"]) == (200, True, "Accept")
    assert len(content(response).splitlines()) == 4

    with django_assert_num_queries(1):
        again = Client().get("/api/v1/articles/", headers={"Accept": "text/csv", "If-None-Match": response["ETag"]})
    assert again.status_code == 304

    with exports._turn:
        busy = Client().get("/api/v1/articles/?format=csv")
    assert (busy.status_code, busy["Content-Type"], busy["Retry-After"]) == (429, "application/problem+json", "10")
