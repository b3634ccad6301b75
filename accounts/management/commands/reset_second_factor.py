from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from accounts import factors


class Command(BaseCommand):
    """`manage.py reset_second_factor USER`: for whoever lost phone, keys and recovery codes."""

    help = "End all sessions of a user and forget the second factor: a new one is set up at the next log-in. It goes into the audit log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the name."""
        parser.add_argument("user", help="the user name")

    def handle(self, *, user: str, **_options: Any) -> None:
        """Reset it."""
        account = User.objects.filter(username=user).first()
        if account is None:
            raise CommandError(f"No account is called “{user}”.")
        ended = factors.reset(account, by=None)
        self.stdout.write(f"{user} sets up a new second factor at the next log-in; {ended} sessions ended. The pass phrase is as it was.")
