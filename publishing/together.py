"""What several kinds of rows have in common, read together: which of them there are, and their many-to-many choices.

Of the choices, one query for each kind of thing that they name.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Value, prefetch_related_objects

from publishing.picks import PickMany, PickOne, Picks
from publishing.state import Schema

# Of so many kinds of rows it is asked first which there are: most records have few of them.
MANY = 5


def filled(record: models.Model, kinds: Mapping[str, Any]) -> Collection[str]:  # Any: the foreign key of a kind of rows to the record
    """Return those prefixes of which a stored record may have rows, of {prefix: foreign key}. One query, none for a few kinds."""
    if len(kinds) < MANY:
        return kinds
    there = [Exists(key.model._base_manager.filter(**{key.name: OuterRef("pk")})) for key in kinds.values()]
    found = type(record)._base_manager.filter(pk=record.pk).values_list(*there).first()
    return [prefix for prefix, is_there in zip(kinds, found or (), strict=False) if is_there]


def fill(rows: Mapping[str, Sequence[models.Model]], names: Mapping[str, Sequence[str]]) -> None:
    """Let rows, by kind, know what their many-to-many fields of these names hold. The things come in no order."""
    wanted: dict[type[models.Model], list[tuple[Any, Sequence[models.Model]]]] = defaultdict(list)
    for prefix, several in names.items():
        for name in several if rows.get(prefix) else ():
            field: Any = type(rows[prefix][0])._meta.get_field(name)
            wanted[field.related_model].append((field, rows[prefix]))
    for target, fields in wanted.items():
        if len(fields) == 1:
            ((field, owners),) = fields
            prefetch_related_objects(list(owners), field.name)
        else:
            fill_from(target, fields)


def fill_from(target: type[models.Model], fields: Sequence[tuple[Any, Sequence[models.Model]]]) -> None:
    """Let rows know which of one kind of thing they name by several fields."""
    first, *others = [named(number, field, owners) for number, (field, owners) in enumerate(fields)]
    names = columns(target)
    known: dict[Any, models.Model] = {}
    held: dict[tuple[int, Any], list[models.Model]] = defaultdict(list)
    for number, owner, key, *values in first.union(*others, all=True):
        if key not in known:
            known[key] = target.from_db(first.db, names, [key, *values])
        held[number, owner].append(known[key])
    for number, (field, owners) in enumerate(fields):
        for owner in owners:
            lend(owner, field.name, held.get((number, owner.pk), []))


def columns(target: type[models.Model]) -> list[str]:
    """Return the columns of a kind of thing, its key in front."""
    key = target._meta.pk.attname
    return [key, *(each.attname for each in target._meta.concrete_fields if each.attname != key)]


def named(number: int, field: Any, owners: Sequence[models.Model]) -> models.QuerySet[Any, Any]:
    """Return (number, key of the row, the columns of what it names) for all that rows name by a field."""
    owner, thing = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = field.remote_field.through._base_manager.filter(**{f"{owner}__in": owners}).order_by()
    values = [f"{thing}__{name}" for name in columns(field.related_model)]
    return rows.annotate(of=Value(number, models.IntegerField())).values_list("of", f"{owner}_id", *values)


def lend(owner: models.Model, name: str, things: list[models.Model]) -> None:
    """Let a row hold things as `prefetch_related` leaves them."""
    found = getattr(owner, name).get_queryset()
    found._result_cache, found._prefetch_done = things, True
    owner.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


def know(picks: Picks, schema: Schema, rows: Mapping[str, Sequence[models.Model]]) -> None:
    """Remember the choices that a record (under "") and its rows have brought along; what they have not brought is left to a look-up."""
    for prefix, part in schema.items():
        for name, field in part.fields.items():
            if isinstance(field, PickOne | PickMany) and name in {each.name for each in part.model._meta.get_fields()} and rows.get(prefix):
                picks.know(field, [thing for row in rows[prefix] for thing in brought(row, name, is_many=isinstance(field, PickMany))])


def brought(row: models.Model, name: str, *, is_many: bool) -> list[Any]:
    """Return what a row names by a field, as far as it was read with the row."""
    if is_many:
        return list(getattr(row, "_prefetched_objects_cache", {}).get(name, ()))
    if hasattr(row._meta.get_field(name), "is_cached") and row._meta.get_field(name).is_cached(row):
        return [thing for thing in [getattr(row, name)] if thing is not None]
    return []
