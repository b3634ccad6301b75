"""The client of docs/examples mirrors a site exactly, whatever editors do and whatever is killed (kill -9) meanwhile."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from config.api import router
from publishing import changes
from tests.publishing.races import note
from tests.syndication.newsroom import Newsroom
from tests.syndication.processes import Site

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill, pytest.mark.usefixtures("shared_database")]

CLIENT = Path(__file__).parents[2] / "docs" / "examples" / "sync.py"
DRILL = bool(os.environ.get("DRILL"))
SEED = int(os.environ.get("SEED", "1"))
ACTS = 500 if DRILL else 30
# Of so many acts, one comes with a process that is killed.
KILLED = 10
# Acts after the last dump; seconds after which nothing comes due by itself any more.
AFTER, LATEST = 10, 1.5
PATIENCE = 120
# What a record says of itself; the rest of it names others, and comes with the next dump.
OWN = ("id", "title", "name", "lead", "summary", "body", "available_languages", "published_at", "updated_at", "url")

Objects = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    folder = tmp_path / "site"
    folder.mkdir()
    running = Site(folder)
    running.start()
    yield running
    running.kill()


class Mirror:
    """A mirror of a site, brought up to date by a process that may be killed; `dumps` tells whether it finds a dump."""

    def __init__(self, site: Site, path: Path, *, dumps: bool) -> None:
        self.path = path
        # Where there is no dump, the site has none at the address that the client asks.
        script = "import runpy, sys; sys.argv = sys.argv[1:]; client = runpy.run_path(sys.argv[0]); read = client['read'];"
        script += "client['sync'].__globals__['read'] = lambda address: b'' if '/data/' in address else read(address); client['sync'](*sys.argv[1:])"
        arguments = [str(CLIENT), site.address, str(path)]
        self.command = [sys.executable, *([] if dumps else ["-c", script]), *arguments]
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Begin to bring it up to date, if that is not going on."""
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen(self.command, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        """Kill it wherever it is."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(PATIENCE)

    def finish(self) -> Objects:
        """Bring it up to date; return what it has."""
        self.kill()
        done = subprocess.run(self.command, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, done.stderr
        with closing(sqlite3.connect(self.path)) as mirror:
            return {(name, key): json.loads(said) for name, key, said in mirror.execute("SELECT list, id, said FROM object")}


def read(address: str) -> Any:
    with urlopen(address) as answer:  # noqa: S310 - an address of the test's own server
        return json.load(answer)


def source(site: Site) -> Objects:
    """Return every object that the API lists, as its own address answers it."""
    found: Objects = {}
    for prefix, _view, _basename in router.registry:
        following = f"{site.address}/api/v1/{prefix}/?limit=100&fields=id"
        while following:
            page = read(following)
            found |= {(prefix, row["id"]): read(f"{site.address}/api/v1/{prefix}/{row['id']}/") for row in page["results"]}
            following = page["next"]
    return found


def own(objects: Objects) -> Objects:
    """Return what objects say of themselves."""
    return {place: {name: said[name] for name in OWN if name in said} for place, said in objects.items()}


def wait_for_dump(site: Site) -> None:
    """Return once the worker has made a dump as of the last change."""
    until, sequence = time.monotonic() + PATIENCE, -1
    while sequence != changes.head().sequence:
        assert time.monotonic() < until, (site.folder / "worker.log").read_text()
        time.sleep(0.2)
        # None is handed out while it is made without what was taken back.
        with suppress(HTTPError):
            sequence = read(f"{site.address}/data/manifest.json")["sequence"]


def test_mirror_equals_the_source(site: Site, tmp_path: Path):
    newsroom, drawn = Newsroom(SEED), random.Random(SEED)  # noqa: S311 - drawn to be repeated
    by_dump = Mirror(site, tmp_path / "by_dump.sqlite3", dumps=True)
    by_log = Mirror(site, tmp_path / "by_log.sqlite3", dumps=False)
    killed = dict.fromkeys(("server", "worker", "client"), 0)

    for _number in range(ACTS):
        for mirror in (by_dump, by_log):
            mirror.begin()
        newsroom.act()
        if drawn.random() < 1 / KILLED:
            victim = drawn.choice(list(killed))
            killed[victim] += 1
            if victim == "client":
                by_dump.kill()
                by_log.kill()
            else:
                site.kill(victim)
                newsroom.act()
                site.start()

    # No dump is made any more: what it has, and the later changes, are what the site shows.
    site.kill("worker")
    for _number in range(AFTER):
        newsroom.act()
    time.sleep(LATEST)
    now = source(site)
    assert own(by_log.finish()) == own(now)
    assert own(by_dump.finish()) == own(now)
    site.start("worker")
    wait_for_dump(site)
    assert by_dump.finish() == now
    note(f"mirror, seed {SEED}: {newsroom.done.total()} acts, {changes.head().sequence} numbers of the log, {len(now)} objects, killed: {killed}")
