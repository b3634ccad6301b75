"""The description of the API: whole, true to what is answered, and the same until somebody means to change it."""

import json
import os
from pathlib import Path

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from config.api_docs import described, written
from tests.api.lists import NAMES, fill

SNAPSHOT = Path(__file__).parent / "openapi.json"


@pytest.fixture
def schema() -> dict:
    for made in (described, written):
        made.cache_clear()
    return described()


def test_description_is_valid_and_gives_no_warning(schema):
    validate_schema(schema)

    assert (GENERATOR_STATS._warn_cache, GENERATOR_STATS._error_cache) == ({}, {})
    assert schema["openapi"].startswith("3.1")


def test_description_is_the_one_that_was_agreed_on(schema):
    text = json.dumps({**schema, "servers": []}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("WRITE_SNAPSHOT"):
        SNAPSHOT.write_text(text)

    assert text == SNAPSHOT.read_text(), "WRITE_SNAPSHOT=1 takes over a change that is meant; docs/api.md says what may never change"


def test_every_answer_has_an_example_that_fits(schema):
    for path, operations in schema["paths"].items():
        for media in operations["get"]["responses"]["200"]["content"].values():
            check({**media["schema"], "components": schema["components"]}, media["example"], path)


def check(schema: dict, value: object, about: str) -> None:
    errors = [f"{about} {error.json_path}: {error.message[:200]}" for error in Draft202012Validator(schema).iter_errors(value)]
    assert errors == []


@pytest.mark.django_db
def test_answers_are_what_the_description_says(schema):
    fill(2)
    asked = [f"/api/v1/{name}/{query}" for name in NAMES for query in ("", "?lang=ka", "?fields=id")]
    for path in [*asked, "/api/v1/", "/api/v1/changes/"]:
        operation = schema["paths"][path.partition("?")[0]]["get"]
        media = operation["responses"]["200"]["content"]["application/json"]
        found = Client().get(path).json()
        check({**media["schema"], "components": schema["components"]}, found, path)
        for row in found.get("results", [])[:1] if "id" in str(found.get("results", [])[:1]) and "/changes/" not in path else []:
            one = schema["paths"][f"{path.partition('?')[0]}{{id}}/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            check({**one, "components": schema["components"]}, Client().get(f"{path.partition('?')[0]}{row['id']}/").json(), path)


@pytest.mark.django_db
def test_description_is_served_to_machines_and_to_people(schema):
    file, page = Client().get("/api/v1/schema/"), Client().get("/api/v1/docs/")

    assert file.headers["Content-Type"] == "application/vnd.oai.openapi+json;version=3.1"
    assert file.json()["paths"] == schema["paths"]
    text = page.content.decode()
    assert all(f"<code>{path}</code>" in text for path in schema["paths"])
    assert "<script" not in text.replace('<script type="application/ld+json"', "")
    assert [Client().get(f"/api/v1/docs/?{query}").status_code for query in ("x=1", "lang=de", "lang=", "lang=ka&lang=ka")] == [400] * 4


@pytest.mark.django_db
def test_reader_of_the_georgian_site_stays_in_it_while_reading_the_description():
    english, georgian = Client().get("/api/v1/docs/?lang=en"), Client().get("/api/v1/docs/?lang=ka")
    text = georgian.content.decode()

    assert [answer.headers["Content-Language"] for answer in (english, georgian)] == ["en", "ka"]
    assert [part in text for part in ('<html lang="ka">', 'href="/ka/news/"', '<div class="api" lang="en">', 'href="/api/v1/docs/"')] == [True] * 4
    assert text.count('hreflang="ka"') == 0
    assert 'href="/api/v1/docs/?lang=ka"' in english.content.decode()
    assert 'href="/api/v1/docs/?lang=ka"' in Client().get("/ka/subscribe/").content.decode()
    assert 'href="/api/v1/docs/"' in Client().get("/en/subscribe/").content.decode()
