"""An archive as it is read: what the manifest promises and nothing else, each part with its checksum, nothing unpacked to disk."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_noop

from library.inspection.entries import is_link, leads_out, swells
from pages.leaving import files
from pages.leaving.parts import FORMAT, MANIFEST, VERSION, part_of, tables
from pages.moving.archives import HARMLESS, MOST_FILES
from pages.moving.items import SourceError
from pages.moving.lines import Line, Value
from publishing import languages

LARGEST_MANIFEST = 256 * 1024**2
# A line holds a row: the longest is a form with texts of 500,000 letters in every language, before and after.
LONGEST_LINE = 32 * 1024**2
ENCRYPTED = 1


@dataclass(frozen=True)
class Part:
    """An entry of an archive as the manifest has it."""

    name: str
    bytes: int
    sha256: str
    rows: int = 0


def is_one(path: Path) -> bool:
    """Tell whether a file is an archive of a site of ours, whole or not."""
    try:
        if path.is_dir() or not zipfile.is_zipfile(path):
            return False
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        return MANIFEST in names and any(name.startswith("rows/") for name in names)
    except (OSError, zipfile.BadZipFile, ValueError):
        return False


class Archive:
    """An open archive."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.zip = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile, ValueError) as error:
            raise SourceError(gettext_noop("%(file)s: this archive cannot be read: %(why)s"), file=path.name, why=error) from error
        try:
            self.read_manifest()
        except BaseException:
            self.zip.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.zip.close()

    def refused(self, why: str, /, **values: Value) -> SourceError:
        """Return the refusal of the archive."""
        return SourceError(gettext_noop("%(file)s: %(why)s"), file=self.path.name, why=Line(why, **values))

    def read_manifest(self) -> None:
        """Read what the archive says of itself; SourceError for what is no archive of a site, or not of this version."""
        entries = self.entries()
        if MANIFEST not in entries or entries[MANIFEST].file_size > LARGEST_MANIFEST:
            raise self.refused(gettext_noop("It has no %(name)s that can be read."), name=MANIFEST)
        try:
            said = json.loads(b"".join(self.pieces(MANIFEST)))
            if said["format"] != FORMAT:
                raise self.refused(gettext_noop("It is the archive of another program."))
            if said["version"] != VERSION:
                raise self.refused(
                    gettext_noop("It is written in version %(found)s of the format; this program reads version %(known)s."),
                    found=str(said["version"])[:20],
                    known=VERSION,
                )
            self.manifest: dict[str, Any] = {name: said[name] for name in ("id", "made_at", "site", "address", "languages", "sequence")}
            self.shipped = {str(key): str(record) for key, record in said["shipped"].items()}
            self.missing = {str(name) for name in said["missing"]}
            self.parts = {part["name"]: Part(str(part["name"]), int(part["bytes"]), str(part["sha256"]), int(part["rows"])) for part in said["parts"]}
            self.media = {file["name"]: Part(str(file["name"]), int(file["bytes"]), str(file["sha256"])) for file in said["media"]}
            sequence = int(self.manifest["sequence"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise self.refused(
                gettext_noop("Its %(name)s cannot be read (%(why)s)."), name=MANIFEST, why=f"{type(error).__name__} {error}"
            ) from error
        if not 0 <= sequence < 2**62:
            raise self.refused(gettext_noop("Its counter of changes cannot be."))
        self.refuse_languages()
        self.refuse_entries(entries)

    def refuse_languages(self) -> None:
        """Refuse an archive in languages that this site does not have."""
        if lacking := [str(code) for code in self.manifest["languages"] if code not in languages.codes()]:
            raise self.refused(gettext_noop("It has texts in %(lacking)s, and this site does not: set LANGUAGES first."), lacking=", ".join(lacking))

    def entries(self) -> dict[str, zipfile.ZipInfo]:
        """Return what lies in the file; SourceError for names twice, links, and what is encrypted or packed otherwise."""
        infos = self.zip.infolist()
        if len(infos) > MOST_FILES:
            raise self.refused(gettext_noop("It holds %(number)s files, far more than it should."), number=len(infos))
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            name = info.filename
            if leads_out(name):
                raise self.refused(gettext_noop("“%(name)s” leads out of the archive; nothing of it was read."), name=name)
            if name in found:
                raise self.refused(gettext_noop("It holds “%(name)s” twice."), name=name)
            if info.flag_bits & ENCRYPTED or is_link(info) or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
                raise self.refused(gettext_noop("“%(name)s” is encrypted, a link, or packed in a way that is not read here."), name=name)
            found[name] = info
        return found

    def refuse_entries(self, entries: dict[str, zipfile.ZipInfo]) -> None:
        """Refuse what is not in the manifest, what lacks, and what would fill the disk."""
        promised = {**self.parts, **self.media}
        if stray := entries.keys() - promised.keys() - {MANIFEST}:
            raise self.refused(gettext_noop("“%(name)s” is not in its manifest."), name=min(stray))
        if lacking := promised.keys() - entries.keys():
            raise self.refused(gettext_noop("“%(name)s” is missing in it."), name=min(lacking))
        if unknown := self.parts.keys() - {part_of(model) for model in tables()}:
            raise self.refused(gettext_noop("This program does not know “%(name)s”; the archive comes from a newer one."), name=min(unknown))
        if odd := [name for name in self.media if not files.from_archive(name)[0]]:
            raise self.refused(gettext_noop("“%(name)s” is no name of a file of a site."), name=min(odd))
        if wrong := [name for name, part in promised.items() if entries[name].file_size != part.bytes]:
            raise self.refused(gettext_noop("“%(name)s” is not as long as its manifest says."), name=min(wrong))
        size = sum(info.file_size for info in entries.values())
        if swells(size, self.path.stat().st_size, harmless=HARMLESS):
            raise self.refused(gettext_noop("Unpacked it would have %(size)s MB, far more than it should; it was not read."), size=size // 1024**2)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of an entry; SourceError where it is damaged."""
        try:
            with self.zip.open(name) as file:
                while piece := file.read(files.PIECE):
                    yield piece
        except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
            raise self.damaged(name, str(error)) from error
        except Exception as error:  # zlib.error is no OSError, and its module is no promise of zipfile's
            if type(error).__module__ == "zlib":
                raise self.damaged(name, str(error)) from error
            raise

    def damaged(self, name: str, why: str) -> SourceError:
        """Return the refusal of an archive with a damaged part."""
        return self.refused(gettext_noop("“%(name)s” is damaged (%(why)s). Copy the archive again, or export it anew."), name=name, why=why)

    def verify(self, part: Part) -> None:
        """Raise SourceError if a part is not what was exported."""
        digest = hashlib.sha256()
        for piece in self.pieces(part.name):
            digest.update(piece)
        if digest.hexdigest() != part.sha256:
            raise self.damaged(part.name, Line(gettext_noop("its checksum is another one")))

    def lines(self, part: Part) -> Iterator[bytes]:
        """Yield the lines of a part."""
        try:
            with self.zip.open(part.name) as file:
                while line := read_line(file):
                    if len(line) > LONGEST_LINE:
                        raise self.refused(gettext_noop("“%(name)s” has a line that is longer than any row."), name=part.name)
                    yield line
        except (zipfile.BadZipFile, OSError, EOFError) as error:
            raise self.damaged(part.name, str(error)) from error


def read_line(file: IO[bytes]) -> bytes:
    """Return the next line, or the beginning of one that is too long."""
    return file.readline(LONGEST_LINE + 1)
