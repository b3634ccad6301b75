"""What a backup and a restore of a large archive cost: `python -m bench.backups --articles 100000`.

On the embedded database, in processes of the site itself: seeded, saved, opened and compared, restored on an empty machine and brought up.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from bench.servers import environment, manage


def main() -> None:
    """Run it, and print a line for each step: seconds by the clock, and of the processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    articles = parser.parse_args().articles
    with tempfile.TemporaryDirectory(prefix="matiane-backups-") as folder:
        data, machine, backups = (Path(folder) / name for name in ("data", "machine", "backups"))
        more = {"BACKUP_TO": str(backups), "BACKUP_PASSPHRASE": "sixteen letters and more"}
        site, empty = environment(data, **more), environment(machine, **more)
        data.mkdir()
        manage(site, "migrate", "-v0")
        print(f"| {articles} articles | seconds | of the processor |\n|---|---:|---:|")
        measured("filled", site, "seed_archive", "--articles", str(articles))
        measured("backup", site, "backup")
        size = sum(path.stat().st_size for path in backups.rglob("*") if path.is_file())
        measured("restore on an empty machine", empty, "restore")
        measured("first pages of the restored site", empty, "try_pages", "--each", "20")
        database = (data / "matiane.sqlite3").stat().st_size
        print(f"\nThe database has {database / 1024**2:.0f} MB, the backup {size / 1024**2:.0f} MB.")


def measured(name: str, env: dict[str, str], *words: str) -> None:
    """Run a command and print what it took."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    manage(env, *words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"| {name} | {time.monotonic() - began:.1f} | {worked:.1f} |", flush=True)


if __name__ == "__main__":
    main()
