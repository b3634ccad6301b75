"""Makes a copy of the site, whole or not at all, and puts it in the place of the last one."""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from publishing import changes
from publishing.middleware import release
from publishing.models import ChangeHead
from syndication.static_site.crawling import BrokenError, Crawl
from syndication.static_site.files import MANIFEST, About, Entry, Folder, about_of, entries_of, write_manifest
from syndication.static_site.ledger import Begun, Ledger, Told
from syndication.static_site.reading import keeping_connection, keeping_no_pages, reading_through, standing_still
from syndication.static_site.serving import add_pages, write_maps

__all__ = ["BrokenError", "Made", "OccupiedError", "make"]

# How often the site is walked through as it stood at one moment; if something comes due each time, then once more as it goes.
PASSES = 2
# In the folder that the operator names: the copies, the link to the one that is served, and who is at work.
COPIES, SERVED, AT_WORK = "copies", "current", ".at-work"
# In a copy that is not whole.
LEDGER = "ledger.sqlite3"
# Of what is told one by one.
MOST_TOLD = 20


class OccupiedError(Exception):
    """The folder holds something else, or somebody else is making a copy in it."""


class CameDueError(Exception):
    """Something became public by itself while the site was walked through as it stood before."""


@dataclass(frozen=True)
class Made:
    """What a run did; `about` is what the copy that is served now says of itself. Without files, it did nothing."""

    about: About
    files: int = 0
    size: int = 0
    changed: int = 0
    removed: int = 0
    dead: Told = field(default_factory=Told)
    left_out: Told = field(default_factory=Told)


def make(out: Path, *, again: bool = False) -> Made:
    """Bring the copy in a folder up to the last public change; `again` also where nothing changed.

    The copy that is served stays until the new one is whole; one that was broken off goes on where it is still true. OccupiedError where the
    folder is not for this, BrokenError where a page cannot be made.
    """
    with alone_in(out), keeping_connection(), keeping_no_pages(), reading_through():
        about = served_in(out)
        if not again and is_current(about, changes.head()):
            return Made(about)
        if again:
            clear(out)
        for _pass in range(PASSES):
            changes.head()
            with suppress(CameDueError), standing_still() as head:
                return made(out, head, stands=True)
            clear(out)
        return made(out, changes.head(), stands=False)


def made(out: Path, head: ChangeHead, *, stands: bool) -> Made:
    """Walk through the site as of a change, then put the copy in its place.

    If the site `stands` still, CameDueError once something comes due; else pages are taken as they come.
    """

    def watch() -> None:
        if stands and changes.is_due(head):
            raise CameDueError

    last = out / SERVED
    ledger, start = begun(out, head)
    copy = ledger.path.parent
    try:
        folder = Folder(copy / "site", last / "site" if last.exists() else None, ledger, head.sequence)
        Crawl(folder, ledger, watch).run()
        add_pages(ledger, folder)
        watch()
        settled = stands or changes.head().sequence == head.sequence
        about = About(start.site, start.sequence, start.release, settled, start.made_at)
        done = finished(copy, about, ledger)
    except (OSError, sqlite3.Error):
        # A disk that is full is needed for other things.
        shutil.rmtree(copy, ignore_errors=True)
        raise
    finally:
        ledger.close()
    put_in_place(out, copy)
    return done


def finished(copy: Path, about: About, ledger: Ledger) -> Made:
    """Write the lists of a copy that is whole; return what was done."""
    files, size, changed, removed = ledger.totals(about.sequence)
    write_manifest(copy / MANIFEST, about, files, ledger.entries())
    write_maps(ledger, copy)
    done = Made(about, files, size, changed, removed, ledger.dead(MOST_TOLD), ledger.left_out(MOST_TOLD))
    ledger.drop()
    # Before anything leads here, all of it is on the disk.
    os.sync()
    return done


def begun(out: Path, head: ChangeHead) -> tuple[Ledger, Begun]:
    """Return the list of a copy that was broken off and is still true; else that of a new one. What else was broken off goes."""
    served = (out / SERVED).resolve()
    wanted = Begun(served.name, settings.SITE_URL, head.sequence, release(), timezone.now().isoformat(timespec="seconds"))
    for copy in sorted((out / COPIES).glob("*")):
        if copy == served:
            continue
        if (found := still_true(copy / LEDGER, wanted)) is not None:
            return found
        shutil.rmtree(copy)
    copy = out / COPIES / f"{head.sequence}-{timezone.now():%Y%m%dT%H%M%S%f}"
    copy.mkdir(parents=True)
    ledger = Ledger(copy / LEDGER)
    ledger.begin(wanted, entries_of(served / MANIFEST))
    ledger.save()
    return ledger, wanted


def still_true(path: Path, wanted: Begun) -> tuple[Ledger, Begun] | None:
    """Return the list of a copy that was broken off if it goes on to what is wanted; else None."""
    if not path.exists():
        return None
    try:
        ledger = Ledger(path)
    except sqlite3.DatabaseError:
        return None
    with suppress(sqlite3.DatabaseError):
        files = path.parent / "site"
        if (found := ledger.begun()) and goes_on(found, wanted) and all(is_whole(files / entry.file, entry) for entry in ledger.entries()):
            return ledger, found
    ledger.close()
    return None


def goes_on(found: Begun, wanted: Begun) -> bool:
    """Tell whether a copy that was begun is the one that is wanted today."""
    return replace(found, made_at=wanted.made_at) == wanted and is_of_today(found.made_at)


def is_whole(path: Path, entry: Entry) -> bool:
    """Tell whether a file is as it was noted: a machine that went down may have lost what was written last."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == entry.sha256
    except OSError:
        return False


def put_in_place(out: Path, copy: Path) -> None:
    """Let the served link lead to a copy, in one step, and drop the others."""
    fresh = out / f"{SERVED}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(copy.relative_to(out), target_is_directory=True)
    fresh.replace(out / SERVED)
    for other in (out / COPIES).iterdir():
        if other != copy:
            shutil.rmtree(other)


def is_current(about: About, head: ChangeHead) -> bool:
    """Tell whether a copy is what the site would answer now. Some pages say how things stand today, so it is none of yesterday."""
    named = (about.site, about.sequence, about.release) == (settings.SITE_URL, head.sequence, release())
    return named and about.settled and is_of_today(about.made_at)


def is_of_today(moment: str) -> bool:
    """Tell whether a moment is of the day that the site has now."""
    return timezone.localdate(dt.datetime.fromisoformat(moment)) == timezone.localdate()


def served_in(out: Path) -> About:
    """Return what the copy that is served says of itself."""
    try:
        return about_of(out / SERVED / MANIFEST)
    except (ValueError, TypeError, KeyError) as error:
        raise OccupiedError(f"{out / SERVED / MANIFEST}: this is no list of ours.") from error


def clear(out: Path) -> None:
    """Drop what was broken off."""
    for copy in (out / COPIES).glob("*"):
        if copy != (out / SERVED).resolve():
            shutil.rmtree(copy)


@contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Keep other runs out of a folder. OccupiedError where one is at work, or where something else lies."""
    out.mkdir(parents=True, exist_ok=True)
    foreign = {path.name for path in out.iterdir()} - {COPIES, SERVED, f"{SERVED}.new", AT_WORK}
    if foreign:
        raise OccupiedError(f"{out}: something else lies in this folder ({', '.join(sorted(foreign)[:3])}). Name an empty one.")
    with (out / AT_WORK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OccupiedError(f"{out}: another run is at work in this folder.") from error
        yield
