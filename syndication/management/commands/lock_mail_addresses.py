from typing import Any

from django.core.management.base import BaseCommand, CommandError

from syndication.digests import secrecy


class Command(BaseCommand):
    """`manage.py lock_mail_addresses`: locks the addresses of readers with the first key of MAIL_KEYS."""

    help = "Lock the addresses of all readers anew with the first key of MAIL_KEYS, after which the keys behind it may go."

    def handle(self, **_options: Any) -> None:
        done, unreadable = secrecy.lock_anew()
        self.stdout.write(f"{done} addresses are locked with the first key.")
        if unreadable:
            raise CommandError(f"{unreadable} addresses are opened by no key: they stay as they are. Put the key behind the others in MAIL_KEYS.")
