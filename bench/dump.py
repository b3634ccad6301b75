"""What the dump of everything public costs at any size: time, CPU, the most memory the process held, and what is on disk."""

import argparse
import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.servers import ROOT, environment, manage


def main() -> None:
    """Fill a database, make its dump with the real command, look at what came, and print what it cost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--events", type=int, default=0)
    asked.add_argument("--database", default="", help="an empty database; SQLite without it")
    asked.add_argument("--keep", type=Path, help="a folder that keeps the database for the next run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        more = {"DATABASE_URL": options.database} if options.database else {}
        site = environment(folder / "data", **more)
        if not (folder / "filled").exists():
            began = time.monotonic()
            manage(site, "migrate", "-v0")
            manage(site, "seed_archive", "--articles", str(options.articles), "--events", str(options.events))
            (folder / "filled").touch()
            print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
        measured(site)
        looked_at(folder / "data" / "dumps" / "current")


def measured(site: dict[str, str]) -> None:
    """Make the dump in a process of its own, and print what it cost."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "manage.py", "make_dump"], cwd=ROOT, env=site)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError("The dump was not made.")
    print(f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of CPU, at most {used.ru_maxrss / 1024:.0f} MB of memory")


def looked_at(dump: Path) -> None:
    """Print the sizes, once the checksums and the numbers of lines are as the manifest has them."""
    manifest = json.loads((dump / "manifest.json").read_text())
    for file in manifest["files"]:
        digest = hashlib.sha256()
        with (dump / file["name"]).open("rb") as packed:
            while piece := packed.read(1024**2):
                digest.update(piece)
        if digest.hexdigest() != file["sha256"]:
            raise RuntimeError(f"{file['name']}: another checksum")
        if not file["name"].endswith(".jsonl.gz") or not file["objects"]:
            continue
        with gzip.open(dump / file["name"]) as lines:
            sizes = [len(line) for line in lines]
        if len(sizes) != file["objects"]:
            raise RuntimeError(f"{file['name']}: {len(sizes)} lines")
        print(f"{file['list']}: {file['objects']} objects, {sum(sizes) / 1024**2:.0f} MB, {file['bytes'] / 1024**2:.0f} MB packed")
    print(f"all files: {sum(file['bytes'] for file in manifest['files']) / 1024**2:.0f} MB, as of the change {manifest['sequence']}")


if __name__ == "__main__":
    main()
