"""Folders of files, and archives that are unpacked into one: nothing leaves the folder, nothing grows without end."""

import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext_noop

from library.inspection.entries import is_link, leads_out, swells
from pages.moving.items import SourceError
from pages.moving.lines import Line

# What an archive may hold unpacked.
LARGEST = 8 * 1024**3
MOST_FILES = 500_000
# Below it no ratio is suspicious.
HARMLESS = 50 * 1024**2
PIECE = 1024 * 1024


def unpacked(path: Path) -> tuple[Path, tempfile.TemporaryDirectory[str] | None]:
    """Return a folder with what the source holds, and what keeps it until then if it was unpacked; SourceError if it must not be."""
    if path.is_dir():
        return path, None
    kept = tempfile.TemporaryDirectory(prefix="moving-in-")
    try:
        if zipfile.is_zipfile(path):
            unzip(path, Path(kept.name))
        else:
            untar(path, Path(kept.name))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        kept.cleanup()
        raise SourceError(gettext_noop("%(file)s: this archive cannot be read: %(why)s"), file=path.name, why=error) from error
    except SourceError:
        kept.cleanup()
        raise
    return Path(kept.name), kept


def unzip(path: Path, folder: Path) -> None:
    """Unpack a ZIP archive."""
    with zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        refuse_bomb(path, sum(entry.file_size for entry in entries), len(entries))
        budget = Budget(path)
        for entry in entries:
            target = inside(path, folder, entry.filename)
            if is_link(entry):
                raise SourceError(
                    gettext_noop("%(file)s: “%(name)s” is a link to another file; pack the files themselves."), file=path.name, name=entry.filename
                )
            with archive.open(entry) as file:
                budget.copy(file, target)


def untar(path: Path, folder: Path) -> None:
    """Unpack a TAR archive, compressed or not."""
    budget = Budget(path)
    with tarfile.open(path, "r:*") as archive:
        for member in archive:
            if member.isdir():
                continue
            target = inside(path, folder, member.name)
            if not member.isfile() or (file := archive.extractfile(member)) is None:
                raise SourceError(
                    gettext_noop("%(file)s: “%(name)s” is a link or a device; pack the files themselves."), file=path.name, name=member.name
                )
            with file:
                budget.copy(file, target)


def inside(path: Path, folder: Path, name: str) -> Path:
    """Return where a file of the archive is put; SourceError for a name that leads out of it."""
    if leads_out(name):
        raise SourceError(gettext_noop("%(file)s: “%(name)s” leads out of the archive; nothing of it was read."), file=path.name, name=name)
    return folder / PurePosixPath(name.replace("\\", "/"))


def refuse_bomb(path: Path, size: int, files: int) -> None:
    """Raise SourceError for an archive that would fill the disk."""
    if size > LARGEST or files > MOST_FILES or swells(size, path.stat().st_size, harmless=HARMLESS):
        raise SourceError(
            gettext_noop("%(file)s: it holds %(files)s files of %(size)s MB, far more than it should; it was not unpacked."),
            file=path.name,
            files=files,
            size=size // 1024**2,
        )


class Budget:
    """What may still be unpacked, whatever an archive says of itself."""

    def __init__(self, path: Path) -> None:
        self.path, self.size, self.files = path, 0, 0

    def copy(self, file: IO[bytes], target: Path) -> None:
        """Write a file of the archive, piece by piece."""
        self.files += 1
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as out:
            while piece := file.read(PIECE):
                self.size += len(piece)
                refuse_bomb(self.path, self.size, self.files)
                out.write(piece)


def files_in(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder in the order of their names; links that lead out of it are passed over."""
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.resolve().is_relative_to(root):
            yield path


def file_at(folder: Path, path: str) -> Path | None:
    """Return the file of a folder that a path names, if it lies in it."""
    try:
        found = (folder / path.lstrip("/")).resolve()
        return found if found.is_relative_to(folder.resolve()) and found.is_file() else None
    except (OSError, ValueError):
        return None


def decoded(data: bytes, named: str = "") -> tuple[str, Line | None]:
    """Return (text, what is doubtful about it) of bytes: by their mark, the encoding they name, UTF-8, or the Western one of old."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            named = encoding
    for encoding in filter(None, (named, "utf-8")):
        try:
            return data.decode(encoding), None
        except (UnicodeDecodeError, LookupError):
            continue
    wrong = Line(
        gettext_noop("It is not in %(encoding)s; it was read as windows-1252. Name its encoding in the mapping file if letters are wrong."),
        encoding=named or "UTF-8",
    )
    return data.decode("windows-1252", "replace"), wrong
