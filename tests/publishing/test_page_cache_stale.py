"""Pages from before stand in while a page is made anew and while no database answers, and never what was taken back."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache, caches
from django.db import OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from publishing import changes, drafts, generations, kept_pages
from publishing.generations import only_added
from publishing.middleware import PageCacheMiddleware
from publishing.models import ChangeHead
from publishing.publishable import State
from publishing.strangers import COUNTS
from publishing.workflow import transition
from tests.factories import make_published_article, make_tag, publisher

UNREACHABLE_CACHE = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}


@contextmanager
def no_database() -> Iterator[None]:
    """No query reaches the database."""

    def fail(*_query: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(fail):
        yield


@pytest.fixture
def reader() -> Client:
    """One who gets the error page, and not the error."""
    return Client(raise_request_exception=False)


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Callable) -> Callable:
    """Do something, and then what is done after its commit."""

    def do(act: Callable) -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return act()

    return do


def take_back(article):
    transition(article, State.WITHDRAWN, by=publisher())


def correct(article):
    drafts.save(article, {"title_en": "Corrected"}, by=publisher())
    drafts.publish(article, by=publisher())


def test_kept_page_is_shown_without_a_database_and_says_so(reader, committed):
    committed(lambda: make_published_article(title_en="Meeting"))
    fresh = reader.get("/en/news/")

    with no_database():
        shown = reader.get("/en/news/")

    assert (shown.status_code, shown.content) == (200, fresh.content)
    assert re.fullmatch(r"Matiane; hit; ttl=(0|-\d+); detail=database-unreachable", shown.headers["Cache-Status"])
    assert shown.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Cache-Status" not in fresh.headers


def test_reader_of_an_unreachable_site_who_has_the_page_keeps_it(reader, committed):
    committed(make_published_article)
    tag = reader.get("/en/news/").headers["ETag"]

    with no_database():
        assert reader.get("/en/news/", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("path", "language"),
    [("/en/offices/", "en"), ("/ka/news/?before=x", "ka"), ("/admin/login/", "en"), ("/en/search/?q=talks", "en"), ("/a/x", "en")],
)
def test_what_is_not_kept_is_503_without_a_database(reader, committed, path, language):
    committed(make_published_article)
    reader.get("/en/news/")

    with no_database():
        answer = reader.get(path)

    assert (answer.status_code, answer.headers["Retry-After"], answer.headers["Cache-Control"]) == (503, "30", "no-store")
    assert f'<html lang="{language}">' in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/api/v1/articles/", "/api/v1/changes/"])
def test_machine_is_told_so_in_its_own_words(reader, path):
    with no_database():
        answer = reader.get(path)

    assert (answer.status_code, answer.headers["Content-Type"], answer.headers["Retry-After"]) == (503, "application/problem+json", "30")
    assert answer.json()["status"] == 503


def test_pages_are_made_again_once_the_database_is_back(reader, committed, monkeypatch):
    monkeypatch.setattr(generations, "AWAY_SECONDS", 0.0)
    committed(make_published_article)
    reader.get("/en/news/")
    with no_database():
        reader.get("/en/news/")

    committed(lambda: make_published_article(title_en="Written since"))

    assert "Written since" in reader.get("/en/news/").content.decode()


def test_database_that_did_not_answer_is_not_asked_again_at_once(reader, committed):
    committed(make_published_article)
    reader.get("/en/news/")
    asked = []

    def fail(*_query: object) -> None:
        asked.append(1)
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(fail):
        for _time in range(5):
            assert reader.get("/en/news/").status_code == 200

    assert len(asked) == 1


@pytest.mark.parametrize("act", [take_back, correct, lambda _article: changes.touch()], ids=["withdrawn", "corrected", "something else"])
def test_what_was_taken_back_is_not_shown_without_a_database(reader, committed, act):
    article = committed(lambda: make_published_article(title_en="Meeting"))
    for path in ("/en/news/", "/en/news/meeting/"):
        reader.get(path)

    committed(lambda: act(article))

    with no_database():
        assert [reader.get(path).status_code for path in ("/en/news/", "/en/news/meeting/")] == [503, 503]


def test_page_from_before_something_new_is_shown_without_a_database(reader, committed):
    committed(lambda: make_published_article(title_en="Meeting"))
    reader.get("/en/news/meeting/")

    committed(make_published_article)

    with no_database():
        assert reader.get("/en/news/meeting/").status_code == 200


def test_page_from_before_something_new_is_not_shown_if_something_was_taken_back_before_that(reader, committed):
    article = committed(lambda: make_published_article(title_en="Meeting"))
    reader.get("/en/news/meeting/")

    committed(lambda: take_back(article))
    committed(make_published_article)

    with no_database():
        assert reader.get("/en/news/meeting/").status_code == 503


def test_process_that_heard_of_nothing_shows_pages_of_the_last_change_that_it_saw(reader, committed):
    article = committed(lambda: make_published_article(title_en="Meeting"))
    reader.get("/en/news/meeting/")
    caches[COUNTS].delete(generations.NOTED)

    with no_database():
        assert reader.get("/en/news/meeting/").status_code == 200
        # Another process, which never asked the counter.
        assert Client(raise_request_exception=False).get("/en/news/meeting/").status_code == 503
    del article


def test_page_is_shown_for_so_long_and_no_longer(reader, committed, monkeypatch):
    committed(make_published_article)
    reader.get("/en/news/")
    monkeypatch.setattr(generations, "KEPT_SECONDS", -1)

    with no_database():
        assert reader.get("/en/news/").status_code == 503


def test_without_cache_and_database_there_is_nothing_to_show(reader, committed, settings):
    committed(make_published_article)
    settings.CACHES = {"default": UNREACHABLE_CACHE, COUNTS: UNREACHABLE_CACHE}
    assert reader.get("/en/news/").status_code == 200

    with no_database():
        assert reader.get("/en/news/").status_code == 503


def test_page_that_fails_is_answered_with_the_one_before(committed):
    answers = iter([HttpResponse("before"), HttpResponse(status=500), HttpResponse(status=500)])
    cached = PageCacheMiddleware(lambda _request: next(answers))
    committed(make_published_article)

    def ask() -> HttpResponse:
        return cached(RequestFactory().get("/en/"))

    assert ask().content == b"before"
    committed(make_published_article)
    failed = ask()
    committed(changes.touch)

    assert (failed.content, failed.headers["Cache-Status"].rpartition("=")[2]) == (b"before", "failed")
    assert ask().status_code == 500


def test_only_new_records_take_nothing_back():
    article = make_published_article(title_en="Meeting")
    before = ChangeHead.objects.get().sequence
    make_published_article()
    added = ChangeHead.objects.get().sequence
    correct(article)
    corrected = ChangeHead.objects.get().sequence
    make_published_article()
    make_tag("Duma")
    changes.touch()
    touched = ChangeHead.objects.get().sequence

    assert (only_added(before, added), only_added(before, before)) == (True, True)
    assert (only_added(added, corrected), only_added(corrected, touched), only_added(touched, before)) == (False, False, False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("act", "expected"), [(lambda _article: make_published_article(), b"1"), (take_back, b"2")], ids=["added", "withdrawn"])
def test_reader_who_meets_another_ones_rendering_gets_the_page_before_unless_something_was_taken_back(act, expected, monkeypatch):
    # However slow the machine is, nobody stops waiting for the one who renders.
    monkeypatch.setattr(kept_pages, "LOCK_SECONDS", 60)
    article = make_published_article(title_en="Meeting")
    begun, go_on = threading.Event(), threading.Event()
    made: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        made.append(1)
        number = len(made)
        if number == 2:
            begun.set()
            go_on.wait(60)
        return HttpResponse(str(number))

    cached = PageCacheMiddleware(view)
    got: list[bytes] = []

    def ask() -> None:
        got.append(cached(RequestFactory().get("/en/")).content)
        connections.close_all()

    ask()
    act(article)
    first, second = threading.Thread(target=ask), threading.Thread(target=ask)
    first.start()
    assert begun.wait(60)
    second.start()
    second.join(1)
    waits = second.is_alive()
    go_on.set()
    first.join(60)
    second.join(60)

    assert (waits, sorted(got)) == (expected == b"2", sorted([b"1", b"2", expected]))
    assert cache.get("anything") is None
