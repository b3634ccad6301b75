import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django_tasks_db.models import DBTaskResult

from publishing import closing

# Seconds in which requests that had begun are done, and tasks; and between two looks.
REQUESTS, TASKS, LOOK_EVERY = 3.0, 60.0, 0.5


class Command(BaseCommand):
    """`manage.py read_only on|off|status`: closes the desk and holds the worker, while readers notice nothing."""

    help = "Close the desk and take nothing from readers, while all public pages go on; or open it again. On each machine of the site."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, and a word to those who meet the desk closed."""
        parser.add_argument("what", choices=["on", "off", "status"])
        parser.add_argument("why", nargs="?", default="", help="a word to editors, in their language: until when, and whom to ask")
        parser.add_argument("--wait", action="store_true", help="return once nothing that had begun is still writing")

    def handle(self, *, what: str, why: str, wait: bool, **_options: Any) -> None:
        """Do it, and say how things stand."""
        if what == "on":
            closing.close(why)
        elif what == "off":
            closing.reopen()
            if settings.READ_ONLY:
                raise CommandError("READ_ONLY is set in the environment: take it out, and start the site again.")
        if wait and what == "on":
            self.wait()
        self.stdout.write(f"Read only{': ' if closing.reason() else ''}{closing.reason()}" if closing.is_closed() else "Open.")

    def wait(self) -> None:
        """Wait for what had begun; CommandError if a task goes on."""
        until = time.monotonic() + TASKS
        time.sleep(REQUESTS)
        while DBTaskResult.objects.running().exists():
            if time.monotonic() > until:
                raise CommandError(f"Closed, but a task has been running for more than {TASKS:.0f} s and may still write.")
            time.sleep(LOOK_EVERY)
