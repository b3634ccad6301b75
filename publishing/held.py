"""What holds a record: rows of others that would lose their meaning without it, and unpublished forms that name it.

A record with a history can lie in the trash, where it keeps all of it; it cannot be deleted for ever while something holds it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from publishing import naming
from publishing.desk import desk_of
from publishing.pointing import pointers
from publishing.publishable import Publishable
from publishing.refusals import TransitionError
from publishing.registry import by_kind, record_types
from publishing.rights import User, as_seen_by

# As many records of one kind are named to the editor.
NAMED = 20


@dataclass(frozen=True)
class Hold:
    """What holds a record in one manner: what it is, how much of it, and the records in whose forms it stands."""

    what: str
    count: int
    records: list[Publishable]

    def in_words(self, by: User) -> str:
        """Return it as a sentence without links, as far as `by` may know."""
        names = [name_of(record, by) for record in self.records]
        return f"{self.what}: {', '.join(names)}{', …' if self.count > len(names) else ''}" if names else f"{self.what}: {self.count}"


class HeldError(TransitionError):
    """A deletion that is refused because something holds the record."""

    def __init__(self, holds: list[Hold], by: User) -> None:
        message = _("This cannot be deleted while something else holds it: %(held)s.")
        super().__init__(message % {"held": "; ".join(hold.in_words(by) for hold in holds)})
        self.holds = holds


def name_of(record: Publishable, by: User) -> str:
    """Return what somebody may call a record."""
    seen = as_seen_by(by, record)
    return seen.desk_title or str(seen)


def holds(record: Publishable) -> list[Hold]:
    """Return all that holds a record: its own history and that of its rows, then unpublished forms that name either."""
    found = [hold for what, rows in holding(record) if (hold := held_by(what, rows))]
    keys = [str(record.pk), *(str(row) for rows in own_rows(record).values() for row in rows.values_list("pk", flat=True))]
    named = naming.naming(keys, but=[record.pk])
    for what, places in ((_("unpublished changes"), named.drafts), (_("scheduled changes"), named.scheduled)):
        if places:
            records = [by_kind(kind).model._default_manager.filter(pk=key).first() for kind, key in places[:NAMED]]
            found.append(Hold(what, len(places), [each for each in records if each is not None]))
    return found


def own_rows(record: Publishable) -> dict[type[models.Model], QuerySet]:
    """Return the rows of a record that go when it goes, by their models."""
    keys: dict[type[models.Model], Any] = {formset.model: formset.fk for formset in desk_of(record).formset_classes.values()}
    return {model: model._base_manager.filter(**{key.name: record.pk}) for model, key in keys.items()}


def holding(record: Publishable) -> Iterator[tuple[str, QuerySet]]:
    """Yield (what they are, rows) for the rows that cannot be without the record, or without one of its rows."""
    own = own_rows(record)
    for pointer in pointers(type(record)):
        if pointer.protects:
            yield words(pointer.model, pointer.column), pointer.to(record.pk)
    for model, rows in own.items():
        for pointer in pointers(model):
            if pointer.protects:
                others = pointer.model._base_manager.filter(**{f"{pointer.column.name}__in": rows})
                yield words(pointer.model, pointer.column), others.exclude(pk__in=own[pointer.model].values("pk")) if pointer.model in own else others


def words(model: type[models.Model], column: models.Field) -> str:
    """Return what rows of a model are that point to something by a column."""
    return _("%(rows)s (%(column)s)") % {"rows": model._meta.verbose_name, "column": column.verbose_name}


def held_by(what: str, rows: QuerySet) -> Hold | None:
    """Return how rows hold something, None if there are none."""
    some = list(rows.order_by("pk")[:NAMED])
    if not some:
        return None
    records = {record.pk: record for row in some if (record := record_of(row)) is not None}
    return Hold(what, rows.count(), list(records.values()))


def record_of(row: models.Model) -> Publishable | None:
    """Return the record in whose form a row stands, or which it is; None for what belongs to no record."""
    if isinstance(row, Publishable):
        return row
    for kind in record_types():
        for formset in desk_of(kind.model).formset_classes.values():
            key: Any = formset.fk  # Any: a foreign key
            if formset.model is type(row) and (record := getattr(row, key.name)) is not None:
                return record
    return None
