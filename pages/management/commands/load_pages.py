"""Give a site the pages that every site needs, as drafts."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from pages.shipped import ShippedError, load


class Command(BaseCommand):
    """Makes drafts of the shipped pages that this site never had; publishes nothing."""

    help = "Make drafts of the shipped pages (About, Privacy and others) for editors to go through. Run again, it adds only what is new in the files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read where the files are and whose drafts they become."""
        parser.add_argument("--fixtures", type=Path, default=settings.BASE_DIR / "fixtures" / "pages", help="folder of the files")
        parser.add_argument("--by", metavar="ACCOUNT", help="the account whose drafts they become; an administrator’s if not given")

    def handle(self, *, fixtures: Path, by: str | None, **_options: Any) -> None:
        """Load, and say what is new."""
        try:
            made = [key for key, _page in load(fixtures, by=account(by))]
        except ShippedError as error:
            raise CommandError(str(error)) from error
        if made:
            self.stdout.write(f"Made {len(made)} drafts: {', '.join(made)}. Go through them at /admin/pages/page/ and publish what holds.")
        else:
            self.stdout.write("Nothing new: this site has, or had, every page in the files.")


def account(name: str | None) -> User:
    """Return the account of that name, by default the first active superuser; CommandError if there is none."""
    found = User.objects.filter(is_active=True)
    found = found.filter(username=name) if name else found.filter(is_superuser=True)
    user = found.order_by("pk").first()
    if user is None:
        raise CommandError(f"There is no active account “{name}”." if name else "Make an account with “manage.py createsuperuser” first.")
    return user
