"""The database dies under a running site and comes back: pages that are kept stay up, all else says so, and nothing needs a restart."""

import os
import signal
from pathlib import Path

import pytest

from bench.servers import free_port, postgres
from tests.deploy.fronts import Front, Site
from tests.factories import make_published_article, publisher
from tests.publishing.processes import copied, reachable, wait_for

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that PostgreSQL's own user reaches."""
    return reachable(tmp_path)


def test_kept_pages_outlive_the_database_and_the_rest_comes_back_with_it(folder: Path):
    make_published_article(title_en="Meeting", by=publisher())
    make_published_article(title_en="Other", by=publisher())
    port = free_port()
    with postgres(folder / "postgres", port) as (cluster, postmaster):
        site = Site(folder, copied(cluster))
        try:
            site.start()
            ask = Front(site.port).ask
            for path in ("/en/news/", "/en/news/meeting/", "/en/news/other/"):
                assert ask(path).status == 200
            # Told by another process, and asked for by nobody since.
            site.tell("withdraw meeting")
            assert ask("/en/news/other/").status == 200

            os.kill(postmaster, signal.SIGQUIT)
            wait_for(lambda: not (folder / "postgres" / "postmaster.pid").exists())
            kept, gone, listed, machine = (ask(path) for path in ("/en/news/other/", "/en/news/meeting/", "/en/news/", "/api/v1/articles/"))
            alive, ready = ask("/healthz"), ask("/readyz")

            assert (kept.status, "database-unreachable" in kept.headers["Cache-Status"]) == (200, True)
            # What was withdrawn is not shown again, nor the list that named it.
            assert [(answer.status, answer.headers["Retry-After"]) for answer in (gone, listed, machine)] == [(503, "30")] * 3
            assert machine.headers["Content-Type"] == "application/problem+json"
            assert (alive.status, ready.status) == (200, 503)

            with postgres(folder / "postgres", port):
                wait_for(lambda: ask("/en/news/").status == 200)
                assert (ask("/en/news/meeting/").status, ask("/readyz").status) == (410, 200)
                assert "Cache-Status" not in ask("/en/news/other/").headers
        finally:
            site.stop()
