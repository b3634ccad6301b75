"""Mirrors a Matiane site into an SQLite file: `python3 sync.py https://example.org mirror.sqlite3`. Run it as often as you like.

Kill it whenever you like: what it did not end is done again. Needs nothing but Python 3.11. The table `object` has a row for each
object of the API: the list it is in ("articles"), its id, and all that the API says of it, as JSON.
"""

import gzip
import hashlib
import io
import json
import sqlite3
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

# Their objects have no entries of their own in the change log. Where these lists are long, leave them to the next dump.
SHARED = ("tags", "documents", "posts", "tenures", "places")
TABLES = """CREATE TABLE IF NOT EXISTS object (list TEXT, id TEXT, said TEXT, PRIMARY KEY (list, id));
    CREATE TABLE IF NOT EXISTS place (one INTEGER PRIMARY KEY, after INTEGER, dumped INTEGER);
    INSERT OR IGNORE INTO place VALUES (1, 0, -1);"""


def read(address):
    """Return what an address answers; nothing for what is not there, or no longer."""
    try:
        with urlopen(address) as answer:  # noqa: S310 - addresses that the site itself gave
            return answer.read()
    except HTTPError as error:
        if error.code in (404, 410):
            return b""
        raise


def put(mirror, name, objects):
    """Keep objects of a list."""
    mirror.executemany("REPLACE INTO object VALUES (?, ?, ?)", ((name, each["id"], json.dumps(each)) for each in objects))


def load(mirror, manifest):
    """Begin anew from a dump; ValueError if another one took its place meanwhile."""
    mirror.execute("DELETE FROM object")
    for file in manifest["files"]:
        if file["name"].endswith(".jsonl.gz"):
            packed = read(file["url"])
            if hashlib.sha256(packed).hexdigest() != file["sha256"]:
                raise ValueError("The dump was made anew meanwhile. Run this again.")
            with gzip.open(io.BytesIO(packed)) as lines:
                put(mirror, file["list"], map(json.loads, lines))


def sync(site, path):
    """Bring a mirror up to the last public change."""
    mirror = sqlite3.connect(path)
    mirror.executescript(TABLES)
    after, dumped = mirror.execute("SELECT after, dumped FROM place").fetchone()
    manifest = json.loads(read(f"{site}/data/manifest.json") or "{}")
    if fresh := manifest.get("sequence", -1) > dumped:
        load(mirror, manifest)
        after = dumped = manifest["sequence"]
    began, address = after, f"{site}/api/v1/changes/?after={after}&limit=100"
    while address:
        part = json.loads(read(address))
        for changed in {change["object"]["api_url"] for change in part["results"]} - {""}:
            name, key = changed.split("/")[-3:-1]
            mirror.execute("DELETE FROM object WHERE list = ? AND id = ?", (name, key))
            # What was merged leads to the one that stays.
            put(mirror, name, map(json.loads, filter(None, [read(changed)])))
        after, address = part["last"], part["next"]
        for name in SHARED if address is None and after > began else ():
            mirror.execute("DELETE FROM object WHERE list = ?", (name,))
            more = f"{site}/api/v1/{name}/?limit=100"
            while more:
                page = json.loads(read(more))
                put(mirror, name, page["results"])
                more = page["next"]
        mirror.execute("REPLACE INTO place VALUES (1, ?, ?)", (after, dumped))
        # A dump is older than the log: nobody sees what it still had, until all later changes are in.
        if not fresh or address is None:
            mirror.commit()


if __name__ == "__main__":
    sync(*sys.argv[1:])
