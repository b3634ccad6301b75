from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from config.backups import databases


class Command(BaseCommand):
    """`manage.py database_copy save|restore FOLDER`: what an update goes back to. Backups are something else: they are sealed and kept."""

    help = "Write the database into a folder, or put back what was written there in place of what is in the database now. For deploy/update."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and where."""
        parser.add_argument("what", choices=["save", "restore"])
        parser.add_argument("folder", type=Path)

    def handle(self, *, what: str, folder: Path, **_options: Any) -> None:
        """Do it; nothing may write meanwhile."""
        try:
            if what == "save":
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                databases.save(folder)
            else:
                self.restore(folder / databases.FILES[connection.vendor])
        except (databases.DatabaseError, OSError) as error:
            raise CommandError(str(error)) from error

    def restore(self, file: Path) -> None:
        """Put the copy in the place of what is there."""
        if not file.exists():
            raise CommandError(f"There is no {file}.")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Whoever waits for a lock here would wait for the site; it is read only, and asks again.
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
        databases.put_back(file)
