"""Queries built once per process: what readers ask differs in a few values only, and building a query costs more than answering it."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, connection
from django.db.models import Expression, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from publishing import reading

# Values of several types, as the database has them and as models want them.
Row = tuple[Any, ...]
Found = TypeVar("Found")
# A moment as SQLite has it.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:")


class Given(Expression):
    """Stands in a prepared query for a value, or for `many` values behind `__in`, that is given each time the query is asked."""

    def __init__(self, name: str, output_field: Any, *, many: int = 1) -> None:  # Any: a field, as models name it
        super().__init__(output_field=output_field)
        self.name, self.many = name, many

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:  # Any: a database wrapper; this expression itself
        """Return placeholders, and this expression where the values will stand."""
        del compiler, connection
        return ", ".join(["%s"] * self.many), [self]

    def values(self, given: dict[str, Any], connection: Any) -> list[Any]:
        """Return the given value or values as the database takes them."""
        value = given[self.name]
        several = value if isinstance(value, list) else [value]
        if len(several) != self.many:
            raise ValueError(f"{self.name}: {self.many} values are asked for, {len(several)} given.")
        return [self.output_field.get_db_prep_value(each, connection, prepared=False) for each in several]


class Prepared:
    """A query whose text stays while the values of its `Given` expressions change.

    Everything else in it is a constant for as long as the process lives; so build it by a function under `lru_cache`, of
    arguments that decide its shape, and never with a moment in it: that would stand still.
    """

    def __init__(self, rows: QuerySet) -> None:
        query = rows.query
        compiler = query.get_compiler(rows.db)
        self.sql, self.parameters = compiler.as_sql()
        if any(isinstance(value, dt.datetime) or (isinstance(value, str) and MOMENT.match(value)) for value in self.parameters):
            raise ValueError("A moment in a prepared query would stand still: let it be given.")
        self.names = list(query.selected or [])
        self.made_of, self.select = compiler.klass_info, compiler.select
        self.annotations = dict(compiler.annotation_col_map or {})
        columns = [column for column, *_sql in compiler.select[: compiler.col_count]]
        known = compiler.get_converters(columns)
        self.converters = [(place, convert, column) for place, (several, column) in known.items() for convert in several]

    def tuples(self, **given: Any) -> list[Row]:  # Any: values of the types of the `Given` expressions
        """Ask, and return the rows as tuples, as `.values_list()` does."""
        connection = reading.connection()
        values: list[Any] = []
        for value in self.parameters:
            values += value.values(given, connection) if isinstance(value, Given) else [value]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchall()
        return [self.converted(row, connection) for row in found] if self.converters else found

    def converted(self, row: Row, connection: Any) -> Row:
        """Return a row with values of Python's types, where the database has none of its own for them."""
        values = list(row)
        for place, convert, column in self.converters:
            values[place] = convert(values[place], column, connection)
        return tuple(values)

    def rows(self, **given: Any) -> list[dict[str, Any]]:
        """Ask, and return the rows by name, as `.values()` does."""
        return [dict(zip(self.names, row, strict=True)) for row in self.tuples(**given)]

    def records(self, **given: Any) -> list[Any]:
        """Ask a query of whole rows, and return them as models, with what `select_related` and `annotate` name."""
        fields = self.made_of["select_fields"]
        names = [self.select[place][0].target.attname for place in fields]
        alias = reading.asked()
        others = get_related_populators(self.made_of, self.select, alias)  # type: ignore[call-arg]  # the stubs know a later Django
        found = []
        for row in self.tuples(**given):
            record = self.made_of["model"].from_db(alias, names, row[fields[0] : fields[-1] + 1])
            for other in others:
                other.populate(row, record)
            for name, place in self.annotations.items():
                setattr(record, name, row[place])
            found.append(record)
        return found


def first_query(ask: Callable[[], Found]) -> Found:
    """Make the first query of a request: once more, on a new connection, if the database hung up since the request before.

    That is the connection's health check; Django's own (`CONN_HEALTH_CHECKS`) is a query for itself before the first one.
    """
    # Any: the stubs do not know what Django remembers of a connection's health.
    this: Any = connection
    if not this.health_check_enabled or this.connection is None or this.in_atomic_block:
        return ask()
    this.health_check_done = True
    try:
        return ask()
    except (OperationalError, InterfaceError):
        connection.close()
        return ask()
