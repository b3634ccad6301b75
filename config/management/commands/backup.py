from typing import Any

from django.core.management.base import BaseCommand

from config.backups import databases, making, places, sealing
from config.telling import told

# What can be wrong with the machine or its settings, as opposed to the program.
FAULTS = (sealing.SealError, places.KeepError, databases.DatabaseError, making.BusyError, OSError)


class Command(BaseCommand):
    """`manage.py backup`: saves everything, sealed, while the site is read and written."""

    help = "Save the database and the files of the library, sealed, into BACKUP_TO, and remove backups that are old. For a timer, each night."

    def handle(self, **_options: Any) -> None:
        """Make it, then remove what is too old: a night without a new backup costs no old one."""
        with told("The backup failed", FAULTS):
            backup = making.make()
            old = places.drop_old()
        self.stdout.write(f"{backup}: {backup.about['size'] / 1024**2:.1f} MB, as of the public change {backup.about['sequence']}.")
        if old:
            self.stdout.write(f"Removed: {', '.join(old)}.")
