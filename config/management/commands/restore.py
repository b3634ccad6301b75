from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from config.backups import databases, making, opening, places, restoring, sealing

FAULTS = (
    *(places.NoBackupError, opening.DamagedError, sealing.SealError, databases.DatabaseError),
    *(making.BusyError, restoring.OccupiedError, OSError),
)


class Command(BaseCommand):
    """`manage.py restore`: makes a backup the site's own, on a machine that has nothing yet."""

    help = "Open a backup, see that it is whole, and put it in its place. Overwrites nothing: database and DATA_DIR must be empty."
    # Without a database there is nothing to check yet.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take which backup, and the key."""
        parser.add_argument("backup", nargs="?", type=Path, help="the folder of a backup, or of backups (the newest); BACKUP_TO without it")
        parser.add_argument("--key", type=Path, help="a file with the key of age that opens it, as age-keygen writes it")

    def handle(self, *, backup: Path | None, key: Path | None, **_options: Any) -> None:
        """Restore, bring an older database up to this release, and settle the public files."""
        try:
            found = places.backup_at(backup)
            held = restoring.restore(found, key)
        except FAULTS as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        differed = restoring.settle_files()
        self.stdout.write(
            self.style.SUCCESS(
                f"{found.folder.name}: {sum(held.inside['tables'].values())} rows and {len(held.inside['files']) - 1} files are in their place,"
                f" as of the public change {found.about['sequence']}; {differed} files were settled."
            )
        )
        self.stdout.write("Set SECRET_KEY (and MAIL_KEYS) as they were, start the site and its worker, and look at it before readers do.")
