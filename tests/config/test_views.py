import datetime as dt
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publishing.models import SiteSettings
from publishing.publishable import State
from publishing.workflow import Notice, transition
from tests.factories import make_article, make_published_article, publisher
from tests.roles import member_of


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("ka", "ka"),
        ("ka-GE,ka;q=0.9,en;q=0.8", "ka"),
        ("en;q=0.5,ka;q=0.8", "ka"),
        ("fr,de", "en"),
        ("", "en"),
        ("ka;q=0", "en"),
        ("ka\x00,;;;q=x" + "," * 5000, "en"),
    ],
)
def test_root_leads_to_the_readers_language(client: Client, asked: str, language: str):
    response = client.get("/", headers={"Accept-Language": asked})

    assert (response.status_code, response.headers["Location"]) == (302, f"/{language}/")
    assert response.headers["Vary"] == "Accept-Language"


def test_root_ignores_the_language_of_the_admin(client: Client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ka"

    assert client.get("/").headers["Location"] == "/en/"


def test_short_address_leads_to_the_record_in_the_readers_language(client: Client):
    article = make_published_article(title_en="Meeting", title_ka="შეხვედრა")

    answers = [client.get(f"/a/{article.short_id}", headers={"Accept-Language": code}) for code in ("en", "ka")]

    assert [answer.headers["Location"] for answer in answers] == ["/en/news/meeting/", "/ka/news/shekhvedra/"]
    assert answers[0].headers["Vary"] == "Accept-Language"


def test_short_address_prefers_a_language_that_can_be_read(client: Client):
    article = make_published_article(title_ka="შეხვედრა")

    response = client.get(f"/a/{article.short_id}", headers={"Accept-Language": "en, ka;q=0.5"})

    assert response.headers["Location"] == "/ka/news/shekhvedra/"


def test_short_address_of_a_withdrawn_record_answers_itself_so_that_no_slug_tells_the_title(client: Client):
    article = make_published_article(title_en="Meeting of Kokoiti")
    transition(article, State.WITHDRAWN, by=publisher(), notice=Notice(reason={"ka": "მიზეზი."}))

    response = client.get(f"/a/{article.short_id}", headers={"Accept-Language": "ka"})

    assert (response.status_code, response.headers["Content-Language"], response.context["gone"].reason) == (410, "ka", "მიზეზი.")
    assert "kokoiti" not in response.content.decode().lower()


def test_short_address_of_what_was_never_public_is_not_found(client: Client):
    scheduled = make_published_article(at=timezone.now() + dt.timedelta(hours=1))
    short_ids = [make_article(title_en="Draft").short_id, scheduled.short_id, "0000000000", "%00", "a" * 5000]

    assert [client.get(f"/a/{short_id}").status_code for short_id in short_ids] == [404] * 5


def test_health_answers_without_a_query(client: Client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response.headers["Cache-Control"]


def test_service_is_ready(client: Client):
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "cache": "ok", "migrations": "ok"})


def test_service_without_a_cache_is_not_ready_and_says_so(client: Client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"database": "ok", "cache": "failed", "migrations": "ok"})


