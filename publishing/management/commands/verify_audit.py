from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing import audit
from publishing.models import Audit


class Command(BaseCommand):
    """`manage.py verify_audit`: proves that the audit log has no gap."""

    help = "Compute the chain of the audit log anew, and name each act that was changed, taken out or put in. Ends with 1 if there is one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a hash that was noted down."""
        parser.add_argument(
            "--contains",
            metavar="HASH",
            help="a hash that this command printed before, kept elsewhere: whoever can write to the database could make the whole chain anew,"
            " but not so that this one stands in it",
        )

    def handle(self, *, contains: str | None, **_options: Any) -> None:
        """Say what is wrong, else how far the chain reaches."""
        broken = list(audit.broken_links())
        if contains and not Audit.objects.filter(hash=contains).exists():
            broken.append(f"no act has the hash {contains}: the log is another one than it was")
        for words in broken:
            self.stdout.write(words)
        if broken:
            raise CommandError(f"The audit log does not hold: {len(broken)} faults.", returncode=1)
        last = Audit.objects.order_by("pk").last()
        count = Audit.objects.count()
        self.stdout.write(f"{count} acts, no gap." + (f" The last is of {last.at.isoformat()}; note its hash: {last.hash}" if last else ""))
