"""What a copy of the site as files costs at any size: CPU, the most memory, and whether memory grows while it is made."""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench.servers import ROOT, environment, manage

# How often it is looked at, in seconds.
LOOK = 5
# As in production, where numpy is not installed: openpyxl loads it wherever a tool of the tests brought it along (16 MB).
PROGRAM = """
import sys
sys.modules["numpy"] = None
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "export_site", *sys.argv[1:]])
"""


def main() -> None:
    """Fill a database, make a copy with the real command, three times: from nothing, after no change, and after a change."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=2_000)
    asked.add_argument("--database", default="", help="an empty database; SQLite without it")
    asked.add_argument("--keep", type=Path, help="a folder that keeps the database for the next run")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        more = {"DATABASE_URL": options.database} if options.database else {}
        site = environment(folder / "data", CACHE_URL="locmemcache://", **more)
        if not (folder / "filled").exists():
            began = time.monotonic()
            manage(site, "migrate", "-v0")
            manage(site, "collectstatic", "--noinput", "-v0")
            manage(site, "seed_archive", "--articles", str(options.articles))
            (folder / "filled").touch()
            print(f"filled in {time.monotonic() - began:.0f} s", flush=True)
        out = Path(made) / "copy"
        measured(site, out)
        measured(site, out)
        measured(site, out, "--again")


def measured(site: dict[str, str], out: Path, *words: str) -> None:
    """Make the copy in a process of its own, and print what it cost and how much memory it held after how many files."""
    began = time.monotonic()
    site = {**site, "DJANGO_SETTINGS_MODULE": "config.settings"}
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(out), *words], cwd=ROOT, env=site)
    seen = 0
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        files, held = made_by(out), memory(process.pid)
        if seen < files and files >= min(2 * seen, seen + 5000):
            print(f"{files} files: {held} MB", flush=True)
            seen = files
        time.sleep(LOOK)
    if status:
        raise RuntimeError("The copy was not made.")
    spent = f"{time.monotonic() - began:.0f} s, {used.ru_utime + used.ru_stime:.0f} s of CPU"
    print(f"{spent}, at most {used.ru_maxrss / 1024:.0f} MB of memory", flush=True)


def made_by(out: Path) -> int:
    """Return how many files the copy in the making has."""
    return sum(len(files) for ledger in out.glob("copies/*/ledger.sqlite3") for _folder, _folders, files in os.walk(ledger.with_name("site")))


def memory(pid: int) -> int:
    """Return what a process holds, in MB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
    return 0


if __name__ == "__main__":
    main()
