"""What points to a row of the database, found by the relations of its model: counted, shown, or pointed to another row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet


@dataclass(frozen=True)
class Pointer:
    """A column by which rows of a model point to rows of another."""

    model: type[models.Model]
    column: models.ForeignKey

    def to(self, *keys: object) -> QuerySet:
        """Return the rows that point to one of these."""
        return self.model._base_manager.filter(**{f"{self.column.attname}__in": keys})

    @property
    def is_on_itself(self) -> bool:
        """Whether rows of the model point to rows of the same."""
        return issubclass(self.model, self.column.related_model)

    @property
    def protects(self) -> bool:
        """Whether what is pointed to cannot be deleted."""
        return self.column.remote_field.on_delete in (models.PROTECT, models.RESTRICT)


def pointers(model: type[models.Model]) -> Iterator[Pointer]:
    """Yield all columns that point to rows of a model, those of many-to-many tables too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one):
            column = relation.field
            if isinstance(column, models.ForeignKey) and not column.model._meta.abstract and column.model._meta.managed:
                yield Pointer(column.model, column)


def point(model: type[models.Model], old: object, new: object) -> None:
    """Let all that points to one row point to another. A few statements for each kind of rows, however many there are.

    Where a row may be there only once, that of the other stays. A row that would point to itself points to what the old one pointed to.
    """
    for pointer in pointers(model):
        rows, name = pointer.to(old), pointer.column.attname
        for constraint in constraints_on(pointer):
            drop(rows.filter(Exists(same(pointer, constraint, new))))
        if pointer.is_on_itself:
            above = pointer.model._base_manager.filter(pk=old).values_list(name, flat=True).first()
            rows.filter(pk=new).update(**{name: None if above == new else above})
        rows.update(**{name: new})


def constraints_on(pointer: Pointer) -> Iterator[list[str]]:
    """Yield the other columns of each unique constraint that the pointing column is part of."""
    meta = pointer.model._meta
    together = [list(names) for names in meta.unique_together]
    if pointer.column.unique:
        yield []
    for names in [*together, *([str(name) for name in each.fields] for each in meta.total_unique_constraints)]:
        if pointer.column.name in names:
            yield [name for name in names if name != pointer.column.name]


def same(pointer: Pointer, names: list[str], new: object) -> QuerySet:
    """Return the rows that point to the new one already and agree with an outer row in these columns."""
    return pointer.to(new).filter(**{name: OuterRef(name) for name in names})


def drop(rows: QuerySet) -> None:
    """Delete rows that would stand twice."""
    keys = list(rows.values_list("pk", flat=True))
    if keys:
        rows.model._base_manager.filter(pk__in=keys).delete()


@dataclass(frozen=True)
class Once:
    """Rows of which one owner has at most one for each thing that they name: an article mentions somebody once."""

    model: type[models.Model]
    owner: str
    # What makes two rows the same: they name the same thing in the same manner.
    names: tuple[str, ...]

    def unite(self, old: models.Model, new: models.Model) -> None:
        """Let an owner whose rows name both things keep the first of them, with what only the other said. Before `point`."""
        for column in (name for name in self.names if self.is_to(name, type(old))):
            both = [self.model._base_manager.filter(**{f"{column}_id": each.pk}).values(self.owner) for each in (old, new)]
            rows = self.model._base_manager.filter(Q(**{f"{column}_id__in": [old.pk, new.pk]}))
            found: dict[tuple[object, ...], models.Model] = {}
            filled, gone = {}, []
            for row in rows.filter(*(Q(**{f"{self.owner}__in": each}) for each in both)).order_by(self.owner, "position", "pk"):
                others = [getattr(row, self.model._meta.get_field(name).attname) for name in self.names if name != column]
                key = (getattr(row, f"{self.owner}_id"), *others)
                if key in found:
                    fill(found[key], row)
                    filled[found[key].pk] = found[key]
                    gone.append(row.pk)
                found.setdefault(key, row)
            self.model._base_manager.filter(pk__in=gone).delete()
            self.model._base_manager.bulk_update(filled.values(), [column.name for column in texts(self.model)], batch_size=200)

    def is_to(self, name: str, model: type[models.Model]) -> bool:
        """Tell whether a column points to rows of a model."""
        return self.model._meta.get_field(name).related_model is model


def texts(model: type[models.Model]) -> list[models.Field]:
    """Return the columns that hold words."""
    return [column for column in model._meta.concrete_fields if isinstance(column, models.CharField | models.TextField) and not column.choices]


def fill(row: models.Model, other: models.Model) -> None:
    """Give a row the words that only the other one has. Saves nothing."""
    for column in texts(type(row)):
        setattr(row, column.attname, getattr(row, column.attname) or getattr(other, column.attname))


_once: list[Once] = []


def register(once: Once) -> None:
    """Let rows of a model be united where one owner has two that came to name the same."""
    _once.append(once)


def registered() -> list[Once]:
    """Return all of them."""
    return list(_once)


def counts(model: type[models.Model], key: object, *, but: Mapping[type[models.Model], str] | None = None) -> dict[Pointer, int]:
    """Return how many rows point to one by which column, `but` by the column of a model that is named here. One query for each kind."""
    left_out = but or {}
    found = {pointer: pointer.to(key).count() for pointer in pointers(model) if left_out.get(pointer.model) != pointer.column.name}
    return {pointer: count for pointer, count in found.items() if count}
