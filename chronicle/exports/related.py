"""Rows of many events, and the records that they name, read once for all of them: the same people, offices and places come again and again."""

import uuid
from collections.abc import Iterable
from typing import Any

# What is named beside the rows themselves, by the column that names it.
FURTHER = {"post": ("office",), "tenure": ("actor", "post__office")}
# So many lie in memory.
MOST = 2000


class Untold:
    """What a row names several of, and no export tells."""

    def all(self) -> tuple[()]:
        """Return nothing."""
        return ()


UNTOLD = Untold()


class Row:
    """A row of an event with the columns of its model, and `None` for what it may name: a model would cost thrice as much to read."""

    def __init__(self, values: dict[str, Any]) -> None:  # Any: values of columns
        self.__dict__.update(values)


def light(rows: Any) -> list[Any]:  # Any: a queryset; rows with the attributes of its model
    """Return the rows of a queryset. One query."""
    meta = rows.model._meta
    columns = [field.attname for field in meta.concrete_fields]
    named = {field.name: None for field in meta.concrete_fields if field.is_relation}
    every = {"_meta": meta, **named, **dict.fromkeys((field.name for field in meta.many_to_many), UNTOLD)}
    return [Row({**every, **values, "pk": values[meta.pk.attname]}) for values in rows.values(*columns)]


class Related:
    """The records that were read for one export."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, uuid.UUID], Any] = {}

    def give(self, rows: Iterable[Any], *names: str) -> None:  # Any: rows of one kind
        """Give rows the records that they name in columns of these names. At most one query for each column."""
        rows = list(rows)
        if len(self.known) > MOST:
            self.known.clear()
        for name in names:
            self.give_one(rows, name)

    def give_one(self, rows: list[Any], name: str) -> None:
        """Give rows the records that they name in one column."""
        keys = {key for row in rows if (key := getattr(row, f"{name}_id")) is not None}
        if not keys:
            return
        model: Any = rows[0]._meta.get_field(name).related_model
        about = model._meta.label_lower
        if missing := [key for key in keys if (about, key) not in self.known]:
            read = model._base_manager.select_related(*FURTHER[name]) if name in FURTHER else model._base_manager
            self.known |= {(about, key): record for key, record in read.in_bulk(missing).items()}
        for row in rows:
            if (key := getattr(row, f"{name}_id")) is not None:
                # What went away meanwhile is named by nobody.
                setattr(row, name, self.known.get((about, key)))
