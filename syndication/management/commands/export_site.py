import logging
import sqlite3
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from syndication.static_site.making import BrokenError, OccupiedError, make


class Command(BaseCommand):
    """`manage.py export_site`: writes the public portal as files that any web server can serve."""

    help = "Write the whole public portal as files into a folder, or bring such a copy up to the last public change."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="The folder: an empty one, or one that this command made.")
        parser.add_argument("--again", action="store_true", help="Make it again although nothing changed.")

    def handle(self, *, out: Path, again: bool, **_options: Any) -> None:
        began = time.monotonic()
        # What is gone or leads nowhere is told below, once and in words.
        logging.getLogger("django.request").setLevel(logging.ERROR)
        try:
            done = make(out, again=again)
        except (OccupiedError, OSError, sqlite3.Error) as error:
            raise CommandError(str(error)) from error
        except BrokenError as error:
            raise CommandError(f"{error}: the copy that was there stays as it is. The log says more.") from error
        about = done.about
        if not done.files:
            self.stdout.write(f"{out}: nothing changed since the public change {about.sequence}.")
            return
        self.stdout.write(
            f"{out}: {done.files} files, {done.size / 1024**2:.1f} MB, up to the public change {about.sequence}; "
            f"{done.changed} new or changed, {done.removed} removed, {time.monotonic() - began:.0f} s."
        )
        if not about.settled:
            self.stdout.write("Something came due while it was made, each time: some pages are newer than that change. Run it again.")
        for what, told in (("leads nowhere", done.dead), ("has an address that no file can have", done.left_out)):
            for address in told.first:
                self.stdout.write(f"{address} {what}.")
            if told.count > len(told.first):
                self.stdout.write(f"… and {told.count - len(told.first)} more.")
