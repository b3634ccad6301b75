"""A part of the forms of many records, read in a few queries however many there are."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.db import models

from publishing.desk import Desk
from publishing.merging import merge
from publishing.models import Draft
from publishing.publishable import Publishable
from publishing.state import Schema, of_model, prefixes, row_keys
from publishing.state import State as FormState

Stored = dict[uuid.UUID, FormState]


def part_of(schema: Schema, state: FormState) -> FormState:
    """Return the part of a form that a schema names."""
    keys = [*schema[""].fields]
    for prefix, part in prefixes(schema):
        keys += [prefix, *(f"{prefix}/{row}/{name}" for row in row_keys(state, prefix) for name in part.fields)]
    return {key: state[key] for key in keys if key in state}


def stored(desk: Desk, schema: Schema, records: Sequence[Publishable]) -> Stored:
    """Return what is stored of that part. One query for each kind of row in it; its fields are columns."""
    rows: dict[uuid.UUID, dict[str, list[models.Model]]] = {record.pk: {} for record in records}
    for prefix, _part in prefixes(schema):
        for record, found in rows_of(desk, prefix, records).items():
            rows[record][prefix] = found
    return {record.pk: of_model(schema, record, rows[record.pk]) for record in records}


def rows_of(desk: Desk, prefix: str, records: Sequence[Publishable]) -> dict[uuid.UUID, list[models.Model]]:
    """Return the rows of a kind, in their order, by record. One query."""
    formset, inline = desk.inlines[prefix]
    key = cast("models.ForeignKey", formset.fk)
    found: defaultdict[uuid.UUID, list[models.Model]] = defaultdict(list)
    rows: Any = inline.get_queryset(desk.request).select_related(None).prefetch_related(None)
    for row in rows.filter(**{f"{key.name}__in": [record.pk for record in records]}):
        found[getattr(row, key.attname)].append(row)
    return found


def drafted(desk: Desk, schema: Schema, records: Sequence[Publishable], read: Callable[..., Stored] = stored) -> Stored:
    """Return what the drafts say where there are any, merged with what was published meanwhile. One query more than `read` takes."""
    found = read(desk, schema, records)
    for draft in Draft.objects.filter(record__in=list(found)):
        ours, base = part_of(schema, draft.data), part_of(schema, draft.base)
        found[draft.record] = merge(schema, base, ours, found[draft.record]).state
    return found
