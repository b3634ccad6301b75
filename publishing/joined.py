"""Where a record went that was joined with another one, or merged into it: asked by what knows a record by its number."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from publishing.models import Join, Merge
from publishing.publishable import Publishable
from publishing.registry import by_kind


@dataclass(frozen=True)
class Went:
    """The record that has the text now, and in which language; "" for one that has it in all of them."""

    record: Publishable
    language: str


def by_short_id(short_id: str) -> Went | None:
    """Return where the public record with this short id went, or None."""
    return where(first(short_id=short_id, was_public=True))


def by_key(kind: str, key: uuid.UUID) -> Went | None:
    """Return where a public record went, or None."""
    return where(first(kind=kind, record=key, was_public=True))


def first(**known: object) -> Join | Merge | None:
    """Return the row of a record that went into another one, or None."""
    return Join.objects.filter(**known).first() or Merge.objects.filter(**known).first()


def merged(keys: Collection[str], **known: object) -> dict[str, str]:
    """Return {key: key of the record that it is now} for those of these keys whose records were merged. One query."""
    rows = Merge.objects.filter(record__in=list(keys), **known).values_list("record", "into") if keys else ()
    return {str(record): str(into) for record, into in rows}


def number_now(record: Publishable, slug: str, number: int) -> int:
    """Return the number that a published version has now, of a record that may have been merged into this one, known by a slug of its own."""
    # The first of them: later ones brought the addresses of those that had gone there before.
    rows = Merge.objects.filter(into=record.pk).order_by("at", "id").defer("forms")
    return next((number + row.editions for row in rows if slug in row.slugs), number)


def where(row: Join | Merge | None) -> Went | None:
    """Return the record into which another one went, if the public may know of it: it is live, or was."""
    record = by_kind(row.kind).model._default_manager.filter(pk=row.into).first() if row is not None else None
    return Went(record, row.language) if record is not None and row is not None and (record.is_live or record.is_gone) else None
