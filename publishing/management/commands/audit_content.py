from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from publishing import audit, content_audit, signed_content
from publishing.desk import desk_of
from publishing.refusals import TransitionError
from publishing.signatures import public_key

# So much of a value is shown.
SHOWN = 60


class Command(BaseCommand):
    """`manage.py audit_content`: what was changed in the database by anything but the application."""

    help = (
        "Show every public record that is not as it was published; exit with 1 if there is any. --restore puts it back, --sign signs what is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        parser.add_argument("--restore", metavar="USERNAME", default="", help="put back what was changed, as an act of this user")
        parser.add_argument("--sign", action="store_true", help="if nothing was changed, sign the list of what is published, for the next time")
        parser.add_argument("--list", type=Path, metavar="FOLDER", help="compare with the signed list in this folder instead of that in DATA_DIR")
        parser.add_argument("--key", action="store_true", help="print the public key of this site and end")

    def handle(self, *, restore: str, sign: bool, list: Path | None, key: bool, **_options: Any) -> None:
        """Look, then do what was asked."""
        if key:
            self.stdout.write(public_key())
            return
        try:
            signed = signed_content.read(list)
        except signed_content.ForgedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Compared with the list signed at {signed.about['made_at']}." if signed else "There is no signed list to compare with.")
        broken = [*audit.broken_links()]
        for words in broken:
            self.stdout.write(f"audit log: {words}")
        left = self.look(signed, restore)
        if left or broken:
            raise CommandError(f"{left} records are not as they were published, and {len(broken)} entries of the audit log.", returncode=1)
        if sign:
            self.stdout.write(f"Signed: {len(signed_content.make().digests)} records.")

    def look(self, signed: signed_content.Signed | None, restore: str) -> int:
        """Show what was changed, and put it back if asked; return how many records are left as they should not be."""
        by = get_user_model().objects.filter(username=restore, is_active=True).first() if restore else None
        if restore and by is None:
            raise CommandError(f"There is no user called {restore}.")
        left = restored = 0
        for found in content_audit.altered(signed):
            self.show(found)
            try:
                if by is None:
                    left += 1
                else:
                    content_audit.put_back(found, by=by)
                    restored += 1
            except TransitionError as error:
                self.stdout.write(f"  not put back: {error}")
                left += 1
        self.stdout.write(
            f"{restored} records were put back." if restored else "Everything else is as it was published." if left else "All is as published."
        )
        return left

    def show(self, found: content_audit.Altered) -> None:
        """Print one record with what differs."""
        self.stdout.write(f"{found.kind} {found.record.pk} “{found.record}”{f': {found.lost}' if found.lost else ''}")
        if found.state:
            self.stdout.write(f"  state: {found.record.state}, its last step was to {found.state}")
        desk = desk_of(found.record)
        for key, (was, now) in found.values.items():
            self.stdout.write(f"  {desk.label(key, found.published)}: {now!s:.{SHOWN}} (published: {was!s:.{SHOWN}})")
