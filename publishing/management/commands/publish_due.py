from typing import Any

from django.core.management.base import BaseCommand

from publishing.work import settle


class Command(BaseCommand):
    """For installations that run a timer instead of `work`."""

    help = "Announce scheduled records and take scheduled steps whose moment has come. `work` does this by itself."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"{settle()} due.")
