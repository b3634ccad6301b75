"""Where a thing is used, as far as somebody may see: in one query over `publishing.models.Use`, whatever kinds of records use it."""

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.forms import ModelChoiceField

from publishing import held, linking, uses
from publishing.desk import desk_of
from publishing.models import Use
from publishing.publishable import Publishable
from publishing.publishable import State as RecordState
from publishing.registry import RecordType, by_kind, record_type, record_types
from publishing.rights import Anybody, as_seen_by, may
from publishing.seen import kinds_open_to, with_draft_titles
from publishing.state import prefixes

# Records on one page, and in a form.
PAGE, NAMED = 50, 20
# Returns the keys of the addresses that lead to a thing that is no record.
Addresses = Callable[[Any], list[uuid.UUID]]  # Any: a thing of the model it is registered for
_addresses: dict[type[models.Model], Addresses] = {}


@dataclass(frozen=True)
class Used:
    """A record that uses something, as somebody may see it."""

    record: Publishable
    # Whether its public text or its rows use it, whether its draft does, and whether a change that is scheduled does.
    is_stored: bool
    is_in_draft: bool
    is_scheduled: bool


@dataclass(frozen=True)
class Place:
    """What uses a thing without being a record: its kind and what it is called, with the address where somebody may change it, if they may."""

    kind: str
    name: str
    url: str = ""


# Returns the places that name one of these keys, as somebody may see them.
Places = Callable[[Collection[uuid.UUID], Anybody], list[Place]]
_places: list[Places] = []


def register_places(places: Places) -> None:
    """Let what is no record be told among what uses a thing."""
    _places.append(places)


def places(keys: Collection[uuid.UUID], by: Anybody) -> list[Place]:
    """Return what uses a thing without being a record. One query for each kind of place."""
    return [place for of in _places for place in of(keys, by)]


def register(model: type[models.Model], addresses: Addresses) -> None:
    """Let links to the public addresses of things that are no records count as uses of them."""
    _addresses[model] = addresses


def keys_of(thing: models.Model, read: Iterable[Sequence[models.Model]] | None = None) -> list[uuid.UUID]:
    """Return the keys by which records name a thing: its own, those of its rows that others may name, and its addresses.

    One query for the addresses of a record, and one for its rows, unless they were `read` before.
    """
    if isinstance(thing, Publishable):
        if read is None:
            rows = held.own_rows(thing)
            named = [key for model in picked() if model in rows for key in rows[model].order_by().values_list("pk", flat=True)]
        else:
            named = [row.pk for rows_of_one in read for row in rows_of_one if type(row) in picked()]
        return [thing.pk, *named, *linking.keys_leading_to(record_type(thing).kind, thing.pk, thing.short_id)]
    return [thing.pk, *(_addresses[type(thing)](thing) if type(thing) in _addresses else ())]


@lru_cache
def picked() -> list[type[models.Model]]:
    """Return the models of rows that the forms of other records name: the posts of an office."""
    parts = [part for known in record_types() for part in desk_of(known.model).schema.values()]
    fields = (field for part in parts for field in part.fields.values() if uses.chooses(field))
    chosen = {field.queryset.model for field in fields if isinstance(field, ModelChoiceField) and field.queryset is not None}
    rows = [part.model for known in record_types() for _prefix, part in prefixes(desk_of(known.model).schema)]
    return [model for model in rows if model in chosen]


def seen(keys: Collection[uuid.UUID], by: Anybody) -> QuerySet[Use]:
    """Return the uses of a thing in records that somebody may open: those of its draft only where they may open the draft."""
    whole, some = kinds_open_to(by)
    theirs = [of_their_own(by_kind(kind), by) for kind in some]
    return Use.objects.filter(used__in=keys).filter(Q(*theirs, kind__in=whole, _connector=Q.OR))


def of_their_own(known: RecordType, by: Anybody) -> Q:
    """Return which uses somebody sees who may open only public records of a type, and their own. Twin of `rights.may_open` and `is_own`."""
    records: Any = known.model._default_manager  # Any: managers of records, of which the stubs know no `live`
    own = records.filter(pk=OuterRef("record"), created_by=by.pk)
    theirs = own.filter(first_published_at__isnull=True).exclude(state=RecordState.PUBLISHED)
    public = records.live().filter(pk=OuterRef("record"))
    return Q(kind=known.kind) & (Q(is_stored=True) & (Q(Exists(public)) | Q(Exists(own))) | Q(is_in_draft=True) & Q(Exists(theirs)))


def count(found: QuerySet[Use]) -> int:
    """Return how many records these uses are in. One query."""
    return found.order_by().values("record").distinct().count()


def listed(found: QuerySet[Use], by: Anybody, *, start: int = 0, most: int = PAGE) -> list[Used]:
    """Return the records these uses are in, the newest of each kind first: one query, and one for each kind among them."""
    sides = {f"any_{side}": Count("pk", filter=Q(**{side: True})) for side in uses.SIDES}
    rows = list(found.order_by("kind", "-record").values_list("kind", "record").annotate(**sides)[start : start + most])
    records: dict[uuid.UUID, Publishable] = {}
    for kind in {row[0] for row in rows}:
        known = with_draft_titles(by_kind(kind).model._default_manager.all())
        records |= known.in_bulk([key for of, key, *_sides in rows if of == kind])
    return [used(by, records[key], there, drafted, planned) for _kind, key, there, drafted, planned in rows if key in records]


def used(by: Anybody, record: Publishable, there: int, drafted: int, planned: int) -> Used:
    """Return a record that uses something so often on each side, as somebody may see it: forms that wait are for those who may open its draft."""
    opens = may(by, "change", record)
    return Used(as_seen_by(by, record), bool(there), opens and bool(drafted), opens and bool(planned))


def hidden(keys: Collection[uuid.UUID], found: QuerySet[Use]) -> int:
    """Return in how many more records the thing is used, which somebody may not open."""
    return count(Use.objects.filter(used__in=keys).exclude(record__in=found.order_by().values("record")))
