"""Count visits from access logs."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.figures.logs import count


class Command(BaseCommand):
    """Counts each line once: run it as often as you like, on growing, rotated and gzipped logs."""

    help = "Count visits by day, page, language and referring host from access logs in the combined format, plain or gzipped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the logs."""
        parser.add_argument("logs", nargs="+", type=Path, metavar="LOGFILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count one log after the other."""
        if settings.COUNT_VISITS:
            raise CommandError("Visits are counted at the server already; set COUNT_VISITS=0 to count them from logs, or each would count twice.")
        for path in options["logs"]:
            try:
                outcome = count(path)
            except (OSError, EOFError) as error:
                raise CommandError(f"{path} cannot be read: {error}") from error
            self.stdout.write(f"{path}: {outcome.lines} lines, {outcome.visits} visits, {outcome.unreadable} unreadable")
