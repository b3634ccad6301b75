import json
import time
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from pages.leaving.runs import run_of
from pages.models import ImportRun
from pages.moving.items import SourceError
from pages.moving.lines import as_json


class Command(BaseCommand):
    """`manage.py import_site`: brings the content of another site, or says what it would bring."""

    help = "Bring the content of another site, or read an archive of export_archive back. Says what it would do, unless --run is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="A WordPress export, saved pages, a table, an archive of export_archive.")
        parser.add_argument("--mapping", type=Path, help="A YAML file that says what the source calls things.")
        parser.add_argument("--media", type=Path, help="A folder with the files of the old site, such as wp-content/uploads.")
        parser.add_argument("--fetch", action="store_true", help="Fetch pictures that are nowhere else from the old site (public addresses only).")
        parser.add_argument("--by", default="", metavar="USERNAME", help="The account that does it; a superuser by default.")
        parser.add_argument("--report", type=Path, metavar="FILE", help="Where the report is written as JSON.")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--dry-run", action="store_true", help="Only say what would be made, changed and skipped (the default).")
        mode.add_argument("--run", action="store_true", help="Do it. A run that was broken off is gone on with.")

    def handle(self, *, source: Path, mapping: Path | None, media: Path | None, report: Path | None, **options: Any) -> None:
        user = self.account(options["by"])
        if media and not media.is_dir():
            raise CommandError(f"{media}: there is no such folder.")
        row = ImportRun.objects.create(
            source=str(source.resolve()),
            mapping=str(mapping.resolve()) if mapping else "",
            media=str(media.resolve()) if media else "",
            fetch=options["fetch"],
            dry=not options["run"],
            state=ImportRun.State.RUNNING,
            by=user,
        )
        try:
            run = run_of(row, by=user)
            run.go(self.tell(time.monotonic()))
        except SourceError as error:
            row.refuse(as_json(error.line))
            raise CommandError(str(error)) from error
        with override("en"):
            if report:
                report.write_text(json.dumps(run.report.in_words(), ensure_ascii=False, indent=2), encoding="utf-8")
            self.stdout.write(run.report.as_text())
        if row.dry:
            self.stdout.write("Nothing was written. Add --run to do it.")

    def account(self, name: str) -> User:
        """Return the account that does it."""
        users = User.objects.filter(is_active=True)
        user = users.filter(username=name).first() if name else users.filter(is_superuser=True).order_by("pk").first()
        if user is None:
            raise CommandError(f"There is no active account “{name}”." if name else "Make an account with “manage.py createsuperuser” first.")
        return user

    def tell(self, began: float) -> Any:
        """Return what prints how far a run came."""

        def tell(done: int, total: int) -> None:
            if self.stderr.isatty() or done == total or done % 1000 == 0:
                self.stderr.write(f"{done} of {total} items, {time.monotonic() - began:.0f} s")

        return tell
