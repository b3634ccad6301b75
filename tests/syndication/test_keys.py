"""Keys of the API: shown once, kept as a hash, refused in words; limits without and with one."""

import re

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from publishing.models import Audit
from publishing.strangers import COUNTS
from syndication import keys, uses
from syndication.models import ApiKey, ApiUse
from tests.factories import make_published_article
from tests.roles import browser_of, member_of

ADD, LIST = reverse("admin:syndication_apikey_add"), reverse("admin:syndication_apikey_changelist")
ARTICLES = "/api/v1/articles/"


@pytest.fixture(autouse=True)
def _no_counts():
    uses.tally.forget()


def make_key(name="Library", **more):
    """A key that somebody made; returns its text and its row."""
    text = keys.new()
    return text, ApiKey.objects.create(name=name, beginning=keys.beginning_of(text), digest=keys.digest_of(text), **more)


def bearer(text):
    return {"headers": {"Authorization": f"Bearer {text}"}}


def test_administrator_makes_a_key_that_is_shown_once_and_taken_back(client):
    user = member_of("Administrator")
    made = browser_of(user).open(ADD).fill(name="Library", mail="lib@example.org").press("_save")

    text = re.search(r"matiane_\w{46}", made.content.decode()).group()
    row = ApiKey.objects.get()
    change = reverse("admin:syndication_apikey_change", args=[row.pk])
    assert (row.digest, row.beginning, row.by) == (keys.digest_of(text), text[:16], user)
    assert client.get(ARTICLES, **bearer(text)).status_code == 200

    client.force_login(user)
    shown = client.get(change).content.decode()
    assert (text in shown, row.beginning in shown, "/api/v1/articles/" in shown, ApiUse.objects.get().requests) == (False, True, True, 1)
    assert "Library" in client.get(LIST).content.decode()
    row.refresh_from_db()
    assert row.used_on == timezone.localdate()

    client.post(reverse("admin:syndication_apikey_revoke", args=[row.pk]))
    client.logout()
    refused = client.get(ARTICLES, **bearer(text))
    assert (refused.status_code, refused["Content-Type"], "taken back" in refused.json()["detail"]) == (401, "application/problem+json", True)
    assert list(Audit.objects.filter(action__contains="API key").values_list("action", flat=True).order_by("pk")) == [
        "API key made",
        "API key taken back",
    ]
    assert text not in repr(Audit.objects.values_list("detail"))


def test_others_see_no_keys(client):
    _text, row = make_key()
    for role in ("Author", "Editor"):
        client.force_login(member_of(role))
        addresses = [ADD, LIST, reverse("admin:syndication_apikey_change", args=[row.pk])]
        assert [client.get(each).status_code for each in addresses] == [403] * 3
        assert client.post(reverse("admin:syndication_apikey_revoke", args=[row.pk])).status_code == 403

    row.refresh_from_db()
    assert row.is_good


def test_wrong_key_is_refused_in_words_and_costs_no_look_up_when_mistyped(client, django_assert_num_queries):
    text, _row = make_key()
    mistyped = text[:-1] + ("a" if text[-1] != "a" else "b")

    answers = [client.get(ARTICLES, **bearer(each)) for each in (mistyped, text[:20], keys.new(), "ქარ", "")]

    assert [answer.status_code for answer in answers] == [401] * 5
    assert {answer["WWW-Authenticate"] for answer in answers} == {'Bearer realm="api"'}
    assert {answer["Cache-Control"] for answer in answers} == {"no-store"}
    assert ["no key of this site" in answer.json()["detail"] for answer in answers] == [True, True, False, True, True]
    # Another scheme is meant for somebody else on the way.
    assert client.get(ARTICLES, headers={"Authorization": "Basic YTpi"}).status_code == 200
    with django_assert_num_queries(1):
        client.get(ARTICLES, **bearer(mistyped))


def test_key_costs_one_query_and_changes_no_answer(client, settings, django_assert_max_num_queries):
    settings.API_RATE = settings.API_KEY_RATE = 100
    text, _row = make_key()
    make_published_article(title_en="Visit")
    client.get(ARTICLES)
    with django_assert_max_num_queries(30) as plain:
        without = client.get(ARTICLES)
    with django_assert_max_num_queries(30) as more:
        answer = client.get(ARTICLES, **bearer(text))

    assert len(more) - len(plain) == 1
    assert (answer.content, answer["ETag"], answer["Cache-Control"]) == (without.content, without["ETag"], without["Cache-Control"])
    assert answer["Cache-Control"].startswith("public")
    assert "Cookie" not in answer.get("Vary", "")
    assert "Authorization" not in answer.get("Vary", "")


def test_limits_are_told_and_kept_apart(client, settings):
    settings.API_RATE, settings.API_KEY_RATE = 2, 4
    text, _row = make_key()

    answers = [client.get(ARTICLES) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [re.sub(r"\d+$", "", answer["RateLimit"]) for answer in answers] == [f'"anonymous";r={left};t=' for left in (1, 0, 0)]
    assert answers[0]["RateLimit-Policy"] == '"anonymous";q=2;w=60'
    late = answers[2]
    assert (late["Content-Type"], late["Cache-Control"], late.json()["status"], 0 < int(late["Retry-After"]) <= 60) == (
        "application/problem+json",
        "no-store",
        429,
        True,
    )
    # Another address, and a key, have limits of their own.
    assert client.get(ARTICLES, REMOTE_ADDR="203.0.113.9").status_code == 200
    assert [client.get(ARTICLES, **bearer(text)).status_code for _time in range(5)] == [200] * 4 + [429]
    caches[COUNTS].clear()
    assert client.get(ARTICLES).status_code == 200


def test_any_page_may_read_the_api(client):
    asked = client.options(ARTICLES, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "GET"})
    read = client.get(ARTICLES, headers={"Origin": "https://example.org"})

    assert (asked.status_code, "Authorization" in asked["Access-Control-Allow-Headers"]) == (204, True)
    assert [answer["Access-Control-Allow-Origin"] for answer in (asked, read)] == ["*", "*"]
    assert "Access-Control-Allow-Credentials" not in asked.headers
