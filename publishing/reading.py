"""Which database is read: the primary, but for a public page that is read from the replica (`publishing/replicas.py`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

_reading: ContextVar[str] = ContextVar("reading", default=DEFAULT_DB_ALIAS)


class Router:
    """Django's question which database to ask: all is read and written on the primary but for what is read inside `reading_from`."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:  # Any: as in Django
        """Return where rows are read."""
        del model, hints
        return asked()

    def db_for_write(self, model: type[Model], **hints: Any) -> str:  # Any: as in Django
        """Return where rows are written."""
        del model, hints
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:  # Any: as in Django
        """Let rows know each other wherever they were read: they are rows of one database."""
        del one, other, hints
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # Any: as in Django
        """Let tables be made on the primary, which the replica follows."""
        del app_label, hints
        return db == DEFAULT_DB_ALIAS


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Read from one database inside the block."""
    token = _reading.set(alias)
    try:
        yield
    finally:
        _reading.reset(token)


def asked() -> str:
    """Return the name of the database that is read from now."""
    return _reading.get()


def connection() -> BaseDatabaseWrapper:
    """Return the connection on which SQL of our own reads."""
    found: BaseDatabaseWrapper = connections[asked()]
    return found
