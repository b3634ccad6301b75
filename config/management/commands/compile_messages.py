from typing import Any

from django.core.management.base import BaseCommand

from config.catalogues import compile_catalogues


class Command(BaseCommand):
    """Django's `compilemessages` without GNU gettext."""

    help = "Compile the message catalogues that changed."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        for path in compile_catalogues():
            self.stdout.write(f"Compiled {path.relative_to(path.parents[3])}.")
