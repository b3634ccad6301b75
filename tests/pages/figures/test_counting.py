"""Visits counted at the server."""

import datetime as dt

import pytest
from django.utils import timezone

from pages.figures import counting, visits
from publishing.models import Visits
from tests.factories import make_published_article

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def counted() -> dict[tuple[str, str, str], int]:
    counting.tally.flush()
    return {(row.page, row.language, row.host): row.visits for row in Visits.objects.all()}


def test_visits_are_counted_by_record_language_and_host_also_from_the_page_cache(client):
    article = make_published_article(title_en="Visit", title_ka="ვიზიტი")
    for path, referrer in [
        ("/en/news/visit/", "https://www.example.org/search?q=somebody"),
        ("/en/news/visit/", "https://example.org/"),
        ("/en/news/visit/", "http://testserver/en/"),
        (f"/ka/news/{article.slug_ka}/", ""),
        ("/en/", ""),
    ]:
        assert client.get(path, HTTP_USER_AGENT=PERSON, HTTP_REFERER=referrer).status_code == 200

    assert counted() == {
        (f"article:{article.pk}", "en", "example.org"): 2,
        (f"article:{article.pk}", "en", ""): 1,
        (f"article:{article.pk}", "ka", ""): 1,
        ("/en/", "en", ""): 1,
    }
    assert {field.name for field in Visits._meta.fields} == {"id", "day", "page", "language", "host", "visits"}


def test_counting_sets_no_cookie_and_writes_nothing_by_itself(client, django_assert_num_queries):
    make_published_article(title_en="Visit")
    client.get("/en/news/visit/", HTTP_USER_AGENT=PERSON)
    with django_assert_num_queries(1):
        response = client.get("/en/news/visit/", HTTP_USER_AGENT=PERSON)

    assert not response.cookies
    assert not Visits.objects.exists()


@pytest.mark.parametrize(
    "agent",
    [
        *("", "-", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.5.0", "python-requests/2.32", "Feedly/1.0"),
        *("Mozilla/5.0 (compatible; bingbot/2.0)", "Mozilla/5.0 (compatible; YandexBot/3.0)", "facebookexternalhit/1.1", "GPTBot", "Wget/1.21"),
        *("Mozilla/5.0 HeadlessChrome/120", "UptimeRobot/2.0", "Go-http-client/2.0", "ia_archiver", "Screaming Frog SEO Spider/19"),
    ],
)
def test_robots_are_left_out(client, agent):
    client.get("/en/", HTTP_USER_AGENT=agent)

    assert counted() == {}


@pytest.mark.parametrize("agent", [PERSON, "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36", "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1)"])
def test_people_are_counted(client, agent):
    client.get("/en/", HTTP_USER_AGENT=agent)

    assert sum(counted().values()) == 1


@pytest.mark.parametrize("path", ["/", "/en/nothing/", "/en/news/feed.atom", "/api/v1/", "/robots.txt", "/admin/login/", "/en/news"])
def test_only_pages_that_were_read_are_visits(client, path):
    client.get(path, HTTP_USER_AGENT=PERSON)
    client.head("/en/", HTTP_USER_AGENT=PERSON)
    client.get("/en/", HTTP_USER_AGENT=PERSON, HTTP_SEC_PURPOSE="prefetch")

    assert counted() == {}


@pytest.mark.parametrize(
    "referrer", ["https://[", "javascript:1", "https://a b/", "android-app://com.example/", "x" * 9000, "https://" + "a" * 300 + ".example/"]
)
def test_strange_referrers_do_no_harm(client, referrer):
    assert client.get("/en/", HTTP_USER_AGENT=PERSON, HTTP_REFERER=referrer).status_code == 200

    assert sum(counted().values()) == 1


def test_flood_of_hosts_is_capped_and_the_page_keeps_its_visits(monkeypatch):
    monkeypatch.setattr(visits, "MOST_A_DAY", 3)
    day = dt.date(2026, 11, 1)
    visits.add({visits.Visit(day, "/en/", ""): 5})
    visits.add({visits.Visit(day, "/en/", f"host{number}.example"): 1 for number in range(10)})

    assert Visits.objects.count() == 3
    assert sum(Visits.objects.values_list("visits", flat=True)) == 15


def test_figures_follow_a_record_through_its_addresses():
    article = make_published_article(title_en="Visit")
    today = timezone.localdate()
    visits.add({visits.Visit(today, "/en/news/visit/", ""): 1})
    visits.add({visits.Visit(today, f"/ka/news/{article.slug_ka}/", ""): 1})

    assert set(Visits.objects.values_list("page", flat=True)) == {f"article:{article.pk}"}
