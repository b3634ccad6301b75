"""Look for texts that are one story in two languages, for editors to confirm."""

from typing import Any

from django.core.management.base import BaseCommand

from pages.pairs.finding import propose


class Command(BaseCommand):
    """Propose language pairs."""

    help = "Looks for texts that may be translations of each other; the desk lists them under Language pairs. Nothing is joined."

    def handle(self, *args: Any, **options: Any) -> None:
        """Look, and say how many were found."""
        self.stdout.write(f"{propose()} pairs proposed.")
