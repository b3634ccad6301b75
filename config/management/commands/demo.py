import fcntl
import hashlib
import shutil
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from config.catalogues import compile_catalogues
from config.demo.users import PASSWORD, ROLES
from config.supervisor import run_together


class Command(BaseCommand):
    """`make demo`: everything that must be there, then the web server and the worker until Ctrl-C."""

    help = "Set up the demo in DATA_DIR and serve it on BIND:PORT (127.0.0.1:8000)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="Throw away the demo's database and media first.")
        parser.add_argument("--no-serve", action="store_true", help="Set up only.")

    def handle(self, *, reset: bool, no_serve: bool, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This command makes accounts with known passwords: set DEMO=1, or use `make demo`.")
        lock = self.take_folder()
        if not no_serve:
            self.refuse_taken_port()
        if reset:
            self.forget()
        compile_catalogues()
        self.migrate()
        call_command("load_demo")
        self.collect_static()
        connections.close_all()
        if not no_serve:
            sys.exit(run_together(self.programs(), ready=self.answers, announce=self.announce))
        lock.close()

    def take_folder(self) -> IO[str]:
        """Keep a second demo out of the same folder for as long as the returned file is open."""
        lock = (settings.DATA_DIR / "demo.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(f"A demo runs in {settings.DATA_DIR} already: stop it first, or set another DATA_DIR.") from error
        return lock

    def refuse_taken_port(self) -> None:
        if self.answers():
            raise CommandError(f"Port {settings.PORT} is taken: stop what uses it, or choose another: make demo PORT=8001")

    def answers(self) -> bool:
        """Return whether something listens where the demo does."""
        with socket.socket(socket.AF_INET6 if ":" in settings.BIND else socket.AF_INET) as caller:
            caller.settimeout(0.5)
            return caller.connect_ex((settings.BIND, settings.PORT)) == 0

    def forget(self) -> None:
        """Delete the embedded database and the media, and nothing else that may lie in the folder."""
        database = settings.DATABASES["default"]
        if database["ENGINE"] != "django.db.backends.sqlite3":
            raise CommandError("RESET=1 empties the embedded database only; DATABASE_URL names another one, empty that yourself.")
        for ending in ("", "-wal", "-shm"):
            Path(f"{database['NAME']}{ending}").unlink(missing_ok=True)
        for folder in ("media", "originals"):
            shutil.rmtree(settings.DATA_DIR / folder, ignore_errors=True)

    def migrate(self) -> None:
        if is_too_old():
            raise CommandError(f"The demo in {settings.DATA_DIR} was made by a Matiane of before 23 November 2026: start over with RESET=1.")
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database ...")
            call_command("migrate", verbosity=0)

    def collect_static(self) -> None:
        """Gather static files where the server looks for them, unless none changed since the last time."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        now = hashlib.sha256("\n".join(static_files()).encode()).hexdigest()
        if stamp.exists() and stamp.read_text() == now:
            return
        self.stdout.write("Gathering static files ...")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)

    def programs(self) -> dict[str, list[str]]:
        address = ["--host", settings.BIND, "--port", str(settings.PORT)]
        # Few threads: each may open a database connection, and Python runs one at a time anyhow.
        size = ["--workers", "2", "--blocking-threads", "2"]
        server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning", *address, *size]
        return {
            "The web server": [*server, "config.wsgi:application"],
            "The worker": [sys.executable, "manage.py", "work"],
        }

    def announce(self) -> None:
        users = list(ROLES)
        self.stdout.write(
            f"\nMatiane is at {settings.SITE_URL}/ and its desk at {settings.SITE_URL}/admin/\n"
            f"Log in as {', '.join(users[:-1])} or {users[-1]}, password {PASSWORD}. Ctrl-C stops it.\n"
        )
        self.stdout.flush()


def is_too_old() -> bool:
    """Tell whether the database took only a part of the steps that were made one: Django cannot go on from there."""
    applied = MigrationRecorder(connection).applied_migrations().keys()
    replaced = (set(step.replaces) for step in MigrationLoader(None).disk_migrations.values() if step.replaces)
    return any(0 < len(steps & applied) < len(steps) for steps in replaced)


def static_files() -> Iterator[str]:
    """Yield a line for each static file, that changes when the file does."""
    for finder in get_finders():
        for path, storage in finder.list([]):
            status = Path(storage.path(path)).stat()
            yield f"{path} {status.st_size} {status.st_mtime_ns}"
