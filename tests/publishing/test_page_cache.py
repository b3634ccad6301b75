import datetime as dt
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
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


def test_head_is_get_without_a_body(client: Client):
    make_published_article()
    got, head = client.get("/en/news/"), client.head("/en/news/")

    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.items()) == dict(got.items())


def test_reader_who_has_the_page_gets_304(client: Client):
    make_published_article()
    page = client.get("/en/news/")

    by_tag = client.get("/en/news/", headers={"If-None-Match": page.headers["ETag"]})
    by_date = client.get("/en/news/", headers={"If-Modified-Since": "Fri, 31 Dec 9999 23:59:59 GMT"})

    assert [(answer.status_code, answer.content) for answer in (by_tag, by_date)] == [(304, b"")] * 2
    assert by_tag.headers["ETag"] == page.headers["ETag"]


def test_reader_who_has_an_older_page_gets_the_new_one(client: Client):
    make_published_article()
    old = client.get("/en/news/")
    make_published_article()

    by_tag = client.get("/en/news/", headers={"If-None-Match": old.headers["ETag"]})
    by_date = client.get("/en/news/", headers={"If-Modified-Since": old.headers["Last-Modified"]})

    assert [answer.status_code for answer in (by_tag, by_date)] == [200, 200]


def test_page_that_did_not_change_keeps_its_tag_over_a_change_elsewhere(client: Client):
    make_published_article()
    old = client.get("/en/corrections/")
    make_published_article()

    assert client.get("/en/corrections/", headers={"If-None-Match": old.headers["ETag"]}).status_code == 304


def test_cache_out_of_reach_is_an_empty_one(client: Client, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}

    assert client.get("/en/news/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_burst_on_a_missing_page_renders_it_once():
    started, go_on = threading.Event(), threading.Event()
    rendered: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        rendered.append(1)
        started.set()
        go_on.wait(5)
        return HttpResponse("page")

    ask = asking(view)
    bodies: list[bytes] = []

    def reader() -> None:
        bodies.append(ask("/en/").content)
        connections.close_all()

    first, *others = (threading.Thread(target=reader) for _reader in range(8))
    first.start()
    assert started.wait(5)
    for thread in others:
        thread.start()
    go_on.set()
    for thread in (first, *others):
        thread.join(10)

    assert (bodies, len(rendered)) == ([b"page"] * 8, 1)


def test_burst_on_a_page_that_is_not_kept_serves_everybody():
    view = Counted(404)
    ask = asking(view)

    assert [ask("/en/").status_code for _reader in range(3)] == [404, 404, 404]


# Answers each address that it reads with what a reader sees there.
READER = """
import sys
import django
django.setup()
from django.test import Client
for path in sys.stdin:
    response = Client().get(path.strip())
    print(response.status_code, "rendered" if response.context else "kept", "Meeting" in response.content.decode(), flush=True)
"""
EDITOR = """
import django
django.setup()
from django.contrib.auth.models import User
from news.models import Article
from publishing.publishable import State
from publishing.workflow import transition
transition(Article.objects.get(), State.WITHDRAWN, by=User.objects.get())
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[[str], subprocess.Popen]:
    """Run a script in a process of its own on what the database holds now."""
    database = tmp_path / "database.sqlite3"

    def run(script: str) -> subprocess.Popen:
        if connection.vendor == "postgresql":
            url = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
        else:
            if not database.exists():
                with closing(sqlite3.connect(database)) as copy:
                    connection.connection.backup(copy)
            url = f"sqlite:///{database}"
        environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        return subprocess.Popen(
            [sys.executable, "-c", script], cwd=settings.BASE_DIR, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    return run


@pytest.mark.django_db(transaction=True)
def test_withdrawal_in_one_process_drops_the_page_that_another_keeps(elsewhere: Callable[[str], subprocess.Popen]):
    make_published_article(title_en="Meeting", by=publisher())

    with elsewhere(READER) as reader:

        def ask(path: str) -> str:
            reader.stdin.write(f"{path}\n")
            reader.stdin.flush()
            return reader.stdout.readline().strip()

        before = [ask("/en/news/"), ask("/en/news/"), ask("/en/news/meeting/")]
        with elsewhere(EDITOR) as editor:
            editor.communicate()
        after = [ask("/en/news/"), ask("/en/news/meeting/")]
        reader.stdin.close()

    assert editor.returncode == 0
    assert before == ["200 rendered True", "200 kept True", "200 rendered True"]
    assert after == ["200 rendered False", "410 rendered False"]


def test_tag_that_changes_its_label_changes_every_page(client: Client):
    tag = make_tag("Old label")
    make_published_article(tags=[tag])
    client.get("/en/news/")
    Tag.objects.filter(pk=tag.pk).update(label_en="New label")
    changes.touch()

    assert "New label" in client.get("/en/news/").content.decode()
