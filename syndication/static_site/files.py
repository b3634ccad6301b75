"""The files of a copy of the site, and the list of them by which a mirror knows what changed."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote

# The lists are lines of JSON: the first one says what the copy is, each other one names a file.
MANIFEST = "manifest.jsonl"
FORM = "matiane-static-site/1"
# Before the query in the name of a file, and how long such a name may be.
MARK = "@"
LONGEST = 240
ENDINGS = {"text/html": "html", "application/xml": "xml"}


@dataclass(frozen=True)
class Entry:
    """A file: its address, what it is, and the public change at which its bytes last became other ones."""

    file: str
    address: str
    type: str
    status: int
    size: int
    sha256: str
    since: int


@dataclass(frozen=True)
class About:
    """What a copy is one of: the site, the public change up to which it is complete, what made it, and when."""

    site: str = ""
    sequence: int = -1
    release: str = ""
    # Whether nothing became public while it was made; else some of its pages may be newer than the change.
    settled: bool = True
    made_at: str = ""


class Known(Protocol):
    """What is known of the files of two copies: of the last one, and of the one in the making."""

    def of_last(self, name: str) -> Entry | None:
        """Return what the last copy has under a name."""

    def add(self, entry: Entry) -> None:
        """Note a file of this copy."""


def write_manifest(path: Path, about: About, count: int, entries: Iterable[Entry]) -> None:
    """Write the list of a copy; the entries come by the names of files."""
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"form": FORM, **asdict(about), "files": count}, ensure_ascii=False) + "\n")
        file.writelines(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in entries)


def about_of(path: Path) -> About:
    """Return what a list says of its copy; of no copy where there is none. ValueError, KeyError or TypeError for what is no such list."""
    if not path.exists():
        return About()
    with path.open(encoding="utf-8") as file:
        head: dict[str, Any] = json.loads(file.readline() or "{}")
    if head.pop("form", "") != FORM:
        raise ValueError(str(path))
    del head["files"]
    return About(**head)


def entries_of(path: Path) -> Iterator[Entry]:
    """Yield the files of a list, one at a time; none where there is no list. Errors as above."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            file.readline()
            yield from (Entry(**json.loads(line)) for line in file)


def name_of(address: str, content_type: str) -> str | None:
    """Return the name of the file for an address, relative to the folder; None where no file can have it.

    `/en/news/` is `en/news/index.html`, `/en/news/?before=x` is `en/news/@before=x.html`, a further part of a sitemap
    `sitemap-x.xml@p=2.xml`; of other files with a query there is none.
    """
    path, _mark, query = address.partition("?")
    path = unquote(path).removeprefix("/")
    if not query:
        return f"{path}index.html" if not path or path.endswith("/") else path
    if content_type not in ENDINGS or "/" in query or len(query.encode()) > LONGEST:
        return None
    return f"{path}{MARK}{query}.{ENDINGS[content_type]}"


class Folder:
    """A copy in the making. Files that are as they were are linked to those of the last copy, and take no room.

    Each is written beside the copy and moved to its name: one that was linked before the run broke off is not written into.
    """

    def __init__(self, root: Path, last: Path | None, known: Known, sequence: int) -> None:
        self.root, self.last, self.known, self.sequence = root, last, known, sequence
        self.fresh, self.linked = root.with_name("fresh"), root.with_name("linked")
        root.mkdir(parents=True, exist_ok=True)

    def add(self, name: str, address: str, content_type: str, status: int, parts: Iterable[bytes]) -> None:
        """Keep a file; OSError if the disk refuses it."""
        digest, size = hashlib.sha256(), 0
        with self.fresh.open("wb") as file:
            for part in parts:
                digest.update(part)
                size += file.write(part)
        known = self.known.of_last(name)
        is_same = known is not None and known.sha256 == digest.hexdigest()
        if not (is_same and self.take_over(name, size)):
            self.place(self.fresh, name)
        since = known.since if known is not None and is_same else self.sequence
        self.known.add(Entry(name, address, content_type, status, size, digest.hexdigest(), since))

    def keep(self, name: str) -> bool:
        """Take a file over from the last copy as it is; False if it has none of this name."""
        known = self.known.of_last(name)
        if known is None or self.last is None:
            return False
        if not self.take_over(name, known.size):
            try:
                shutil.copyfile(self.last / name, self.fresh)
            except FileNotFoundError:
                return False
            if self.fresh.stat().st_size != known.size:
                return False
            self.place(self.fresh, name)
        self.known.add(known)
        return True

    def take_over(self, name: str, size: int) -> bool:
        """Let a file be the very one of the last copy; False where the disk cannot, or where somebody cut it off there."""
        assert self.last is not None  # noqa: S101 - something is known of the last copy
        self.linked.unlink(missing_ok=True)
        with suppress(OSError):
            if (self.last / name).stat().st_size == size:
                os.link(self.last / name, self.linked)
                self.place(self.linked, name)
                return True
        return False

    def place(self, made: Path, name: str) -> None:
        """Give a file its name in the copy."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        made.replace(path)

    def close(self) -> None:
        """Leave nothing beside the copy."""
        for path in (self.fresh, self.linked):
            path.unlink(missing_ok=True)
