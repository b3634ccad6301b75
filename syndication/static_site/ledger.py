"""What a run knows so far, on disk: where it has been and is to go, its files, and those of the last copy. None of it is held in memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from syndication.static_site.files import Entry

TABLES = """
CREATE TABLE IF NOT EXISTS begun (basis TEXT, site TEXT, sequence INTEGER, release TEXT, made_at TEXT);
CREATE TABLE IF NOT EXISTS place (
    id INTEGER PRIMARY KEY, address TEXT UNIQUE, linked INTEGER, status INTEGER, location TEXT DEFAULT '', has_file INTEGER DEFAULT 0
);
CREATE TABLE IF NOT EXISTS file (
    file TEXT PRIMARY KEY, address TEXT, type TEXT, status INTEGER, size INTEGER, sha256 TEXT, since INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS last (
    file TEXT PRIMARY KEY, address TEXT, type TEXT, status INTEGER, size INTEGER, sha256 TEXT, since INTEGER
) WITHOUT ROWID;
"""
# Of the file, so many kB are held in memory.
HELD = 1000


@dataclass(frozen=True)
class Begun:
    """From what a copy began: the last copy by its name, the site, the public change, what makes the pages, and the moment."""

    basis: str
    site: str
    sequence: int
    release: str
    made_at: str


@dataclass(frozen=True)
class Place:
    """An address to visit."""

    id: int
    address: str


@dataclass(frozen=True)
class Told:
    """How many addresses there are of some sort, and the first of them."""

    count: int = 0
    first: tuple[str, ...] = ()


class Ledger:
    """The list of a copy in the making. What was noted is kept from `save` on: a run that was broken off goes on from there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None)
        # Nothing of it is lost with the process. What a machine loses that goes down, `making` finds.
        self.db.execute("PRAGMA journal_mode=WAL")
        self.db.execute("PRAGMA synchronous=NORMAL")
        self.db.execute(f"PRAGMA cache_size=-{HELD}")
        self.db.executescript(TABLES)
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Close it; what was noted since the last `save` is lost."""
        self.db.close()

    def drop(self) -> None:
        """Throw it away: the copy is whole."""
        self.close()
        self.path.unlink()

    def save(self) -> None:
        """Keep what was noted."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def begun(self) -> Begun | None:
        """Return from what the copy began, or None before that was said."""
        row = self.db.execute("SELECT basis, site, sequence, release, made_at FROM begun").fetchone()
        return Begun(*row) if row else None

    def begin(self, begun: Begun, last: Iterable[Entry]) -> None:
        """Say from what the copy begins, and what is in the last one."""
        self.db.executemany("INSERT INTO last VALUES (?, ?, ?, ?, ?, ?, ?)", map(astuple, last))
        self.db.execute("INSERT INTO begun VALUES (?, ?, ?, ?, ?)", astuple(begun))

    def lead_to(self, addresses: Iterable[str], *, linked: bool = True) -> None:
        """Note addresses to visit; of those that are known, whether something links to them."""
        self.db.executemany(
            "INSERT INTO place (address, linked) VALUES (?, ?) ON CONFLICT (address) DO UPDATE SET linked = 1 WHERE excluded.linked > linked",
            ((address, linked) for address in addresses),
        )

    def to_visit(self) -> Iterator[Place]:
        """Yield what was not visited, in the order of the notes, what is noted meanwhile too."""
        reached = 0
        while row := self.db.execute("SELECT id, address FROM place WHERE id > ? AND status IS NULL ORDER BY id LIMIT 1", [reached]).fetchone():
            yield Place(*row)
            reached = row[0]

    def visited(self, place: Place, status: int, *, location: str = "", has_file: bool = False) -> None:
        """Note what an address answered."""
        self.db.execute("UPDATE place SET status = ?, location = ?, has_file = ? WHERE id = ?", [status, location, has_file, place.id])

    def add(self, entry: Entry) -> None:
        """Note a file of this copy."""
        self.db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", astuple(entry))

    def has(self, name: str) -> bool:
        """Tell whether this copy has a file of a name."""
        return self.db.execute("SELECT 1 FROM file WHERE file = ?", [name]).fetchone() is not None

    def of_last(self, name: str) -> Entry | None:
        """Return what the last copy has under a name."""
        row = self.db.execute("SELECT * FROM last WHERE file = ?", [name]).fetchone()
        return Entry(*row) if row else None

    def entries(self) -> Iterator[Entry]:
        """Yield the files of this copy, by their names."""
        yield from (Entry(*row) for row in self.db.execute("SELECT * FROM file ORDER BY file"))

    def moved(self) -> Iterator[tuple[str, int, str]]:
        """Yield the addresses that lead elsewhere, by their text: address, status, target."""
        yield from self.db.execute("SELECT address, status, location FROM place WHERE location <> '' ORDER BY address")

    def gone(self) -> Iterator[str]:
        """Yield the addresses of what is gone for good, by their text."""
        yield from (row[0] for row in self.db.execute("SELECT address FROM place WHERE status = 410 ORDER BY address"))

    def dead(self, most: int) -> Told:
        """Tell of links that lead nowhere."""
        return self.told("status = 404 AND linked", most)

    def left_out(self, most: int) -> Told:
        """Tell of what has an address that no file can have."""
        return self.told("status IN (200, 410) AND NOT has_file", most)

    def told(self, condition: str, most: int) -> Told:
        """Return how many addresses meet a condition, and the first of them."""
        (count,) = self.db.execute(f"SELECT count(*) FROM place WHERE {condition}").fetchone()  # noqa: S608 - written above
        first = self.db.execute(f"SELECT address FROM place WHERE {condition} ORDER BY id LIMIT ?", [most])  # noqa: S608 - as above
        return Told(count, tuple(row[0] for row in first))

    def totals(self, sequence: int) -> tuple[int, int, int, int]:
        """Return how many files there are, their bytes, how many became other ones at a change, and how many of the last copy are no more."""
        counts = "SELECT count(*), coalesce(sum(size), 0), coalesce(sum(since = ?), 0) FROM file"
        count, size, changed = self.db.execute(counts, [sequence]).fetchone()
        (removed,) = self.db.execute("SELECT count(*) FROM last WHERE file NOT IN (SELECT file FROM file)").fetchone()
        return count, size, changed, removed
