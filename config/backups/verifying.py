"""Tries whether a backup can be relied on: opened, compared, put back beside the site, and asked for real pages."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from config.backups import databases, places
from config.backups.making import alone
from config.backups.opening import DamagedError, Opened, compare_content, open_backup

# Of how many records of each kind the page is asked for.
PAGES = 20
NO_KEY = "It was sealed for a key that is not on this machine: only its bytes were compared. Try it where the key is, with --key."
# A trial tells nobody of anything: what is due in the backup was told when it was due.
APART = {"CACHE_URL": "locmemcache://", "EMAIL_URL": "dummymail://", "PURGE_KIND": "", "PURGE_URL": "", "WEBSUB_HUB": "", "BACKUP_TO": ""}
# And it is made of what lies in the backup alone.
APART |= {"STORAGE_URL": "", "DATABASE_REPLICA_URL": ""}
# What a trial may take, in seconds.
PATIENCE = 3600


@dataclass(frozen=True)
class Verdict:
    """What was tried of a backup, in numbers; None for what could not be."""

    backup: places.Backup
    files: int | None = None
    rows: int | None = None
    pages: int | None = None
    # Why no more was tried.
    left_out: str = ""


def verify(backup: places.Backup, key_file: Path | None = None) -> Verdict:
    """Try a backup as far as this machine can. DamagedError, DatabaseError or TrialError say what is wrong with it.

    Without a key on this machine only its bytes are compared with what was written: the verdict says so.
    """
    with alone() as work:
        here = places.here(backup, work)
        if not here.locked_key and key_file is None:
            compare_content(here)
            return Verdict(backup, left_out=NO_KEY)
        found = open_backup(here, work / "opened", key_file)
        rows = databases.look_into(found.database, work)
        if rows is not None and rows != found.inside["tables"]:
            raise DamagedError(f"{backup.folder}: the database does not have the rows that the backup was made with.")
        pages = trial(found, work)
    return Verdict(backup, len(found.inside["files"]) - 1, sum(found.inside["tables"].values()), pages)


class TrialError(Exception):
    """A site made of the backup does not answer as it should."""


def trial(found: Opened, work: Path) -> int:
    """Put the backup back beside the site and ask for pages, in a process of its own; return how many answered. TrialError if one does not."""
    data = work / "trial"
    (found.folder / "files").mkdir(exist_ok=True)
    (found.folder / "files").rename(data)
    with databases.another(found.database, data) as address:
        site = {**os.environ, **APART, "DATABASE_URL": address, "DATA_DIR": str(data)}
        command = [sys.executable, "-W", "ignore", "manage.py", "try_pages", "--each", str(PAGES)]
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=site, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own command
    if done.returncode:
        raise TrialError(f"A site made of the backup does not answer as it should: {done.stderr.strip()[-2000:]}")
    number: int = json.loads(done.stdout.strip().splitlines()[-1])["pages"]
    return number
