"""Makes a copy of the site, whole or not at all, and puts it in the place of the last one."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from publishing import changes
from publishing.middleware import release
from syndication.static_site.crawling import BrokenError, Crawl
from syndication.static_site.files import MANIFEST, About, Folder, Manifest
from syndication.static_site.serving import add_pages, write_maps

__all__ = ["BrokenError", "Made", "OccupiedError", "make"]

# How often a copy is made again because something became public meanwhile.
PASSES = 3
# In the folder that the operator names: the copies, the link to the one that is served, and who is at work.
COPIES, SERVED, AT_WORK = "copies", "current", ".at-work"


class OccupiedError(Exception):
    """The folder holds something else, or somebody else is making a copy in it."""


@dataclass
class Made:
    """What a run did; `manifest` is that of the copy which is served now."""

    manifest: Manifest
    is_new: bool
    changed: int = 0
    removed: int = 0
    dead: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def make(out: Path, *, again: bool = False) -> Made:
    """Bring the copy in a folder up to the last public change; `again` also where nothing changed.

    The copy that is served stays until the new one is whole. OccupiedError where the folder is not for this, BrokenError where a page
    cannot be made.
    """
    with alone_in(out):
        last = out / SERVED
        known = known_in(out)
        head = changes.head()
        if not again and is_current(known, head.sequence):
            return Made(known, is_new=False)
        for left in (out / COPIES).glob("*"):
            if not last.exists() or left != last.resolve():
                shutil.rmtree(left)
        return made(out, known, last if last.exists() else None)


def made(out: Path, known: Manifest, last: Path | None) -> Made:
    """Walk through the site until nothing became public meanwhile, then put the copy in its place."""
    basis, files = known, last / "site" if last else None
    for number in range(1, PASSES + 1):
        head = changes.head()
        copy = out / COPIES / f"{head.sequence}-{timezone.now():%Y%m%dT%H%M%S%f}"
        folder = Folder(copy / "site", files, basis, head.sequence)
        try:
            crawl = Crawl(folder)
            crawl.run()
            add_pages(crawl, folder)
        except BaseException:
            shutil.rmtree(copy, ignore_errors=True)
            raise
        settled = changes.head().sequence == head.sequence
        about = About(settings.SITE_URL, head.sequence, release(), settled, timezone.now().isoformat(timespec="seconds"))
        manifest = Manifest(about, folder.entries)
        if settled or number == PASSES:
            break
        shutil.rmtree(copy)
    manifest.write(copy / MANIFEST)
    write_maps(crawl, copy)
    put_in_place(out, copy)
    changed = sum(entry.since == about.sequence for entry in manifest.files.values())
    return Made(
        manifest, is_new=True, changed=changed, removed=len(known.files.keys() - manifest.files.keys()), dead=crawl.dead, left_out=crawl.left_out
    )


def put_in_place(out: Path, copy: Path) -> None:
    """Let the served link lead to a copy, in one step, and drop the others."""
    fresh = out / f"{SERVED}.new"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(copy.relative_to(out), target_is_directory=True)
    fresh.replace(out / SERVED)
    for other in (out / COPIES).iterdir():
        if other != copy:
            shutil.rmtree(other)


def is_current(known: Manifest, sequence: int) -> bool:
    """Tell whether a copy is what the site would answer now."""
    about = known.about
    return about.settled and (about.site, about.sequence, about.release) == (settings.SITE_URL, sequence, release())


def known_in(out: Path) -> Manifest:
    """Return the list of the copy that is served."""
    try:
        return Manifest.read(out / SERVED / MANIFEST)
    except (ValueError, TypeError, KeyError) as error:
        raise OccupiedError(f"{out / SERVED / MANIFEST}: this is no list of ours.") from error


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
