import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from publishing.work import work_until


class Command(BaseCommand):
    """The one process beside the web server."""

    help = "Run queued tasks and announce scheduled records, until told to stop (SIGTERM or Ctrl-C)."
    # A database that is not there yet is waited for, so nothing may ask it before.
    requires_migrations_checks = False

    def handle(self, **_options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        work_until(stop)
