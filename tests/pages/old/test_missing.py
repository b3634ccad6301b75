import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.old import missing
from publishing.models import IgnoredAddress, MissingAddress, Redirect
from tests.factories import make_published_article
from tests.roles import browser_of, member_of

MISSING = "/admin/publishing/redirect/missing/"


def counted() -> dict[str, int]:
    missing.tally.flush()
    return dict(MissingAddress.objects.values_list("path", "hits"))


def test_missing_pages_are_counted_by_day_and_address(client):
    for path in ("/old/", "/old", "/old?utm_source=x&fbclid=2", "/en/old/?x=1", "/item.php?id=3", "/item.php?id=4", "/?p=12"):
        client.get(path, HTTP_USER_AGENT="Somebody", REMOTE_ADDR="192.0.2.1")

    assert counted() == {"/old": 3, "/en/old": 1, "/item.php?id=3": 1, "/item.php?id=4": 1, "/?p=12": 1}
    assert set(MissingAddress.objects.values_list("day", flat=True)) == {timezone.localdate()}
    assert {field.name for field in MissingAddress._meta.fields} == {"id", "day", "path", "hits"}


@pytest.mark.parametrize(
    "path",
    [
        *("/wp-login.php", "/blog/wp-admin/setup.php", "/xmlrpc.php", "/.env", "/.git/config", "/a/.aws/credentials", "/backup.sql", "/phpmyadmin/"),
        *("/cgi-bin/luci", "/vendor/phpunit/eval-stdin.php", "/a/../b", "/favicon.png", "/apple-touch-icon.png", "/%3Cscript%3E", "/" + "a" * 400),
        *("/admin/x/", "/api/x", "/preview/a-token/", "/media/x.jpg", "/static/x.css"),
    ],
)
def test_probes_and_what_nobody_typed_are_not_counted(client, path):
    client.get(path)

    assert counted() == {}


@pytest.mark.parametrize("path", ["/shell-company-report", "/vendors", "/2019/what-is-sql/", "/archive/owation.html"])
def test_what_only_looks_like_a_probe_is_counted(client, path):
    client.get(path)

    assert sum(counted().values()) == 1


def test_missing_page_writes_nothing_by_itself(client):
    client.get("/en/old/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/en/old/")

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


def test_flood_is_capped_in_memory_and_in_rows(client, monkeypatch):
    monkeypatch.setattr(missing.tally, "most", 5)
    monkeypatch.setattr(missing, "MOST_A_DAY", 7)
    for number in range(20):
        missing.tally.add((timezone.localdate(), f"/first/{number}"))
    missing.tally.flush()
    missing.tally.add((timezone.localdate(), "/first/1"))
    for number in range(20):
        missing.tally.add((timezone.localdate(), f"/second/{number}"))

    found = counted()
    assert len(found) == 7
    assert found["/first/1"] == 2


def test_old_days_are_forgotten():
    MissingAddress.objects.create(day=timezone.localdate() - dt.timedelta(days=91), path="/long-ago", hits=3)
    missing.tally.add((timezone.localdate(), "/today"))

    assert counted() == {"/today": 1}


def test_list_shows_the_most_wanted_first_and_leads_them_on(client):
    article = make_published_article(title_en="Visit")
    for day, path, hits in [(0, "/rare", 1), (0, "/often", 3), (1, "/often", 4)]:
        MissingAddress.objects.create(day=timezone.localdate() - dt.timedelta(days=day), path=path, hits=hits)
    desk = browser_of(member_of("Editor")).client

    page = desk.get(MISSING)
    assert [(each.path, each.hits) for each in page.context["missing"]] == [("/often", 7), ("/rare", 1)]
    assert "/admin/publishing/redirect/add/?path=%2Foften" in page.content.decode()
    assert 'value="/often"' in desk.get("/admin/publishing/redirect/add/?path=%2Foften").content.decode()

    response = desk.post("/admin/publishing/redirect/add/?path=%2Foften", {"path": "/often", "to": f"article:{article.pk}:en"})

    assert response.headers["Location"] == MISSING
    assert client.get("/often").headers["Location"] == "/en/news/visit/"
    assert counted() == {"/rare": 1}


def test_ignored_address_is_not_counted_again(client):
    MissingAddress.objects.create(day=timezone.localdate(), path="/noise", hits=9)
    desk = browser_of(member_of("Editor")).client

    desk.post(MISSING, {"ignore": "/noise"})
    client.get("/noise")

    assert counted() == {}
    assert IgnoredAddress.objects.get().path == "/noise"
    assert not Redirect.objects.exists()


def test_page_says_so_if_nothing_is_missing():
    assert "Nobody asked for a page that is not there." in browser_of(member_of("Administrator")).client.get(MISSING).content.decode()
