import datetime as dt
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import Tag
from publishing import changes
from publishing.middleware import PageCacheMiddleware, bypassing_page_cache
from publishing.models import ChangeHead
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import make_published_article, make_tag, publisher


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def asking(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[str], HttpResponse]:
    """Return a way to ask `view` through the page cache."""
    cached = PageCacheMiddleware(view)
    return lambda path: cached(RequestFactory().get(path))


class Counted:
    """A view that counts how often it is asked."""

    def __init__(self, status: int = 200, **headers: str) -> None:
        self.asked, self.status, self.headers = 0, status, headers

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        return HttpResponse(f"{self.asked} {request.get_full_path()}", status=self.status, headers=self.headers)


def test_page_is_rendered_once_and_then_costs_one_query(client: Client):
    make_published_article()

    assert queries_of(client, "/en/news/") > 1
    assert queries_of(client, "/en/news/") == 1


def test_cached_page_is_the_page(client: Client):
    make_published_article()
    rendered, cached = client.get("/en/news/"), client.get("/en/news/")

    assert (rendered.context is None, cached.context is None) == (False, True)
    # What a request is called in the log is its own.
    numbers = [response.headers.pop("X-Request-ID") for response in (rendered, cached)]
    assert len(set(numbers)) == 2
    assert (cached.content, dict(cached.items())) == (rendered.content, dict(rendered.items()))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda article: transition(article, State.WITHDRAWN, by=publisher()), id="withdrawn"),
        pytest.param(lambda article: transition(article, State.WITHDRAWN, by=publisher(), languages=["ka"]), id="one language withdrawn"),
        pytest.param(lambda article: transition(article, State.PUBLISHED, by=publisher()), id="published again"),
        pytest.param(lambda article: changes.touch(), id="something else public changed"),
    ],
)
def test_any_public_change_drops_every_page_at_once(client: Client, change: Callable):
    article = make_published_article(title_en="One", title_ka="ერთი")
    client.get("/en/news/")

    change(article)

    assert queries_of(client, "/en/news/") > 1


def test_scheduled_article_appears_at_its_moment_without_a_worker(client: Client):
    article = make_published_article(title_en="Scheduled", at=timezone.now() + dt.timedelta(hours=1))
    before = client.get("/en/news/")
    past = timezone.now() - dt.timedelta(seconds=1)
    type(article).objects.filter(pk=article.pk).update(live_at=past, published_at_en=past, listed_at_en=past, listed_at_ka=past)
    ChangeHead.objects.update(next_due_at=past)

    after = client.get("/en/news/")

    assert "Scheduled" not in before.content.decode()
    assert "Scheduled" in after.content.decode()


def test_page_rendered_before_a_commit_is_not_shown_after_it():
    texts = iter(["before", "after"])

    def view(_request: HttpRequest) -> HttpResponse:
        text = next(texts)
        if text == "before":
            # Somebody publishes while the page is being rendered.
            changes.touch()
        return HttpResponse(text)

    ask = asking(view)

    assert [ask("/en/").content, ask("/en/").content, ask("/en/").content] == [b"before", b"after", b"after"]


def test_unknown_query_makes_no_other_page():
    view = Counted()
    ask = asking(view)

    pages = [ask(path).content for path in ("/en/news/", "/en/news/?utm_source=x", "/en/news/?a=1&a=2&%00=%ff", "/en/news/?")]

    assert pages == [b"1 /en/news/"] * 4


def test_known_query_makes_its_own_page():
    ask = asking(Counted())

    pages = [ask(path).content for path in ("/en/news/?before=a", "/en/news/?before=b", "/en/news/?after=a", "/en/news/?x=1&before=a")]

    assert pages == [b"1 /en/news/?before=a", b"2 /en/news/?before=b", b"3 /en/news/?after=a", b"1 /en/news/?before=a"]


def test_redirect_that_adds_a_slash_carries_nobody_elses_query(client: Client):
    assert client.get("/en/news?utm_source=x").headers["Location"] == "/en/news/"


@pytest.mark.parametrize("status", [302, 400, 404, 500])
def test_answer_that_is_no_page_is_not_kept(status: int):
    view = Counted(status)
    ask = asking(view)

    ask("/en/")
    ask("/en/")

    assert view.asked == 2


@pytest.mark.parametrize("status", [200, 301, 410])
def test_page_redirect_and_notice_are_kept(status: int):
    view = Counted(status)
    ask = asking(view)

    answers = [ask("/en/").status_code, ask("/en/").status_code]

    assert (answers, view.asked) == ([status, status], 1)


@pytest.mark.parametrize("headers", [{"Cache-Control": "private"}, {"Vary": "Cookie"}, {"Cache-Control": "no-store"}])
def test_private_answer_is_not_kept(headers: dict):
    view = Counted(**headers)
    ask = asking(view)

    ask("/en/")
    ask("/en/")

    assert view.asked == 2


def test_answer_with_a_cookie_is_not_kept():
    def view(_request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        response.set_cookie("session", "secret")
        return response

    ask = asking(view)
    ask("/en/")

    assert cache.get("anything") is None
    assert ask("/en/").cookies


@pytest.mark.parametrize("path", ["/admin/", "/", "/a/abc", "/en/news/x/edit", "/api/v1/articles/", "/english/"])
def test_address_that_is_no_public_page_passes_by(path: str):
    view = Counted()
    ask = asking(view)

    ask(path)
    ask(path)

    assert view.asked == 2


def test_posted_form_passes_by():
    view = Counted()
    cached = PageCacheMiddleware(view)

    for _time in range(2):
        cached(RequestFactory().post("/en/"))

    assert view.asked == 2


def test_preview_neither_reads_nor_fills_the_cache():
    view = Counted()
    ask = asking(view)
    ask("/en/")

    with bypassing_page_cache():
        preview = ask("/en/").content

    assert preview == b"2 /en/"
    assert ask("/en/").content == b"1 /en/"


def test_cache_out_of_reach_is_an_empty_one(client: Client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}

    assert client.get("/en/news/").status_code == 200


def test_burst_on_a_page_that_is_not_kept_serves_everybody():
    view = Counted(404)
    ask = asking(view)

    assert [ask("/en/").status_code for _reader in range(3)] == [404, 404, 404]


def test_tag_that_changes_its_label_changes_every_page(client: Client):
    tag = make_tag("Old label")
    make_published_article(tags=[tag])
    client.get("/en/news/")
    Tag.objects.filter(pk=tag.pk).update(label_en="New label")
    changes.touch()

    assert "New label" in client.get("/en/news/").content.decode()


@pytest.mark.parametrize("path", ["/", "/en/", "/en/news/", "/en/nothing/", "/api/v1/articles/", "/sitemap.xml", "/robots.txt", "/healthz"])
def test_cookies_of_readers_are_never_looked_at(client: Client, path):
    # A session key too short to be one, which Django would answer by deleting the cookie.
    response = client.get(path, headers={"Cookie": "sessionid=abc; django_language=ka; csrftoken=abc"})

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
