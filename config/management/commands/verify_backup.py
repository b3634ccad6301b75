import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.backups import databases, making, places, verifying
from config.backups.opening import DamagedError
from config.backups.sealing import SealError
from config.telling import told

FAULTS = (places.NoBackupError, DamagedError, databases.DatabaseError, verifying.TrialError, SealError, making.BusyError, TimeoutExpired, OSError)


class LateError(Exception):
    """The newest backup is older than it should be."""


class Command(BaseCommand):
    """`manage.py verify_backup`: tries whether a backup can be relied on."""

    help = "Open a backup (the newest), compare all of it, put it back beside the site and ask it for pages. For a timer, each week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which backup, the key, and how old it may be."""
        parser.add_argument("backup", nargs="?", type=Path, help="the folder of a backup, or of backups; BACKUP_TO without it")
        parser.add_argument("--key", type=Path, help="a file with the key of age that opens it, as age-keygen writes it")
        parser.add_argument("--at-most", type=int, metavar="HOURS", help="fail if the backup is older")
        parser.add_argument("--only-age", action="store_true", help="look at nothing but how old it is")

    def handle(self, *, backup: Path | None, key: Path | None, at_most: int | None, only_age: bool, **_options: Any) -> None:
        """Try it, and say what was seen."""
        with told("The backup cannot be relied on", (*FAULTS, LateError)):
            found = places.backup_at(backup)
            age = timezone.now() - found.at
            if at_most is not None and age > dt.timedelta(hours=at_most):
                raise LateError(f"{found}: the newest backup is {age.total_seconds() / 3600:.0f} hours old.")
            if only_age:
                self.stdout.write(f"{found}: {age.total_seconds() / 3600:.1f} hours old.")
                return
            verdict = verifying.verify(found, key)
        if verdict.left_out:
            self.stdout.write(f"{found}: {verdict.left_out}")
        else:
            self.stdout.write(
                self.style.SUCCESS(f"{found}: {verdict.files} files and {verdict.rows} rows as they were, {verdict.pages} pages answered.")
            )
