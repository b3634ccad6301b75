"""Standings of records against what they are computed from: the records, their drafts and all that was ever published of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from publishing.models import Draft, Standing, Version
from publishing.publishable import Publishable, State
from publishing.registry import RecordType, record_types
from publishing.standings import Drafted, columns, drafted, put, remembered, texts_of

BATCH = 500


def differences() -> Iterator[str]:
    """Yield each record whose standing is not kept, or another one, and each row that stands for no record."""
    for record, row, values in out_of_step():
        wrong = [name for name, value in values.items() if row is None or getattr(row, name) != value]
        yield f"{values['kind']} {record}: {', '.join(wrong) if row is not None else 'no standing'}"
    for key in strays():
        yield f"{key}: the standing of no record"


def fix() -> None:
    """Compute all standings again."""
    Standing.objects.filter(pk__in=list(strays())).delete()
    for record, stored, values in list(out_of_step()):
        row = stored or Standing(record=record)
        put(row, values)
        row.save(force_insert=stored is None)


def out_of_step() -> Iterator[tuple[UUID, Standing | None, dict[str, Any]]]:  # Any: values of columns
    """Yield (key of the record, its row, the columns as they should be) of each record whose row differs."""
    for kind in record_types():
        keys = list(kind.model._default_manager.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield from batch_out_of_step(kind, keys[start : start + BATCH])


def batch_out_of_step(kind: RecordType, keys: Sequence[UUID]) -> Iterator[tuple[UUID, Standing | None, dict[str, Any]]]:  # Any: as above
    """Yield those of some records of a kind. Four queries."""
    rows = Standing.objects.in_bulk(keys)
    drafts = dict(Draft.objects.filter(record__in=keys).values_list("record", "data"))
    versions: defaultdict[UUID, list[Version]] = defaultdict(list)
    for version in Version.objects.filter(record__in=keys, published=True).order_by("record", "number").only("record", "number", "data", "at"):
        versions[version.record].append(version)
    for record in kind.model._default_manager.filter(pk__in=keys):
        row = rows.get(record.pk)
        if row is None and is_untouched(record):
            continue
        texts = remembered(record, versions[record.pk], texts_of(row) if row is not None else {})
        in_draft = drafted(record, drafts[record.pk]) if record.has_draft and record.pk in drafts else Drafted()
        values = columns(record, texts, in_draft)
        if row is None or any(getattr(row, name) != value for name, value in values.items()):
            yield record.pk, row, values


def is_untouched(record: Publishable) -> bool:
    """Tell whether nobody worked on a record yet: a row that a program made and nothing else."""
    return record.state == State.DRAFT and not record.has_draft


def strays() -> Iterator[UUID]:
    """Yield the keys of rows whose record is no more."""
    for kind in record_types():
        there = kind.model._default_manager.values("pk")
        yield from Standing.objects.filter(kind=kind.kind).exclude(pk__in=there).values_list("pk", flat=True)
