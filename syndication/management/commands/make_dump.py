import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from syndication.dumps.making import OccupiedError, folder, make


class Command(BaseCommand):
    """`manage.py make_dump`: writes everything public into files that partners download."""

    help = "Write everything public as lines of JSON and as tables, to be handed out under /data/. `work` does so by itself."

    def handle(self, **_options: Any) -> None:
        began = time.monotonic()
        try:
            manifest = make()
        except (OccupiedError, OSError) as error:
            raise CommandError(str(error)) from error
        size = sum(file["bytes"] for file in manifest["files"]) / 1024**2
        number = sum(file.get("objects", 0) for file in manifest["files"] if file["name"].endswith(".jsonl.gz"))
        self.stdout.write(
            f"{folder()}: {number} objects, {size:.1f} MB, as of the public change {manifest['sequence']}; {time.monotonic() - began:.0f} s."
        )
