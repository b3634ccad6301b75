"""What is read from the replica, and what never is. Here the replica is the database itself, seen as it was when a transaction began."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import IsolationLevel

from bench.servers import free_port
from news.models import Article
from publishing import changes
from publishing.models import ChangeHead
from publishing.publishable import State
from publishing.reading import reading_from
from publishing.replicas import REPLICA
from publishing.workflow import transition
from tests.factories import make_published_article, publisher

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PAGE, API = "/en/news/meeting/", "/api/v1/articles/"
DUMMY = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


@pytest.fixture(autouse=True)
def article(settings) -> Article:
    """A public article, and no page kept of it."""
    settings.CACHES = {**settings.CACHES, "default": DUMMY}
    return make_published_article(title_en="Meeting", body_en="<p>Text</p>", by=publisher())


@pytest.fixture
def follower(settings) -> Iterator[None]:
    """A replica that does not lag."""
    with following(settings):
        yield


@contextmanager
def following(settings: Any, **more: Any) -> Iterator[None]:
    """Let there be a replica with more settings."""
    mine = connections.settings["default"]
    connections.settings[REPLICA] = {**mine, "OPTIONS": {**mine["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}, **more}
    settings.DATABASE_ROUTERS = ["publishing.reading.Router"]
    there = connections[REPLICA]
    # Django's tests let nobody reach a database that their settings did not name when they began.
    vars(there)["ensure_connection"] = lambda: there.connection or open_it(there)
    try:
        yield
    finally:
        connections[REPLICA].close()
        del connections[REPLICA], connections.settings[REPLICA]


def open_it(there: BaseDatabaseWrapper) -> None:
    """Open a connection, as Django does."""
    with there.wrap_database_errors:
        there.connect()


@contextmanager
def lagging() -> Iterator[None]:
    """Let the replica stay where it is now."""
    with transaction.atomic(using=REPLICA):
        list(ChangeHead.objects.using(REPLICA).all())
        yield


def questions(found: CaptureQueriesContext) -> int:
    """Return how many of the queries asked for something."""
    return sum(query["sql"].startswith("SELECT") for query in found)


def asked(path: str, client: Client | None = None, **headers: str) -> tuple[int, int, int]:
    """Ask for a page; return its status, and how many questions the primary and the replica were asked."""
    client = client or Client()
    with CaptureQueriesContext(connection) as primary, CaptureQueriesContext(connections[REPLICA]) as replica:
        status = client.get(path, headers=headers).status_code
    return status, questions(primary), questions(replica)


# What stands behind `?` may be an old address: that is asked before the page is.
@pytest.mark.parametrize(
    ("path", "first"), [(PAGE, 1), ("/en/news/", 1), ("/en/", 1), (API, 1), ("/en/search/?q=meeting", 2), ("/sitemap-news.xml", 1)]
)
def test_page_is_read_from_the_replica_for_one_query_more(settings, path, first):
    # What a process remembers once and for all.
    Client().get(path)
    changes.touch()
    with CaptureQueriesContext(connection) as alone:
        Client().get(path)
    changes.touch()

    with following(settings):
        assert asked(path) == (200, first, questions(alone) + 1 - first)


@pytest.mark.usefixtures("follower")
def test_act_that_the_replica_lacks_is_read_from_the_primary(article):
    with lagging():
        with transaction.atomic():
            # Nobody sees it, no number moves; but a moment may have been put off by it.
            changes.write_down(by=None, action="noted", record=article)
        status, primary, replica = asked(PAGE)

    assert (status, primary > 1, replica) == (200, True, 1)
    assert asked(PAGE)[1] == 1


@pytest.mark.usefixtures("follower")
def test_withdrawn_article_is_gone_while_the_replica_still_has_it(article):
    with lagging():
        transition(article, State.WITHDRAWN, by=publisher())
        assert [asked(path)[0] for path in (PAGE, f"{API}{article.pk}/")] == [410, 410]
        assert b"Meeting" not in Client().get("/en/news/").content
        with reading_from(REPLICA):
            assert Article.objects.live().count() == 1


@pytest.mark.usefixtures("follower")
@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", f"{PAGE}edit"])
def test_what_may_know_people_is_never_read_from_the_replica(path):
    assert asked(path)[2] == 0


@pytest.mark.usefixtures("follower")
def test_reader_with_a_key_is_answered_by_the_primary():
    assert asked(API, authorization="Bearer unknown")[2] == 0


@pytest.mark.usefixtures("follower")
def test_answer_for_one_reader_is_given_by_the_primary(article):
    with lagging():
        Article.objects.filter(pk=article.pk).update(title_en="Changed by the way")
        # Nothing of it may be kept, so it may show what moves no counter.
        page = Client().get(f"/en/report/{article.short_id}/")

    assert (page.status_code, b"Changed by the way" in page.content, mail.outbox) == (200, True, [])


@pytest.mark.usefixtures("follower")
def test_inside_a_transaction_the_primary_is_read():
    with transaction.atomic():
        assert asked(PAGE)[2] == 0


@pytest.mark.usefixtures("follower")
def test_what_is_read_from_the_replica_is_written_to_the_primary(article):
    with reading_from(REPLICA), CaptureQueriesContext(connections[REPLICA]) as replica:
        found = Article.objects.get(pk=article.pk)
        found.updated_at = None
        found.save(update_fields=["updated_at"])
        found.refresh_from_db()

    assert (found.updated_at, questions(replica), len(replica) - questions(replica)) == (None, 2, 0)


def test_replica_that_is_not_there_is_left_alone(settings):
    client = Client()
    with following(settings, PORT=str(free_port())):
        assert client.get(PAGE).status_code == 200
        # No second try at once.
        vars(connections[REPLICA])["ensure_connection"] = None
        assert client.get(PAGE).status_code == 200


@pytest.mark.usefixtures("follower")
def test_page_that_the_replica_broke_off_is_made_by_the_primary():
    there, client = connections[REPLICA], Client(raise_request_exception=False)
    count = 0

    def ends(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == 3:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [there.connection.info.backend_pid])
        return execute(sql, params, many, context)

    with there.execute_wrapper(ends):
        status, primary, _replica = asked(PAGE, client)

    assert (status, count >= 3, primary > 2) == (200, True, True)
    # It is left alone for a moment.
    assert asked(PAGE, client)[2] == 0
