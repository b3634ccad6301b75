"""An export that is broken off goes on where it is still true, and what is served stays whole; an export is of one moment."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from pages.old import missing
from publishing import changes
from syndication.static_site import asking, crawling, leading, making
from syndication.static_site.files import About, Entry, about_of, entries_of
from tests.factories import make_published_article

BREAKS = "/en/news/second/"


class KilledError(BaseException):
    """Stands for the end of the process."""


@pytest.fixture
def site(db, monkeypatch) -> None:
    """Two pages of news; a run keeps what it noted after each address, and follows the links to news only, which are enough here."""
    monkeypatch.setattr(crawling, "SAVED_EVERY", 1)
    monkeypatch.setattr(crawling, "leads_to", lambda *page: (link for link in leading.leads_to(*page) if link.startswith("/en/news/")))
    for slug in ("first", "second"):
        make_published_article(title_en=slug.title(), slug_en=slug)


def export(out: Path, **more: object) -> tuple[About, list[Entry]]:
    call_command("export_site", out, **more)
    path = out / "current" / "manifest.jsonl"
    return about_of(path), list(entries_of(path))


def watched(met: list[str], *, at: str = "", act: Callable[[], None] = lambda: None) -> AbstractContextManager[object]:
    """Write down what is asked for, and do something before one address is."""

    @contextmanager
    def asked(address: str) -> Iterator[asking.Answer]:
        met.append(address)
        if address == at:
            act()
        with asking.asked(address) as answer:
            yield answer

    return patch.object(crawling, "asked", asked)


def kill() -> None:
    """End the run where it stands."""
    raise KilledError


def broken_off(out: Path) -> list[str]:
    """Begin a run and break it off; return what it had asked for."""
    met: list[str] = []
    with watched(met, at=BREAKS, act=kill), pytest.raises(KilledError):
        export(out)
    return met


@pytest.mark.any_database
def test_run_that_was_broken_off_goes_on(site, tmp_path):
    before, after = broken_off(tmp_path / "a"), list[str]()
    assert not (tmp_path / "a" / "current").exists()

    with watched(after):
        about, files = export(tmp_path / "a")

    asked_twice = {*before} & {*after}
    assert asked_twice == {BREAKS}
    assert files == export(tmp_path / "b")[1]
    assert about.settled
    assert {path.name for path in (tmp_path / "a" / "current").resolve().iterdir()} == {
        *("site", "manifest.jsonl", "moved.map", "led.map", "gone.map", "nginx.conf", "live.conf")
    }


@pytest.mark.any_database
def test_what_is_served_stays_whole_when_a_run_is_broken_off(site, tmp_path):
    old = export(tmp_path)
    bodies = {entry.file: (tmp_path / "current" / "site" / entry.file).read_bytes() for entry in old[1]}
    make_published_article(title_en="Third", slug_en="third")

    broken_off(tmp_path)

    path = tmp_path / "current" / "manifest.jsonl"
    assert (about_of(path), list(entries_of(path))) == old
    assert bodies == {name: (tmp_path / "current" / "site" / name).read_bytes() for name in bodies}
    export(tmp_path)
    assert (tmp_path / "current" / "site" / "en/news/third/index.html").exists()
    assert len(list((tmp_path / "copies").iterdir())) == 1


@pytest.mark.any_database
@pytest.mark.parametrize("change", ["published", "again", "tomorrow"])
def test_run_begins_anew_where_what_was_made_may_be_false(site, tmp_path, monkeypatch, change):
    before, after = broken_off(tmp_path), list[str]()
    if change == "published":
        make_published_article(title_en="Third", slug_en="third")
    if change == "tomorrow":
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        monkeypatch.setattr(making.timezone, "localdate", lambda at=None: dt.date(1, 1, 1) if at else tomorrow)

    with watched(after):
        export(tmp_path, again=change == "again")

    assert {*before} <= {*after}
    assert len(list((tmp_path / "copies").iterdir())) == 1


@pytest.mark.any_database
def test_copy_of_yesterday_is_made_again(site, tmp_path):
    """Some pages say how things stand today, whatever became public."""
    first, files = export(tmp_path)
    again: list[str] = []
    with watched(again):
        export(tmp_path)
    assert again == []
    path = tmp_path / "current" / "manifest.jsonl"
    yesterday = dt.datetime.fromisoformat(first.made_at) - dt.timedelta(days=1)
    path.write_text(path.read_text().replace(first.made_at, yesterday.isoformat()))

    with watched(again):
        second = export(tmp_path)

    assert "/en/" in again
    assert second[0].made_at >= first.made_at
    assert second[1] == files


@pytest.mark.any_database
def test_ledger_that_cannot_be_read_is_thrown_away(site, tmp_path):
    broken_off(tmp_path)
    (ledger,) = tmp_path.glob("copies/*/ledger.sqlite3")
    ledger.write_bytes(b"half a page of it" * 1000)

    export(tmp_path)

    assert not ledger.exists()


def test_page_that_cannot_be_made_leaves_the_copy_as_it_was(site, tmp_path, monkeypatch):
    export(tmp_path)
    before = (tmp_path / "current").resolve()
    make_published_article(title_en="Late", slug_en="late")

    def fail(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("news.views.render", fail)

    with pytest.raises(CommandError, match="answers 500: the copy that was there stays as it is"):
        export(tmp_path)
    assert (tmp_path / "current").resolve() == before
    assert not (before / "ledger.sqlite3").exists()


def test_what_a_run_asks_for_in_vain_is_not_counted(site, tmp_path, client, monkeypatch):
    counted: list[object] = []
    monkeypatch.setattr(missing.tally, "add", counted.append)
    client.get("/en/404/")
    assert len(counted) == 1

    export(tmp_path)

    assert len(counted) == 1


def test_disk_that_is_full_is_not_kept_full(site, tmp_path, monkeypatch):
    def refuse(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_manifest", refuse)

    with pytest.raises(CommandError, match="No space left"):
        export(tmp_path)
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_copy_is_of_one_moment_whatever_is_published_meanwhile(site, tmp_path):
    """The walk goes on in the state before, and its copy says so; the next run finds what was published."""
    before, out = changes.head().sequence, tmp_path / "copy"
    met: list[str] = []

    def edit() -> None:
        def publish() -> None:
            make_published_article(title_en="Third", slug_en="third")
            connection.close()

        editor = threading.Thread(target=publish)
        editor.start()
        editor.join(60)

    with watched(met, at="/en/", act=edit):
        about, files = export(out)

    assert (about.sequence, about.settled) == (before, True)
    assert "Third" not in "".join((out / "current/site" / entry.file).read_bytes().decode(errors="ignore") for entry in files)
    assert met.count("/en/") == 1
    about, files = export(out)
    assert about.sequence > before
    assert "en/news/third/index.html" in {entry.file for entry in files}


@pytest.mark.any_database
@pytest.mark.parametrize(("times", "settled"), [(1, True), (2, False)])
def test_walk_begins_anew_once_something_came_due(site, tmp_path, monkeypatch, times, settled):
    """As often as it stood still in vain; then pages are taken as they come, and the copy says that they may be newer."""
    met: list[str] = []
    due: list[bool] = []
    monkeypatch.setattr(making, "changes", SimpleNamespace(head=changes.head, is_due=lambda _head: bool(due) and due.pop()))

    def come_due() -> None:
        if met.count("/en/") <= times:
            due.append(True)
        elif not settled:
            make_published_article(title_en="Third", slug_en="third")

    with watched(met, at="/en/", act=come_due):
        about, _files = export(tmp_path)

    assert met.count("/en/") == times + 1
    assert about.settled is settled
