import contextlib
import time
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import OperationalError, connections

# How long a migration may wait for a lock, in milliseconds: whatever asks for the same table waits behind it. How often it is
# tried, and the seconds between.
LOCK_TIMEOUT, TRIES, PAUSE = 2000, 20, 3.0
# What PostgreSQL calls a lock that was not to be had in time, and a deadlock.
NOT_TO_BE_HAD = ("55P03", "40P01")


class Command(migrate.Command):
    """Django's `migrate`, which lets a site that is in use go on: it waits for locks for moments only, and then tries again."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's, and how often to try."""
        super().add_arguments(parser)
        parser.add_argument(
            "--lock-tries", type=int, default=TRIES, help="how often a migration is tried that does not get its locks in 2 s (PostgreSQL)"
        )

    def handle(self, *app_label: Any, lock_tries: int = TRIES, **options: Any) -> None:
        """Migrate; each migration is a transaction, so what was done stays done between two tries."""
        for left in reversed(range(lock_tries)):
            try:
                with short_of_locks(options["database"]):
                    super().handle(*app_label, **options)
                return
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in NOT_TO_BE_HAD or not left:
                    raise
                self.stderr.write(f"A table is in use, the migration is tried again ({left} times more): {error}".strip())
                time.sleep(PAUSE)


@contextlib.contextmanager
def short_of_locks(alias: str) -> Iterator[None]:
    """Let the connection wait for locks for moments only, and afterwards as long as before. SQLite has one lock, and waits for it by itself."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_TIMEOUT}ms"])
    try:
        yield
    finally:
        with contextlib.suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])
