"""What a database held, to be put back: emptying and filling 150 tables through Django costs more than most tests do."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from django.db import connection, transaction
from django.test import TransactionTestCase

# Returns the database to what it held.
PutBack = Callable[[], None]


def take(name: str) -> PutBack:
    """Return a function that lets the database hold what it holds now, and nothing else; a name belongs to one moment."""
    return take_in_memory() if connection.vendor == "sqlite" else take_in_schema(name)


def take_in_memory() -> PutBack:
    """The whole of an embedded database, as pages of a file."""
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.connection.backup(copy)

    def put_back() -> None:
        connection.ensure_connection()
        # A test that failed may have left a transaction open, for which this would wait.
        connection.connection.rollback()
        copy.backup(connection.connection)

    return put_back


def take_in_schema(name: str) -> PutBack:
    """A copy of each table that has rows, in a schema that no search path names."""
    with closing(connection.cursor()) as cursor, transaction.atomic():
        tables = dict(columns(cursor))
        kept = filled(cursor, list(tables))
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}")
        for table in kept:
            cursor.execute(f'CREATE TABLE {name}."{table}" AS SELECT {tables[table]} FROM "{table}"')

    def put_back() -> None:
        # References are looked at when the transaction ends, so the order is free.
        with transaction.atomic(), closing(connection.cursor()) as cursor:
            for table in {*kept, *filled(cursor, list(tables))}:
                if table not in kept:
                    cursor.execute(f'DELETE FROM "{table}"')
                elif differ(cursor, f'"{table}"', f'{name}."{table}"', tables[table]):
                    cursor.execute(f'DELETE FROM "{table}"; INSERT INTO "{table}" ({tables[table]}) SELECT {tables[table]} FROM {name}."{table}"')

    return put_back


def columns(cursor: Any) -> Iterator[tuple[str, str]]:
    """Yield each table of the site with its columns, but for those that the database computes."""
    cursor.execute(
        "SELECT table_name, string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FROM information_schema.columns"
        " JOIN information_schema.tables USING (table_schema, table_name)"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER' GROUP BY table_name"
    )
    yield from cursor.fetchall()


def filled(cursor: Any, tables: list[str]) -> set[str]:
    """Return those of the tables that have a row."""
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables))
    return {table for (table,) in cursor.fetchall()}


def differ(cursor: Any, one: str, other: str, names: str) -> bool:
    """Say whether two tables hold different rows."""
    first, second = (f"SELECT ROW({names})::text FROM {table}" for table in (one, other))
    cursor.execute(f"SELECT EXISTS ({first} EXCEPT {second}) OR EXISTS ({second} EXCEPT {first})")
    return cursor.fetchone()[0]


def put_back_after_tests_that_commit(put_back: PutBack) -> None:
    """Let the end of such a test return to a moment, where Django would empty every table and write its permissions anew."""
    TransactionTestCase._fixture_teardown = lambda _self: put_back()
