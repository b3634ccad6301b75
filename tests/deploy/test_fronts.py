"""The site behind nginx and behind Varnish, as `deploy/` sets them up: what is kept stays up, and nothing that was taken back."""

import gzip
import http.client
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import brotli
import pytest
from django.db import connection

from tests.deploy.fronts import FRONTS, Front, Site
from tests.factories import make_published_article, publisher

pytestmark = [pytest.mark.proxy, pytest.mark.any_database, pytest.mark.sqlite, pytest.mark.django_db(transaction=True)]
PAGE, OTHER = "/en/news/meeting/", "/en/news/other/"
TELLING = ("Surrogate-Key", "Cache-Tag", "X-Varnish", "Via")


@pytest.fixture(params=list(FRONTS))
def behind(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Site, Front]]:
    """A site with an article behind a proxy of either kind."""
    tmp_path.chmod(0o755)
    make_published_article(title_en="Meeting", by=publisher())
    make_published_article(title_en="Other", by=publisher())
    with closing(sqlite3.connect(tmp_path / "database.sqlite3")) as copy:
        connection.connection.backup(copy)
    (tmp_path / "static").mkdir()
    site = Site(tmp_path, f"sqlite:///{tmp_path / 'database.sqlite3'}")
    try:
        with FRONTS[request.param](site) as front:
            site.start()
            wait_for(lambda: front.ask("/healthz").status == 200)
            yield site, front
    finally:
        site.stop()


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 30
    while not what():
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.1)


def test_pages_stay_up_without_the_site_and_nothing_taken_back_does(behind: tuple[Site, Front]):
    site, front = behind
    check_that_what_is_kept_is_nobodys_own(front)
    for path in (PAGE, OTHER, "/en/news/"):
        assert (front.ask(path).status, "Meeting" in front.ask("/en/news/").body.decode()) == (200, True)
    passing = ("/admin/login/", "/admin/x.css", "/admin/login/?a.css", f"{PAGE}edit", "/api/v1/articles/", "/preview/x/", "/en/%2e%2e/admin/login/")
    assert 200 in [front.ask(path).status for path in passing]

    # Told by the process that publishes, before it says that it is done.
    site.tell("withdraw meeting")
    gone, listed, kept = front.ask(PAGE), front.ask("/en/news/"), front.ask(OTHER)
    # As somebody outside would.
    told = [front.ask("/", method, Surrogate_Key="pages", X_Forwarded_For="203.0.113.7").status for method in ("BAN", "PURGE")]
    told.append(front.ask("/-/generation", Matiane_Refresh="1").status)
    site.kill()

    assert (gone.status, "Meeting" in listed.body.decode(), kept.status) == (410, False, 200)
    assert [status in (403, 404, 405) for status in told] == [True] * 3
    again = {path: front.ask(path) for path in (OTHER, "/en/news/", PAGE)}
    assert [answer.status for answer in again.values()] == [200, 200, 410]
    assert again[OTHER].body == kept.body
    # Only pages are kept, whatever an address ends in.
    lost = [front.ask(path) for path in (*passing, "/en/tags/")]
    assert {(answer.status, answer.headers["Retry-After"], answer.headers["Cache-Control"]) for answer in lost} == {(503, "30", "no-store")}
    assert "საიტი დროებით მიუწვდომელია" in lost[0].body.decode()

    site.start()
    wait_for(lambda: front.ask("/en/tags/").status == 200)


def check_that_what_is_kept_is_nobodys_own(front: Front) -> None:
    """Look at pages with the site up."""
    # Of one who is known, who asks first, and would have the page lead elsewhere.
    evil = dict.fromkeys(("X_Forwarded_Host", "X_Host", "Forwarded", "X_Original_URL", "X_Rewrite_URL", "X_Forwarded_Prefix"), "evil.example")
    first = front.ask(PAGE, Cookie="sessionid=secret; csrftoken=token", Authorization="Bearer secret", **evil)
    second = front.ask(PAGE)

    assert (first.status, first.body, first.headers["Set-Cookie"], b"evil.example" in first.body) == (200, second.body, None, False)
    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert [name for name in TELLING if name in second.headers] == []
    assert front.ask(PAGE, If_None_Match=second.headers["ETag"]).status == 304
    # Under a name that is not the site's, nobody is answered, or nothing else.
    assert refused(front) in (None, 400, second.body)
    assert front.ask(PAGE).body == second.body

    # In the coding that each reader takes.
    packed, best = front.ask(PAGE, Accept_Encoding="gzip"), front.ask(PAGE, Accept_Encoding="gzip, deflate, br")
    read = {"br": brotli.decompress, "gzip": gzip.decompress}
    assert (packed.headers["Content-Encoding"], gzip.decompress(packed.body)) == ("gzip", second.body)
    assert read[best.headers["Content-Encoding"]](best.body) == second.body
    assert (second.headers["Content-Encoding"], "Accept-Encoding" in second.headers["Vary"]) == (None, True)
    assert front.ask(PAGE, Accept_Encoding="br;q=0").headers["Content-Encoding"] is None


def refused(front: Front) -> bytes | int | None:
    """Ask under another name; return the page, the status of an error, or None where nobody answers."""
    try:
        answer = front.ask(PAGE, Host="evil.example")
    except (OSError, http.client.HTTPException):
        return None
    return answer.body if answer.status == 200 else answer.status
