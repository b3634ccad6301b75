"""Articles of the API as ninjs: by parameter or by header, whole or in a list, in one language each."""

import json
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from library.models import Tag
from news.models import Byline, Mention
from tests.factories import (
    make_article,
    make_author,
    make_kind,
    make_published_actor,
    make_published_article,
    make_tag,
)

pytestmark = pytest.mark.django_db
TYPE = "application/vnd.iptc.ninjs+json"
WHOLE = json.loads((Path(__file__).parent.parent / "schemas" / "ninjs_3.1.json").read_text())
PAGE = Draft202012Validator({"$ref": "#/$defs/page", "$defs": WHOLE["$defs"]})


def make_some(number: int) -> None:
    tag = Tag.objects.filter(label_en="Duma").first() or make_tag("Duma")
    for each in range(number):
        article = make_published_article(title_en=f"Talks {each}", lead_en="In short.", body_en="<p>Text.</p>", kind=make_kind(), tags=[tag])
        Byline.objects.create(article=article, author=make_author(f"Nino {each}"))
        Mention.objects.create(article=article, actor=make_published_actor(name_en=f"Ann {each}"))


def test_list_is_a_composite_without_texts_in_six_queries(django_assert_max_num_queries):
    make_some(2)
    make_article(title_en="Hidden draft")
    Client().get("/api/v1/articles/?format=ninjs")
    for more in (0, 5):
        make_some(more)
        with django_assert_max_num_queries(6):
            response = Client().get("/api/v1/articles/?format=ninjs&limit=5")
        assert (response.status_code, response["Content-Type"]) == (200, TYPE)
        PAGE.validate(found := response.json())

    assert [(each["title"], each["by"], each["subjects"][0]["name"]) for each in found["associations"]] == [
        (f"Talks {each}", f"Nino {each}", "Duma") for each in (4, 3, 2, 1, 0)
    ]
    assert 'rel="next"' in response["Link"]
    assert "bodies" not in found["associations"][0]


def test_header_asks_for_it_as_the_parameter_does(django_assert_max_num_queries):
    make_some(1)
    (key,) = [row["id"] for row in Client().get("/api/v1/articles/").json()["results"]]
    with django_assert_max_num_queries(12):
        asked = Client().get(f"/api/v1/articles/{key}/", headers={"Accept": TYPE})

    assert (asked["Content-Type"], asked["Vary"]) == (TYPE, "Accept")
    Draft202012Validator(WHOLE).validate(asked.json())
    assert asked.json() == Client().get(f"/api/v1/articles/{key}/?format=ninjs").json() == Client().get("/en/news/talks-0/ninjs.json").json()
    assert Client().get(f"/api/v1/articles/{key}/").json()["id"] == key


def test_each_article_is_in_the_language_that_is_asked_for_else_in_its_own():
    make_published_article(title_en="Talks", title_ka="მოლაპარაკება", kind=make_kind())
    make_published_article(title_en="English", kind=make_kind())

    def told(query: str) -> list[tuple[str, str]]:
        rows = Client().get(f"/api/v1/articles/?format=ninjs{query}").json()["associations"]
        return [(row["title"], row["language"]) for row in rows]

    assert told("&lang=ka") == [("English", "en"), ("მოლაპარაკება", "ka")]
    assert told("") == [("English", "en"), ("Talks", "en")]


@pytest.mark.parametrize(
    ("query", "headers", "status", "name"),
    [
        ("?format=xml", {}, 400, "format"),
        ("?format=ninjs&format=json", {}, 400, "format"),
        ("?format=ninjs&fields=title", {}, 400, "fields"),
        ("", {"Accept": "application/xml"}, 406, ""),
        ("?format=ninjs&nothing=1", {}, 400, "nothing"),
    ],
)
def test_other_formats_are_refused_in_words(query, headers, status, name):
    response = Client().get(f"/api/v1/articles/{query}", headers=headers)

    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert [row["name"] for row in response.json().get("invalid_params", [])] == ([name] if name else [])


def test_lists_of_other_things_have_no_ninjs():
    assert Client().get("/api/v1/actors/?format=ninjs").status_code == 400
    assert Client().get("/api/v1/actors/", headers={"Accept": TYPE}).status_code == 406
