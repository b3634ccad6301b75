"""Rows in bulk for archives of any size: by COPY on PostgreSQL, which costs a fraction of INSERT, and on as many cores as there are."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from django.db import connection, connections, models

from publishing.fields.text import Readable

BATCH = 2000
# Of fewer rows it is not worth while to start processes, or to leave indexes away.
MANY = 20_000
PLAIN = (models.UUIDField, models.BooleanField, models.IntegerField, models.CharField, models.TextField, models.DateField, models.ForeignKey)


def store(model: type[Any], rows: Sequence[Any]) -> None:
    """Write rows of a model as `bulk_create` does."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    number(model, rows)
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    plain, others = [field for field in fields if is_plain(field)], [field for field in fields if not is_plain(field)]
    quoted, database = connection.ops.quote_name, connections[connection.alias]
    columns = ", ".join(quoted(field.column) for field in [*plain, *others])
    take = attrgetter(*(field.attname for field in plain))
    with connection.cursor() as cursor, cursor.copy(f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([*take(row), *(field.get_db_prep_save(field.pre_save(row, add=True), database) for field in others)])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def is_plain(field: Any) -> bool:  # Any: a field of any type
    """Tell whether the database takes the values of a field as they stand in a record. What is written here has only readable letters."""
    is_stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return isinstance(field, Readable) or (isinstance(field, PLAIN) and type(field).__module__.startswith("django.") and not is_stamped)


def number(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Give rows the keys that the database would number them by."""
    key: Any = model._meta.pk
    if not isinstance(key, models.AutoField) and not isinstance(key, models.BigAutoField):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(model._meta.db_table), key.column, len(rows)],
        )
        for row, (value,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = value


def each(work: Callable[[Any], object], parts: Sequence[Any], size: int) -> Iterator[int]:
    """Do some work with each part, in their order, in several processes where there are many rows; yield how many parts are done.

    On SQLite, which has one writer, and inside a transaction, whose rows others would not see, in this process.
    """
    if size < MANY or connection.vendor != "postgresql" or connection.in_atomic_block:
        for done, part in enumerate(parts, start=1):
            work(part)
            yield done
        return
    connections.close_all()
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork"), begin) as pool:
        for done, _nothing in enumerate(pool.map(work, parts), start=1):
            yield done


def begin() -> None:
    """Begin a process: it waits for no disk, and sorts indexes in memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")


@contextmanager
def without_indexes(tables: Sequence[type[models.Model]], size: int) -> Iterator[None]:
    """Leave away the indexes of tables that make nothing unique, on PostgreSQL and for many rows; make them at the end, the biggest first."""
    found = indexes([model._meta.db_table for model in tables]) if size >= MANY and connection.vendor == "postgresql" else {}
    if connection.in_atomic_block:
        found = {}
    with connection.cursor() as cursor:
        for name in found:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        for _done in each(execute, sorted(found.values(), key=lambda made: " gin " not in made), size):
            pass


def indexes(tables: Sequence[str]) -> dict[str, str]:
    """Return {name: statement that makes it} of the indexes of tables that make nothing unique."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indexrelid"
            " WHERE indrelid = ANY (%s::regclass[]) AND NOT indisunique ORDER BY relname",
            [[connection.ops.quote_name(table) for table in tables]],
        )
        return dict(cursor.fetchall())


def execute(statement: str) -> None:
    """Execute a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
