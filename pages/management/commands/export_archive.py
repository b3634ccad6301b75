import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.leaving.writing import export


class Command(BaseCommand):
    """`manage.py export_archive`: writes everything the site holds into one archive."""

    help = "Write everything the site holds, drafts and history included, into one archive, which import_site reads back into an empty site."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", type=Path, metavar="TARGET.zip", help="The file to write; there must be none of this name yet.")

    def handle(self, *, target: Path, **_options: Any) -> None:
        if target.exists():
            raise CommandError(f"{target}: there is such a file already.")
        if not target.parent.is_dir():
            raise CommandError(f"{target.parent}: there is no such folder.")
        began = time.monotonic()
        try:
            manifest = export(target)
        except OSError as error:
            raise CommandError(str(error)) from error
        rows = sum(part["rows"] for part in manifest["parts"])
        size = target.stat().st_size / 1024**2
        self.stdout.write(f"{target}: {rows} rows, {len(manifest['media'])} files, {size:.1f} MB, {time.monotonic() - began:.0f} s.")
        for name in manifest["missing"]:
            self.stdout.write(f"The file {name} is missing from the storage; the archive goes without it.")
        self.stdout.write("It holds drafts, history and names: keep it as you keep the site's backups.")
