"""An act in a process of its own that is killed (kill -9) before one of its database statements, or beside one of its commits."""

import os
import re
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, connections, models

# Rows that say who is here and what is looked at; not content.
FLEETING = {"presence"}
APPS = ("publishing", "library", "news", "desk_type")
# What differs between two runs of one act: new keys, moments, seals.
VOLATILE = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}|datetime\.datetime\([^)]*\)|\d{4}-\d\d-\d\d[ T]\d\d:\d\d[:.+\d]*")
VOLATILE_NAMES = {"short_id"}

Rows = dict[str, list[str]]


def stored() -> Rows:
    """Return every row of the site, by table."""
    return {model._meta.label: sorted(map(repr, model._default_manager.values_list())) for model in kept_models()}


def shape() -> Rows:
    """Return every row of the site without what differs between two runs of one act."""
    return {
        model._meta.label: sorted(VOLATILE.sub("…", repr(row)) for row in model._default_manager.values_list(*stable_columns(model)))
        for model in kept_models()
    }


def kept_models() -> list[type[models.Model]]:
    """Return the models of the site."""
    return [model for label in APPS for model in apps.get_app_config(label).get_models() if model._meta.model_name not in FLEETING]


def stable_columns(model: type[models.Model]) -> list[str]:
    """Return the columns whose values do not come from a counter of the database, or from chance alone."""
    return [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.AutoField) and field.attname not in VOLATILE_NAMES]


class Snapshot:
    """The database as it is now, to begin from again."""

    def __init__(self) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.kept = f"{self.name}_kept"
        self.copy(self.name, self.kept)

    def restore(self) -> None:
        """Let the database be as it was."""
        self.copy(self.kept, self.name)

    def forget(self) -> None:
        """Free what it takes."""
        if connection.vendor == "postgresql":
            self.tell(f'DROP DATABASE IF EXISTS "{self.kept}" WITH (FORCE)')

    def copy(self, source: str, target: str) -> None:
        """Put one database in the place of another."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connections.close_all()
            for rest in ("-wal", "-shm"):
                Path(target + rest).unlink(missing_ok=True)
            shutil.copyfile(source, target)
            return
        self.tell(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)', f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def tell(self, *statements: str) -> None:
        """Speak to the server from outside the database; what a killed process left there is sent away first."""
        connections.close_all()
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE %s", [f"{self.name}%"])
            for statement in statements:
                cursor.execute(statement)


class Death:
    """Counts the places at which a process may be killed, and kills it at one of them."""

    def __init__(self, point: int | None) -> None:
        self.point = point
        self.count = 0

    def pass_by(self) -> None:
        """Count; die here if it is time."""
        self.count += 1
        if self.count == self.point:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Stand before a statement."""
        self.pass_by()
        return execute(*args)

    def commit(self, commit: Callable[[], None]) -> None:
        """Stand before and after a commit."""
        self.pass_by()
        commit()
        self.pass_by()


def run(act: Callable[[], Any], point: int | None = None) -> int | None:
    """Do the act in a process of its own, killed at its `point`th place; return how many places it passed, None if it was killed."""
    connections.close_all()
    here = connections["default"]
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        # Where a browser's event loop runs, connections are kept by its context, which a child does not inherit.
        connections["default"] = here
        live(act, Death(point), writer)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as answers:
        said = answers.read()
    _child, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert (os.WTERMSIG(status), point is not None) == (signal.SIGKILL, True)
        return None
    assert os.WEXITSTATUS(status) == 0, said
    return int(said)


def live(act: Callable[[], Any], death: Death, writer: int) -> None:
    """Do the act and end the process, with the number of places passed or what went wrong."""
    try:
        connection.ensure_connection()
        commit = connection._commit
        connection._commit = lambda: death.commit(commit)
        with connection.execute_wrapper(death.statement):
            act()
        os.write(writer, str(death.count).encode())
        connections.close_all()
    except BaseException:  # the parent says it
        os.write(writer, traceback.format_exc().encode())
        os._exit(1)
    finally:
        sys.stdout.flush()
    os._exit(0)
