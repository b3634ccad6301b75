"""Where a record went that was joined with another one: asked by addresses that know a record by its number."""

import uuid
from dataclasses import dataclass

from publishing.models import Join
from publishing.publishable import Publishable
from publishing.registry import by_kind


@dataclass(frozen=True)
class Went:
    """The record that has the text now, and in which language."""

    record: Publishable
    language: str


def by_short_id(short_id: str) -> Went | None:
    """Return where the public record with this short id went, or None."""
    return where(Join.objects.filter(short_id=short_id, was_public=True).first())


def by_key(kind: str, key: uuid.UUID) -> Went | None:
    """Return where a public record went, or None."""
    return where(Join.objects.filter(kind=kind, record=key, was_public=True).first())


def where(row: Join | None) -> Went | None:
    """Return the record into which another one went, if the public may know of it: it is live, or was."""
    record = by_kind(row.kind).model._default_manager.filter(pk=row.into).first() if row is not None else None
    return Went(record, row.language) if record is not None and row is not None and (record.is_live or record.is_gone) else None
