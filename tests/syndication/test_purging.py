"""The cache in front of the site is told of every public change, at once and again, until it has taken it."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from django.urls import reverse

from publishing import changes
from publishing.publishable import State
from publishing.workflow import transition
from syndication.checks import cache_can_be_told
from syndication.purging import telling
from syndication.purging.adapters import KINDS, Call
from syndication.purging.telling import Teller
from tests.factories import make_published_article, make_superuser, publisher
from tests.roles import client_of, member_of

NOBODY = "http://127.0.0.1:9/"


class Told:
    """What a cache was told: (method, path, headers, body) each time. `status` is what it answers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str, dict[str, str], bytes]] = []
        self.status = 200
        self.address = ""


@contextmanager
def cache_in_front() -> Iterator[Told]:
    """Serve on this machine."""
    told = Told()

    class Handler(BaseHTTPRequestHandler):
        def take(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told.calls.append((self.command, self.path, dict(self.headers), body))
            self.send_response(told.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.take()

        def do_POST(self) -> None:
            self.take()

        def do_BAN(self) -> None:
            self.take()

        def log_message(self, *_said: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    told.address = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def front(settings) -> Iterator[Told]:
    """A Varnish in front of the site."""
    with cache_in_front() as told:
        settings.PURGE_KIND, settings.PURGE_URL, settings.PURGE_TOKEN = "varnish", told.address, "secret"
        yield told


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable) -> Callable:
    """Do something, and then what is done after its commit."""

    def do(act: Callable) -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return do


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("varnish", Call("BAN", "http://x/", {"Surrogate-Key": "pages"})),
        ("nginx", Call("GET", "http://x/", {"Matiane-Refresh": "1"})),
        ("cloudflare", Call("POST", "http://x/", {"Authorization": "Bearer secret", "Content-Type": "application/json"}, b'{"tags": ["pages"]}')),
        ("fastly", Call("POST", "http://x/purge/pages", {"Fastly-Key": "secret", "Accept": "application/json"})),
    ],
)
def test_each_kind_is_told_in_its_own_words(front, kind, expected, settings):
    settings.PURGE_KIND = kind
    assert KINDS[kind]("http://x/", "secret") == expected

    telling.tell(5)

    ((method, path, headers, body),) = front.calls
    assert (method, path, body) == (expected.method, expected.address.removeprefix("http://x"), expected.body)
    assert expected.headers.items() <= headers.items()
    assert not body or json.loads(body) == {"tags": ["pages"]}


def test_change_is_told_at_once_and_again_by_the_worker(front, committed):
    teller = Teller()
    article = committed(lambda: make_published_article(title_en="Meeting"))
    at_first = len(front.calls)
    assert (at_first > 0, teller.tell_due(), teller.tell_due()) == (True, True, False)

    front.calls.clear()
    committed(lambda: transition(article, State.WITHDRAWN, by=publisher()))
    assert [call[0] for call in front.calls] == ["BAN"]
    assert (teller.tell_due(), len(front.calls), teller.tell_due()) == (True, 2, False)


def test_change_without_an_entry_in_the_log_is_told_too(front, committed):
    committed(changes.touch)

    assert len(front.calls) == 1


def test_act_of_many_changes_is_told_once(front, committed):
    def publish_three() -> None:
        for _number in range(3):
            make_published_article()

    committed(publish_three)

    assert len(front.calls) == 1


def test_what_was_undone_is_not_told(front):
    make_published_article()

    assert front.calls == []


def test_worker_that_begins_tells_what_another_did_not(front, committed):
    front.status = 500
    committed(make_published_article)
    front.calls.clear()
    front.status = 200

    assert (Teller().tell_due(), len(front.calls)) == (True, 1)


def test_cache_that_does_not_answer_costs_no_act_and_is_told_later(front, committed, settings, caplog, monkeypatch):
    monkeypatch.setattr(telling, "PAUSE", 0.0)
    settings.PURGE_URL = NOBODY
    teller = Teller()
    article = committed(make_published_article)
    assert "was not told of a change" in caplog.text
    assert (teller.tell_due(), telling.failing_since() is not None, article.is_live) == (False, True, True)

    # It is known by now that nobody answers there: acts wait for it no more.
    caplog.clear()
    committed(changes.touch)
    assert caplog.text == ""

    settings.PURGE_URL = front.address
    assert (teller.tell_due(), telling.failing_since(), len(front.calls)) == (True, None, 1)


def test_worker_waits_between_two_tries_in_vain(front, committed):
    front.status = 503
    committed(make_published_article)
    front.calls.clear()
    teller = Teller()

    assert (teller.tell_due(), teller.tell_due(), len(front.calls)) == (False, False, 1)


