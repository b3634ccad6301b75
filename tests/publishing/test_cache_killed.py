"""Two web servers on one Redis: a crowd has a page made once; and without Redis the site answers, and shows nothing that was taken back."""

import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection

from bench.servers import Server, free_port
from tests.deploy.fronts import Front, Site
from tests.factories import make_published_article, publisher

pytestmark = [
    pytest.mark.sqlite,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs Redis: FULL=1 make test brings it"),
]
LIST, PAGE, OTHER = "/en/news/", "/en/news/meeting/", "/en/news/other/"


class Redis:
    """A Redis that may be frozen and killed."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = self.start()

    def start(self) -> subprocess.Popen:
        """Start it, empty; return once it answers."""
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        Server(self.process.pid, self.port).wait()
        return self.process

    def kill(self) -> None:
        """Kill it, frozen or not."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(20)


@pytest.fixture
def redis() -> Iterator[Redis]:
    started = Redis()
    yield started
    started.kill()


@pytest.fixture
def sites(redis: Redis, tmp_path: Path) -> Iterator[tuple[Site, Site]]:
    """Two web servers with two threads each, and two articles."""
    for title in ("Meeting", "Other"):
        make_published_article(title_en=title, by=publisher())
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as copy:
        connection.connection.backup(copy)
    made = []
    for name in ("one", "two"):
        site = Site(tmp_path / name, f"sqlite:///{tmp_path / 'database.sqlite3'}")
        site.more = {"CACHE_URL": f"redis://127.0.0.1:{redis.port}/0", "MADE": str(tmp_path / "made")}
        site.more["DJANGO_SETTINGS_MODULE"] = "tests.publishing.counting_settings"
        made.append(site)
    try:
        for site in made:
            site.start()
        yield made[0], made[1]
    finally:
        for site in made:
            site.stop()


def test_crowd_has_a_page_made_once_and_the_site_outlives_its_cache(redis: Redis, sites: tuple[Site, Site], tmp_path: Path):
    doors = [Front(site.port).ask for site in sites]

    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda door: door(LIST), doors * 2))
    assert {(answer.status, answer.body) for answer in answers} == {(200, answers[0].body)}
    assert (tmp_path / "made").read_text() == f"{LIST}\n"
    assert [door(path).status for path in (PAGE, OTHER) for door in doors] == [200] * 4

    # A machine that hangs is worse than one that is gone.
    os.kill(redis.process.pid, signal.SIGSTOP)
    assert [door(path).status for path in (LIST, PAGE) for door in doors] == [200] * 4
    sites[0].tell("withdraw meeting")
    assert [(door(PAGE).status, "Meeting" in door(LIST).body.decode()) for door in doors] == [(410, False)] * 2
    redis.kill()
    assert [(door(PAGE).status, door(OTHER).status, door("/healthz").status, door("/readyz").status) for door in doors] == [(410, 200, 200, 503)] * 2

    redis.start()
    (tmp_path / "made").unlink()
    assert [door(OTHER).status for door in doors * 2] == [200] * 4
    assert (tmp_path / "made").read_text() == f"{OTHER}\n"
    assert [door(PAGE).status for door in doors] == [410] * 2
