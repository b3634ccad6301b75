"""The change log as partners read it: everything, in order, once; and nothing of what was taken back."""

import csv
import datetime as dt
import io
import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from publishing import drafts
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import Notice, transition
from tests.factories import make_article, make_published_actor, make_published_article, publisher

pytestmark = pytest.mark.django_db


def log(query: str = "") -> dict:
    response = Client().get(f"/api/v1/changes/{query}")
    assert response.status_code == 200
    return response.json()


def test_whoever_follows_the_log_reads_every_change_once_and_in_order():
    for number in range(5):
        make_published_article(title_en=f"Article {number}")
    make_published_actor(name_en="Sergey Lavrov")

    seen, answer = [], log("?limit=2")
    while True:
        seen += [row["sequence"] for row in answer["results"]]
        if answer["next"] is None:
            break
        answer = Client().get(answer["next"]).json()

    assert seen == list(Change.objects.order_by("sequence").values_list("sequence", flat=True)) == sorted(seen)
    assert answer["last"] == answer["head"] == seen[-1]
    assert log(f"?after={answer['last']}") == {"head": seen[-1], "last": seen[-1], "next": None, "results": []}
    late = make_published_article(title_en="Late")
    assert [row["object"]["id"] for row in log(f"?after={answer['last']}")["results"]] == [str(late.pk)]


def test_each_change_says_what_it_is_about_and_where_it_is_read():
    record = make_published_article(title_en="Talks", title_ka="მოლაპარაკება")
    make_published_actor(name_en="Sergey Lavrov")

    (row,) = log("?type=article")["results"]

    pages = {code: f"http://testserver/{code}/news/{record.slug_in(code)}/" for code in ("en", "ka")}
    api_url = f"http://testserver/api/v1/articles/{record.pk}/"
    assert row["object"] == {"id": str(record.pk), "type": "article", "api_url": api_url, "url": pages, "into": None}
    assert (row["kind"], sorted(row["languages"]), row["at"][-1]) == ("published", ["en", "ka"], "Z")


def test_what_was_taken_back_stays_in_the_log_without_its_words():
    record = make_published_article(title_en="Secret talks", slug_en="secret-talks")
    drafts.publish(record, by=publisher(), public_note={"en": "The secret number was put right."})
    assert [row["reason"] for row in log()["results"]][-1] == "The secret number was put right."

    transition(record, State.WITHDRAWN, by=publisher(), notice=Notice(reason={"en": "A source asked for it."}))
    text = Client().get("/api/v1/changes/").content.decode()
    assert [row["kind"] for row in log()["results"]][-1] == "withdrawn"
    assert "secret" not in text.lower()

    transition(record, State.PUBLISHED, by=publisher())
    rows = log()["results"]
    assert rows[-1]["object"]["url"] == {"en": "http://testserver/en/news/secret-talks/"}
    assert [row["reason"] for row in rows if row["sequence"] < rows[-2]["sequence"]] == [""] * (len(rows) - 2)


def test_what_was_never_public_is_not_in_the_log():
    make_article(title_en="Draft")
    make_published_article(title_en="Later", at=timezone.now() + dt.timedelta(days=3))

    assert log()["results"] == []


def test_repeated_question_costs_one_query(django_assert_num_queries):
    for number in range(3):
        make_published_article(title_en=f"Article {number}")
    first = Client().get("/api/v1/changes/?after=1")

    with django_assert_num_queries(1):
        again = Client().get("/api/v1/changes/?after=1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    with django_assert_num_queries(3):
        Client().get("/api/v1/changes/?after=1")
    make_published_article(title_en="Another")
    fresh = Client().get("/api/v1/changes/?after=1", headers={"If-None-Match": first.headers["ETag"]})
    assert fresh.status_code == 200


@pytest.mark.parametrize(
    "query", ["?after=-1", "?after=x", "?after=1e3", "?after=" + "9" * 5000, "?limit=0", "?limit=1001", "?type=secret", "?since=1"]
)
def test_bad_questions_name_the_parameter(query):
    response = Client().get(f"/api/v1/changes/{query}")

    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert [row["name"] for row in response.json()["invalid_params"]] == [query[1:].partition("=")[0]]


def table(query: str = "") -> tuple[list[dict[str, str]], HttpResponse]:
    response = Client().get(f"/api/v1/changes/?format=csv{query}")
    assert (response.status_code, response.headers["Content-Type"]) == (200, "text/csv; charset=utf-8; header=present")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline=""))), response


def test_log_is_a_table_too_and_leads_on_by_link(django_assert_max_num_queries):
    record = make_published_article(title_en="Talks", title_ka="მოლაპარაკება")
    make_published_actor(name_en="Sergey Lavrov")
    drafts.publish(record, by=publisher(), public_note={"en": "=SUM(1)"})
    told = log()["results"]

    rows, response = table("&limit=2")
    (following,) = re.findall(r'<http://testserver([^>]*)>; rel="next"', response.headers["Link"])
    assert following.endswith("&limit=2&format=csv")
    rest, last = table(f"&after={rows[-1]['sequence']}&limit=2")

    assert [int(row["sequence"]) for row in [*rows, *rest]] == [row["sequence"] for row in told]
    assert "Link" not in last.headers
    first = rows[0]
    assert (first["kind"], first["object_type"], first["object_id"], first["languages"]) == ("published", "article", str(record.pk), "en | ka")
    assert first["object_url_ka"] == told[0]["object"]["url"]["ka"]
    assert (first["object_into"], first["at"]) == ("", told[0]["at"])
    assert rest[-1]["reason"] == "'=SUM(1)"
    with django_assert_max_num_queries(4):
        table()


def test_table_of_the_log_says_nothing_of_what_is_gone_and_is_refused_like_the_log():
    record = make_published_article(title_en="Secret talks", slug_en="secret-talks")
    transition(record, State.WITHDRAWN, by=publisher(), notice=Notice(reason={"en": "A source asked for it."}))

    rows, response = table()

    assert [(row["kind"], row["object_url_en"]) for row in rows] == [("published", ""), ("withdrawn", "")]
    assert b"secret" not in response.content.lower()
    refused = Client().get("/api/v1/changes/?format=csv&limit=0")
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/problem+json")
    assert Client().get("/api/v1/changes/", headers={"Accept": "text/csv"}).headers["Content-Type"].startswith("text/csv")