def test_service_with_a_migration_to_apply_is_not_ready_and_says_so(client: Client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'news'")

    response = client.get("/readyz")

    assert (response.status_code, response.json()["migrations"]) == (503, "failed")


@pytest.mark.parametrize(("path", "asked", "language"), [("/ka/nothing/", "en", "ka"), ("/nothing/", "ka", "ka"), ("/nothing/", "fr", "en")])
def test_unknown_address_answers_in_the_language_of_the_address_or_the_reader(client: Client, path: str, asked: str, language: str):
    response = client.get(path, headers={"Accept-Language": asked})

    html = response.content.decode()
    assert (response.status_code, response.headers["Content-Language"]) == (404, language)
    assert f'<html lang="{language}"' in html
    assert f'href="/{language}/news/"' in html


def test_unknown_address_carries_no_cookie(client: Client):
    response = client.get("/ka/nothing/")

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_error_page_needs_no_database(client: Client, monkeypatch: pytest.MonkeyPatch):
    def broken(*_args: object) -> None:
        raise RuntimeError("broken")

    client.raise_request_exception = False
    monkeypatch.setattr("publishing.changes.head", broken)

    response = client.get("/ka/news/")

    assert response.status_code == 500
    assert '<html lang="ka"' in response.content.decode()


BAD_PATHS = [
    "/en/news/%00/",
    "/en/news/a%00b/",
    "/en/news/%ff%fe/",
    "/en/news/tag/%00/",
    "/en/news/" + "a" * 20_000 + "/",
    "/en/news/tag/" + "a" * 300 + "/",
    "/en/news/" + "a-" * 300 + "a/",
    "/en/authors/%c0%af/",
    "/en/news/..%2f..%2fetc%2fpasswd/",
    "/en/news/-/",
    "/en/news/UPPER/",
    "/en/news/tag/",
    "/%ff/",
    "/en/%e2%80%8b/",
]
BAD_QUERIES = ["before=%00", "before=NaN", "before=%ff", "after=" + "a" * 10_000, "before=", "before[]=1", "before=1&after=2", "%00=%00", "&&&==&"]


@pytest.mark.parametrize("path", BAD_PATHS)
def test_path_that_makes_no_sense_is_not_found(client: Client, path: str):
    assert client.get(path).status_code in (400, 404)


@pytest.mark.parametrize("query", BAD_QUERIES)
@pytest.mark.parametrize("path", ["/en/", "/en/news/", "/en/corrections/", "/en/tags/", "/healthz"])
def test_query_that_makes_no_sense_never_breaks_a_page(client: Client, path: str, query: str):
    make_published_article()

    assert client.get(f"{path}?{query}").status_code in (200, 404)


@pytest.mark.parametrize("path", ["/", "/en/", "/en/news/", "/en/news/x/", "/a/x", "/healthz"])
def test_public_address_takes_no_form(client: Client, path: str):
    assert client.post(path, {"a": "b"}).status_code in (403, 404, 405)


@pytest.mark.parametrize(("language", "name"), [("en", "Creative Commons Attribution 4.0"), ("ka", "Creative Commons 4.0: ავტორის მითითებით")])
def test_every_page_names_the_licence_of_the_texts_and_leads_to_it(client: Client, language, name):
    SiteSettings.objects.create(licence="CC-BY-4.0")

    page = " ".join(client.get(f"/{language}/").content.decode().split())

    assert re.search(rf'<a href="https://creativecommons.org/licenses/by/4.0/" rel="license external" >{name}</a>', page)
    assert "CC-BY-4.0" not in page


def test_licence_without_an_address_is_named_alone(client: Client):
    SiteSettings.objects.create(licence="reserved")

    assert "all rights reserved." in " ".join(client.get("/en/").content.decode().split())


@pytest.mark.parametrize(("language", "heading"), [("en", "Your account may not do this"), ("ka", "თქვენს ანგარიშს ამის უფლება არ აქვს")])
def test_door_closed_to_an_account_says_so_in_the_language_of_the_desk(client: Client, language: str, heading: str):
    client.force_login(member_of("Author"))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    response = client.get(reverse("admin:auth_user_changelist"))

    assert response.status_code == 403
    assert f"<h1>{heading}</h1>" in response.content.decode()


def test_form_from_elsewhere_is_refused_in_the_language_of_its_address():
    response = Client(enforce_csrf_checks=True).post("/ka/news/", {"title": "x"})

    assert response.status_code == 403
    assert "<h1>ფორმა არ იქნა მიღებული</h1>" in response.content.decode()


def test_icon_is_found_at_its_customary_address_too(client: Client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response.headers["Location"]) == (302, "/static/img/favicon.png")
