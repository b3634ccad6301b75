"""Fill the database with the demo content."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.entries import FixtureError
from config.demo.loading import load


class Command(BaseCommand):
    """Loads what earlier runs have not loaded; whatever editors did to the rest stays."""

    help = "Load the demo content of fixtures/ through the forms and the workflow. Run again, it adds only what is new in the files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read where the files are."""
        parser.add_argument("--fixtures", type=Path, default=settings.BASE_DIR / "fixtures", help="folder of the files")

    def handle(self, *, fixtures: Path, **_options: Any) -> None:
        """Load, and say what is new."""
        try:
            for noun, count in load(fixtures):
                self.stdout.write(f"Loaded {count} {noun}.")
        except FixtureError as error:
            raise CommandError(str(error)) from error
