from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing import consistency


class Command(BaseCommand):
    """Compare every derived column with what it is derived from."""

    help = "Compare every derived column with what it is derived from; exit with 1 if something differs. --fix sets it right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish to repair."""
        parser.add_argument("--fix", action="store_true", help="set right what differs")

    def handle(self, *args: Any, fix: bool, **options: Any) -> None:
        """Print each difference, and how many there were."""
        total = 0
        for name, differences in consistency.run(fix=fix):
            total += len(differences)
            for words in differences:
                self.stdout.write(f"{name}: {words}")
        if total and not fix:
            raise CommandError(f"{total} differences. Run with --fix to set them right.", returncode=1)
        self.stdout.write(f"{total} differences set right." if total else "Everything agrees.")
