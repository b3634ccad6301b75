"""Which old addresses are still used: counted without a write for each request, and without a word about who asked."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from publishing import drafts, redirect_hits
from publishing.models import Redirect, RedirectHits
from publishing.redirects import remember, remember_target
from tests.factories import make_published_article, publisher
from tests.roles import browser_of, member_of

LIST = "/admin/publishing/redirect/"
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def ask(path: str, agent: str = PERSON, **headers: str) -> None:
    Client().get(path, headers={"User-Agent": agent, **headers})


def counted() -> dict[str, int]:
    redirect_hits.tally.flush()
    paths = dict(Redirect.objects.values_list("pk", "path"))
    return {paths[row.redirect]: row.hits for row in RedirectHits.objects.all()}


def listed(query: str = "") -> dict[str, str]:
    """Return what the desk says of the use of each old address."""
    page = browser_of(member_of("Editor")).client.get(f"{LIST}{query}").content.decode()
    rows = html.fromstring(page).xpath("//table[@id='result_list']/tbody/tr")
    return {
        row.xpath(".//*[contains(@class, 'field-path')]")[0].text_content(): row.xpath(".//td[contains(@class, 'field-used')]")[0].text_content()
        for row in rows
    }


def test_old_addresses_are_counted_by_day_and_nothing_is_kept_of_who_asked():
    article = make_published_article(title_en="Visit")
    remember("/old", article, "en")
    remember("/?p=7", article, "en")
    remember("/en/2019/visit.html", article, "en")
    remember("/never", article, "en")

    for path in ("/old/", "/old", "/old?utm_source=mail", "/?p=7", "/en/2019/visit.html", "/nothing"):
        ask(path, Referer="https://search.example/")

    assert counted() == {"/old": 3, "/?p=7": 1, "/en/2019/visit.html": 1}
    assert set(RedirectHits.objects.values_list("day", flat=True)) == {timezone.localdate()}
    assert {field.name for field in RedirectHits._meta.fields} == {"id", "day", "redirect", "hits"}


def test_what_leads_to_a_text_that_was_taken_back_is_used_too():
    article = make_published_article(title_en="Visit")
    remember("/old", article, "en")
    drafts.withdraw(article, by=publisher())

    ask("/old")

    assert counted() == {"/old": 1}


@pytest.mark.parametrize(
    ("agent", "headers"),
    [("Googlebot/2.1", {}), ("curl/8.5.0", {}), ("", {}), (PERSON, {"Sec-Purpose": "prefetch"})],
    ids=["bot", "curl", "none", "prefetch"],
)
def test_machines_are_left_out(agent, headers):
    remember_target("/old", "https://example.org/")

    ask("/old", agent, **headers)
    Client().head("/old", headers={"User-Agent": PERSON})

    assert counted() == {}


def test_old_address_that_is_asked_for_writes_nothing_by_itself(django_assert_num_queries):
    remember("/old", make_published_article(title_en="Visit"), "en")
    ask("/old")

    with CaptureQueriesContext(connection) as queries:
        ask("/old")

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert len(queries) == 2


def test_counts_of_a_day_add_up_and_old_days_go():
    remember_target("/old", "https://example.org/")
    key = Redirect.objects.get().pk
    today = timezone.localdate()
    for days in (90, 91):
        RedirectHits.objects.create(day=today - dt.timedelta(days=days), redirect=key, hits=5)

    for _time in range(2):
        ask("/old")
        redirect_hits.tally.flush()

    assert sorted(RedirectHits.objects.values_list("day", "hits")) == [(today - dt.timedelta(days=90), 5), (today, 2)]


def test_desk_says_how_much_each_old_address_is_used_and_when_last():
    for path in ("/alive", "/once", "/dead", "/long-ago"):
        remember_target(path, "https://example.org/")
    keys = dict(Redirect.objects.values_list("path", "pk"))
    RedirectHits.objects.create(day=timezone.localdate() - dt.timedelta(days=3), redirect=keys["/alive"], hits=10)
    RedirectHits.objects.create(day=timezone.localdate() - dt.timedelta(days=91), redirect=keys["/long-ago"], hits=10)
    for path in ("/alive", "/alive", "/once"):
        ask(path)

    day = f"{timezone.localdate():%-d %B %Y}"
    never = "not used in the last 90 days"
    assert listed() == {
        "/alive": f"used 12 times in the last 90 days, last on {day}",
        "/once": f"used once in the last 90 days, on {day}",
        "/dead": never,
        "/long-ago": never,
    }


@pytest.mark.parametrize(("choice", "paths"), [("yes", ["/alive"]), ("no", ["/dead"]), ("nonsense", ["/alive", "/dead"])])
def test_list_is_narrowed_to_what_is_used_or_is_not(choice, paths):
    for path in ("/alive", "/dead"):
        remember_target(path, "https://example.org/")
    ask("/alive")
    redirect_hits.tally.flush()

    assert list(listed(f"?used={choice}")) == paths


def test_counting_survives_the_end_of_a_redirect():
    remember_target("/old", "https://example.org/")
    ask("/old")
    Redirect.objects.all().delete()

    redirect_hits.tally.flush()

    assert listed() == {}
