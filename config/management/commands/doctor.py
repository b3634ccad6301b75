from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import telling
from config.doctor.examining import findings
from config.doctor.findings import Finding, Grade

WORDS = {Grade.FINE: "ok  ", Grade.MIND: "mind", Grade.MEND: "MEND"}


class Command(BaseCommand):
    """`manage.py doctor`: looks at a deployment and says what to mend."""

    help = "Look at settings, disk, database, worker, mail, backups and the public address, and say what to mend. Ends with 1 if anything is to."
    # It says itself what is wrong.
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the wish for a mail."""
        parser.add_argument(
            "--mail", action="store_true", help="mail what is not fine to OPERATORS_EMAIL, and nothing if all is; for a timer, once a day"
        )

    def handle(self, *, mail: bool, **_options: Any) -> None:
        """Say each thing in a line, what is to be mended once more at the end."""
        found = []
        for each in findings():
            found.append(each)
            self.stdout.write(line(each))
        wrong = [each for each in found if each.grade is not Grade.FINE]
        if mail and wrong:
            tell(wrong)
        if to_mend := sum(each.grade is Grade.MEND for each in wrong):
            raise CommandError(f"{to_mend} to mend, {len(wrong) - to_mend} to mind.", returncode=1)
        self.stdout.write(self.style.SUCCESS(f"Nothing to mend, {len(wrong)} to mind." if wrong else "All is well."))


def line(finding: Finding) -> str:
    """Return a finding as a line."""
    return f"{WORDS[finding.grade]}  {finding.part}: {finding.words}"


def tell(wrong: list[Finding]) -> None:
    """Mail what is wrong, the worst first."""
    telling.mail("something is to mend", "\n\n".join(line(each) for each in sorted(wrong, key=lambda each: -each.grade)), "Health")
