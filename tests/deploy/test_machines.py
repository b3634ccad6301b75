"""The site on several machines: each may be lost, and what was withdrawn is gone even while the replica has not heard of it."""

import json
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from bench.servers import ROOT
from tests.deploy.fronts import Front
from tests.deploy.machines import BUCKET, Machines, client, machines, psql
from tests.factories import make_published_article, publisher
from tests.publishing.processes import wait_for

pytestmark = [pytest.mark.machines, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
API = "/api/v1/articles/"
KNOWN = """
import django, json
django.setup()
from config.backups import databases
from config.doctor import beyond
found = [words for look in (beyond.connections_are_lent_as_said, beyond.replica_follows) for _grade, words in look()]
try:
    databases.refuse_pooler()
except databases.DatabaseError as error:
    print(json.dumps([*found, str(error)]))
"""
LISTS = ("news", "tags", "actors", "offices", "places", "chronology", "agreements", "glossary", "meetings", "corrections")


def test_site_on_several_machines_bears_the_loss_of_each(tmp_path: Path):
    for title in ("Meeting", "Other", "Third", "Fourth", "Fifth"):
        make_published_article(title_en=title, body_en="<p>Text</p>", by=publisher())
    with machines(tmp_path) as site:
        wait_for(site.is_even)
        check_that_readers_read_the_replica_and_editors_the_primary(site)
        check_that_it_is_known_what_stands_between(site)
        check_that_pictures_come_from_the_store(site)
        check_that_a_replica_that_lags_shows_nothing_old(site)
        check_that_nobody_misses_a_web_server(site)
        site.replica.kill()
        assert site.reads_of("/en/news/fifth/") == (200, 1, 0)
        with site.replica.running():
            wait_for(lambda: site.reads_of(API)[2] > 0)
            check_without_the_primary(site)


def check_that_readers_read_the_replica_and_editors_the_primary(site: Machines) -> None:
    """Ask for pages through nginx, PgBouncer and all."""
    status, primary, replica = site.reads_of("/en/news/meeting/")
    assert (status, primary, replica > 0) == (200, 0, True)
    status, primary, replica = site.reads_of(API)
    assert (status, primary, replica > 0) == (200, 0, True)
    # The way to its form, where somebody may be logged in.
    assert (site.reads_of("/en/news/meeting/edit")[0], site.reads_of("/admin/")[2]) == (302, 0)
    # Made by one, kept for both.
    assert [site.reads_of("/en/news/meeting/", Front(each.port)) for each in site.web] == [(200, 0, 0)] * 2


def check_that_it_is_known_what_stands_between(site: Machines) -> None:
    """Have the doctor look, and a backup begin, in a process of the site."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", KNOWN], cwd=ROOT, env=site.web[0].environment(), check=True, capture_output=True, text=True
    )
    pooled, replica, refused = json.loads(done.stdout)
    assert (pooled, replica[:9], refused[:31]) == ("a pooler lends them", "it lacks ", "DATABASE_URL leads to a pooler ")


def check_that_pictures_come_from_the_store(site: Machines) -> None:
    """Put files where the library does, and take them back."""
    files, name = client(site.storage), f"images/ab/{'ab' * 16}.jpg"
    for place in ("media", "originals"):
        files.put_object(Bucket=BUCKET, Key=f"{place}/{name}", Body=place.encode())
    everywhere = [site.front, *(Front(each.port) for each in site.web)]
    assert [front.ask(f"/media/{name}").body for front in everywhere] == [b"media"] * 3
    assert [front.ask(f"/media/originals/{name}").status for front in everywhere] == [404] * 3

    files.delete_object(Bucket=BUCKET, Key=f"media/{name}")
    site.web[0].tell("publish fifth")
    assert [front.ask(f"/media/{name}").status for front in everywhere] == [404] * 3


def check_that_a_replica_that_lags_shows_nothing_old(site: Machines) -> None:
    """Have the replica fall behind, and come back."""
    editor = site.web[0]
    psql(site.replica.address, "SELECT pg_wal_replay_pause()")
    # No number moved, and still something may hang on it, as on a moment that was put off.
    editor.tell("note other")
    status, primary, replica = site.reads_of("/en/news/third/")
    assert (status, primary > 0, replica) == (200, True, 0)

    editor.tell("withdraw meeting")
    assert [Front(port).ask("/en/news/meeting/").status for port in (site.front.port, *(each.port for each in site.web))] == [410] * 3
    assert [b"Meeting" in site.front.ask(path).body for path in ("/en/news/", API)] == [False, False]
    head = site.front.ask("/api/v1/changes/")
    assert b'"withdrawn"' in head.body
    assert site.front.ask("/api/v1/changes/", If_None_Match=head.headers["ETag"]).status == 304

    psql(site.replica.address, "SELECT pg_wal_replay_resume()")
    wait_for(site.is_even)
    status, primary, replica = site.reads_of("/en/news/fourth/")
    assert (status, primary, replica > 0) == (200, 0, True)
    assert site.front.ask("/en/news/meeting/").status == 410


def check_that_nobody_misses_a_web_server(site: Machines) -> None:
    """Kill one of the two while readers ask."""
    paths = [f"/{code}/{name}/" for code, name in product(("en", "ka"), LISTS)]
    said = []
    for number, path in enumerate(paths * 2):
        if number == 5:
            site.web[0].kill()
        said.append(site.front.ask(path).status)
    assert said == [200] * len(said)
    site.web[0].start()


def check_without_the_primary(site: Machines) -> None:
    """Kill the primary, and start it again; nothing else is."""
    web = [Front(each.port) for each in site.web]
    assert [front.ask("/en/news/fourth/").status for front in web] == [200] * 2
    site.primary.kill()

    kept = [front.ask("/en/news/fourth/") for front in web]
    assert [(answer.status, "database-unreachable" in answer.headers["Cache-Status"]) for answer in kept] == [(200, True)] * 2
    lost = [web[0].ask("/en/news/other/v/1/"), web[1].ask(API)]
    assert [(answer.status, answer.headers["Retry-After"]) for answer in lost] == [(503, "30")] * 2
    assert [front.ask("/en/news/meeting/").status in (410, 503) for front in (site.front, *web)] == [True] * 3

    with site.primary.running():
        wait_for(lambda: {front.ask(API).status for front in web} == {200})
        assert [front.ask("/en/news/meeting/").status for front in web] == [410] * 2
        wait_for(lambda: site.reads_of(API)[1:] == (0, 1))
