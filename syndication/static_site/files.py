"""The files of a copy of the site, and the list of them by which a mirror knows what changed."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

# The lists are lines of JSON: the first one says what the copy is, each other one names a file.
MANIFEST = "manifest.jsonl"
FORM = "matiane-static-site/1"
# Before the query in the name of a file, and how long such a name may be.
MARK = "@"
LONGEST = 240


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


@dataclass
class Manifest:
    """What a copy holds."""

    about: About = field(default_factory=About)
    files: dict[str, Entry] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        """Write the list, by the names of files."""
        lines = [{"form": FORM, **asdict(self.about), "files": len(self.files)}, *(asdict(self.files[name]) for name in sorted(self.files))]
        with path.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Return the list of a copy; one of nothing where there is none. ValueError for what is no such list."""
        if not path.exists():
            return cls()
        with path.open(encoding="utf-8") as file:
            head: dict[str, Any] = json.loads(file.readline() or "{}")
            if head.pop("form", "") != FORM:
                raise ValueError(str(path))
            del head["files"]
            entries = (Entry(**json.loads(line)) for line in file)
            return cls(About(**head), {entry.file: entry for entry in entries})


def name_of(address: str, content_type: str) -> str | None:
    """Return the name of the file for an address, relative to the folder; None where no file can have it.

    `/en/news/` is `en/news/index.html`, `/en/news/?before=x` is `en/news/@before=x.html`; of other files with a query there is none.
    """
    path, _mark, query = address.partition("?")
    path = unquote(path).removeprefix("/")
    if not query:
        return f"{path}index.html" if not path or path.endswith("/") else path
    if content_type != "text/html" or "/" in query or len(query.encode()) > LONGEST:
        return None
    return f"{path}{MARK}{query}.html"


class Folder:
    """A copy in the making. Files that are as they were are linked to those of the last copy, and take no room."""

    def __init__(self, root: Path, last: Path | None, known: Manifest, sequence: int) -> None:
        self.root, self.last, self.known, self.sequence = root, last, known, sequence
        self.entries: dict[str, Entry] = {}
        root.mkdir(parents=True)

    def add(self, name: str, address: str, content_type: str, status: int, parts: Iterable[bytes]) -> None:
        """Keep a file; OSError if the disk refuses it."""
        path, digest, size = self.root / name, hashlib.sha256(), 0
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for part in parts:
                digest.update(part)
                size += file.write(part)
        known = self.known.files.get(name)
        is_same = known is not None and known.sha256 == digest.hexdigest()
        since = known.since if known is not None and is_same else self.sequence
        self.entries[name] = Entry(name, address, content_type, status, size, digest.hexdigest(), since)
        if is_same and self.last is not None:
            self.link(name, path)

    def keep(self, name: str) -> bool:
        """Take a file over from the last copy as it is; False if it has none of this name."""
        known = self.known.files.get(name)
        if known is None or self.last is None:
            return False
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.last / name, path)
        except FileNotFoundError:
            return False
        except OSError:
            shutil.copyfile(self.last / name, path)
        self.entries[name] = known
        return True

    def link(self, name: str, path: Path) -> None:
        """Let a file be the very one of the last copy, if the disk can; else it stays a copy of it."""
        assert self.last is not None  # noqa: S101 - asked by whoever calls
        beside = path.with_name(f"{path.name}.linked"[-LONGEST:])
        with suppress(OSError):
            os.link(self.last / name, beside)
            beside.replace(path)

    def drop(self) -> None:
        """Throw the copy away."""
        shutil.rmtree(self.root, ignore_errors=True)
