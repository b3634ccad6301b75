"""Makes a backup while the site is read and written."""

import fcntl
import hashlib
import io
import json
import os
import shutil
import tarfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from config.backups import databases, files, places
from config.backups.sealing import Seal, seal, sealed
from publishing.middleware import release
from publishing.models import ChangeHead

FORMAT = "matiane-backup/1"
INSIDE = "inside.json"


class BusyError(Exception):
    """Another backup or restore is at work."""


class Counting:
    """A file that knows how much was written to it, and the SHA-256 of that."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, some: bytes) -> int:
        """Write some bytes."""
        self.digest.update(some)
        self.size += len(some)
        return self.file.write(some)

    def flush(self) -> None:
        """Hand on what waits."""
        self.file.flush()


class Reading:
    """A file that is read once; knows the SHA-256 of what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        some = self.file.read(size)
        self.digest.update(some)
        return some


@contextmanager
def alone() -> Iterator[Path]:
    """Yield an empty folder to work in, that is gone afterwards. BusyError while another process has it."""
    workshop = files.workshop()
    workshop.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (workshop / "at-work").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError("Another backup or restore is at work on this machine.") from error
        clear(workshop)
        try:
            yield workshop
        finally:
            clear(workshop)


def clear(workshop: Path) -> None:
    """Remove what is in the workshop: of this run, or of one that was killed."""
    for left in workshop.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        elif left.name != "at-work":
            left.unlink()


def make() -> places.Backup:
    """Make a backup of this moment; return it. What breaks off leaves no backup, and the older ones as they were.

    SealError, KeepError, DatabaseError and BusyError say what is wrong; OSError where the disk does.
    """
    who, name = seal(), timezone.now().strftime(places.FORM)
    places.kept_for()
    store = places.store()
    with alone() as work:
        # What goes to a store is put together on the disk first: it is sent once it is whole.
        folder = (work / "outgoing" if store else places.place()) / name
        try:
            folder.mkdir(parents=True, mode=0o700)
            about = written(folder, work, who)
            if store:
                store.put(folder, last=places.ABOUT)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return places.Backup(Path(name), about, store) if store else places.Backup(folder, about)


def written(folder: Path, work: Path, who: Seal) -> dict[str, Any]:
    """Write the parts of a backup, the one that makes it whole at the end; return what that says."""
    # Files before and after the database: whatever its rows name was there before one of the two.
    files.hold(work / "files")
    name, counts = databases.save(work)
    files.hold(work / "files")
    head = ChangeHead.objects.filter(pk=1).values_list("sequence", flat=True).first() or 0
    files_in: dict[str, dict[str, Any]] = {}  # Any: sizes and digests
    inside = {"format": FORMAT, "database": name, "tables": counts, "migrations": databases.migrations(), "files": files_in}
    with (folder / places.CONTENT).open("wb") as file:
        out: Any = Counting(file)  # Any: it writes, and nothing else is asked of it
        with sealed(out, who.recipients) as plain, tarfile.open(fileobj=plain, mode="w|", bufsize=1 << 20) as tar:
            for path in [work / name, *sorted(path for path in (work / "files").rglob("*") if path.is_file())]:
                files_in[str(path.relative_to(work))] = add(tar, path, str(path.relative_to(work)))
            add_text(tar, INSIDE, json.dumps(inside))
        keep_on_disk(file)
    about = {
        "format": FORMAT,
        "site": settings.SITE_URL,
        "release": version_of_site(),
        "sequence": head,
        "opens_with": "pass phrase" if who.locked_key else "key",
        "size": out.size,
        "sha256": out.digest.hexdigest(),
    }
    if who.locked_key:
        write_whole(folder / places.KEY, who.locked_key)
    write_whole(folder / places.ABOUT, json.dumps(about, indent=1).encode())
    return about


def version_of_site() -> str:
    """Return the release that made the backup, as the project calls it."""
    project = Path(settings.BASE_DIR) / "pyproject.toml"
    number: str = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
    return f"{number} ({release()})"


def add(tar: tarfile.TarFile, path: Path, name: str) -> dict[str, Any]:
    """Add a file; return its size and SHA-256."""
    info = tar.gettarinfo(path, name)
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    # A file that is held once more is the same file, not a link within the archive.
    info.type, info.linkname, info.size = tarfile.REGTYPE, "", path.stat().st_size
    with path.open("rb") as file:
        reading: Any = Reading(file)  # Any: it reads, and nothing else is asked of it
        tar.addfile(info, reading)
    return {"size": info.size, "sha256": reading.digest.hexdigest()}


def add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    """Add a file that is a text."""
    info = tarfile.TarInfo(name)
    info.size = len(text.encode())
    tar.addfile(info, io.BytesIO(text.encode()))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file and see it on the disk."""
    with path.open("wb") as file:
        file.write(content)
        keep_on_disk(file)


def keep_on_disk(file: BinaryIO) -> None:
    """Wait until a file is on the disk."""
    file.flush()
    os.fsync(file.fileno())