def test_every_cache_is_told_though_one_does_not_answer(front, settings):
    settings.PURGE_URL = f"{NOBODY}, {front.address}"

    with pytest.raises(telling.NotSentError):
        telling.tell(2)
    assert len(front.calls) == 1


def test_desk_warns_those_who_look_after_the_site(front, settings, committed):
    settings.PURGE_URL = NOBODY
    committed(make_published_article)
    Teller().tell_due()

    def warned(user) -> list[str]:
        return [each.text for each in client_of(user).get(reverse("admin:index")).context["warnings"] if "in front of the site" in each.text]

    root = make_superuser()
    assert (len(warned(root)), warned(member_of("Editor"))) == (1, [])
    settings.PURGE_URL = ""
    assert warned(root) == []


@pytest.mark.parametrize(
    ("kind", "url", "token", "error"),
    [
        ("", "", "", ""),
        ("varnish", "http://127.0.0.1:6081/, http://10.0.0.2:6081/", "", ""),
        ("fastly", "https://api.fastly.com/service/x", "secret", ""),
        ("varnish", "", "", "E002"),
        ("", "http://127.0.0.1/", "", "E002"),
        ("squid", "http://127.0.0.1/", "", "E003"),
        ("varnish", "ftp://127.0.0.1/", "", "E004"),
        ("nginx", "http://user:pass@127.0.0.1/", "", "E004"),
        ("nginx", "http://127.0.0.1:port/", "", "E004"),
        ("cloudflare", "https://api.cloudflare.com/x", "", "E005"),
        ("fastly", "http://api.fastly.com/service/x", "secret", "E005"),
    ],
)
def test_settings_by_which_nobody_would_be_told_are_refused(settings, kind, url, token, error):
    settings.PURGE_KIND, settings.PURGE_URL, settings.PURGE_TOKEN = kind, url, token

    assert [found.id for found in cache_can_be_told()] == ([f"syndication.{error}"] if error else [])


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("", {"Cache-Control": "public, max-age=0, stale-if-error=300", "Surrogate-Key": "pages section:news article:{key}"}),
        (
            "varnish",
            {
                "Cache-Control": "public, max-age=0, s-maxage=60, stale-while-revalidate=30, stale-if-error=86400",
                "Surrogate-Key": "pages section:news article:{key}",
            },
        ),
        (
            "cloudflare",
            {
                "Cache-Control": "public, max-age=0, must-revalidate",
                "Cloudflare-CDN-Cache-Control": "max-age=60, stale-while-revalidate=30, stale-if-error=86400",
                "Cache-Tag": "pages,section:news,article:{key}",
            },
        ),
        (
            "fastly",
            {
                "Cache-Control": "public, max-age=0, must-revalidate",
                "Surrogate-Control": "max-age=60, stale-while-revalidate=30, stale-if-error=86400",
                "Surrogate-Key": "pages section:news article:{key}",
            },
        ),
    ],
)
def test_page_says_what_the_cache_that_is_told_may_do_with_it(client: Client, settings, kind, headers):
    settings.PURGE_KIND, settings.PURGE_URL = kind, NOBODY if kind else ""
    article = make_published_article(title_en="Meeting")

    answer = client.get("/en/news/meeting/")

    names = ("Cache-Control", "Surrogate-Control", "Cloudflare-CDN-Cache-Control", "Surrogate-Key", "Cache-Tag")
    said = {name: answer.headers[name] for name in names if name in answer.headers}
    assert said == {name: value.format(key=article.pk) for name, value in headers.items()}


def test_answers_that_are_for_one_reader_name_no_time(client: Client, settings):
    settings.PURGE_KIND, settings.PURGE_URL = "varnish", NOBODY

    answers = [client.get(path) for path in ("/admin/login/", "/en/news/x/edit", "/api/v1/articles/", "/healthz", "/", "/en/nothing/")]

    assert [path for path in answers if "s-maxage" in path.headers.get("Cache-Control", "") and path.status_code == 200] == []


def test_proxy_learns_a_name_that_changes_with_every_public_change(client: Client):
    first, again = (client.get("/generation") for _time in range(2))
    changes.touch()
    then = client.get("/generation")

    assert (first.status_code, first.headers["Matiane-Generation"]) == (204, again.headers["Matiane-Generation"])
    assert then.headers["Matiane-Generation"] not in ("", first.headers["Matiane-Generation"])
    assert "no-store" in then.headers["Cache-Control"]
