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
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from publishing.middleware import PageCacheMiddleware
from tests.factories import make_published_article, publisher


@pytest.mark.django_db(transaction=True)
def test_burst_on_a_missing_page_renders_it_once(monkeypatch: pytest.MonkeyPatch):
    # However slow the machine is, nobody stops waiting for the one who renders.
    monkeypatch.setattr("publishing.kept_pages.LOCK_SECONDS", 60)
    started, go_on = threading.Event(), threading.Event()
    rendered: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        rendered.append(1)
        started.set()
        go_on.wait(60)
        return HttpResponse("page")

    cached = PageCacheMiddleware(view)
    bodies: list[bytes] = []

    def reader() -> None:
        bodies.append(cached(RequestFactory().get("/en/")).content)
        connections.close_all()

    first, *others = (threading.Thread(target=reader) for _reader in range(8))
    first.start()
    assert started.wait(60)
    for thread in others:
        thread.start()
    go_on.set()
    for thread in (first, *others):
        thread.join(60)

    assert (bodies, len(rendered)) == ([b"page"] * 8, 1)


# Answers each address that it reads with what a reader sees there.
READER = """
import sys
import django
django.setup()
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
for path in sys.stdin:
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(path.strip())
    print(response.status_code, "rendered" if len(queries) > 1 else "kept", "Meeting" in response.content.decode(), flush=True)
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
