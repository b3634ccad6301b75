"""Which records show which documents, and so which the public may fetch. The rows that list them are found by their base class."""

import datetime as dt
import uuid
from collections.abc import Iterator
from functools import lru_cache

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from library.models import Document, DocumentRow, DocumentUse
from publishing import languages, withdrawn
from publishing.publishable import Publishable
from publishing.registry import by_kind, record_type
from publishing.withdrawn import Gone


@lru_cache
def through_models() -> dict[type[Publishable], type[DocumentRow]]:
    """Return {type of record: model of the rows that list documents on it}, of every app."""
    rows = [model for model in apps.get_models() if issubclass(model, DocumentRow)]
    return {model._meta.get_field(model.record).related_model: model for model in rows}


def shown_by(record: Publishable) -> set[uuid.UUID]:
    """Return the documents that the public sees on the record, now or at its scheduled moment."""
    if not (record.is_live or record.is_scheduled):
        return set()
    rows = through_models()[type(record)]
    accessor = rows._meta.get_field(rows.record).remote_field
    lent = record.lent(accessor.cache_name)
    if lent is not None:
        return {row.document_id for row in lent}
    return set(rows._default_manager.filter(**{rows.record: record.pk}).values_list("document", flat=True))


def settle(record: Publishable) -> None:
    """Bring the uses of documents by a record up to date. Inside the transaction of the act.

    What the public saw is remembered: the addresses of such a document say that it is gone, not that there never was one.
    """
    shown = shown_by(record)
    if not shown and record.is_begun:
        return
    uses = DocumentUse.objects.filter(record=record.pk)
    known = dict(uses.values_list("document", "has_ended"))
    if again := {key for key in shown & known.keys() if known[key]}:
        uses.filter(document__in=again).update(has_ended=False)
    if ended := {key for key in known.keys() - shown if not known[key]}:
        was_public = record.first_published_at is not None
        uses.filter(document__in=ended).update(has_ended=True) if was_public else uses.filter(document__in=ended).delete()
    if fresh := shown - known.keys():
        kind = record_type(record).kind
        DocumentUse.objects.bulk_create([DocumentUse(document_id=key, kind=kind, record=record.pk) for key in fresh], ignore_conflicts=True)


def live_uses(document: OuterRef | uuid.UUID) -> list[QuerySet[DocumentUse]]:
    """Return the uses of a document by live records, one query for each type of record."""
    found = []
    for model in through_models():
        uses = DocumentUse.objects.filter(document=document, kind=record_type(model).kind, has_ended=False)
        found.append(uses.filter(record__in=model._default_manager.live().values("pk")))  # type: ignore[attr-defined]  # every record type has this queryset
    return found


def public() -> QuerySet[Document]:
    """Return the documents that a live record shows."""
    used = [Exists(uses) for uses in live_uses(OuterRef("pk"))]
    return Document.objects.filter(Q(*used, _connector=Q.OR)) if used else Document.objects.none()


def shareable() -> QuerySet[Document]:
    """Return those of them that partners may use."""
    return public().filter(partners_may_use=True)


def changed(since: dt.datetime) -> Q:
    """Return the condition that a document, or a live record that shows it, changed in public at a moment or later."""
    found = Q(updated_at__gte=since)
    for model in through_models():
        records = model._default_manager.live().filter(updated_at__gte=since)  # type: ignore[attr-defined]  # as above
        uses = DocumentUse.objects.filter(kind=record_type(model).kind, has_ended=False, record__in=records.values("pk"))
        found |= Q(pk__in=uses.values("document"))
    return found


def public_among(keys: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these documents are public. No query without keys."""
    return set(public().filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def gone(document: Document) -> Gone | None:
    """Return what may be said of a document that was public and is no longer; None if it never was, or still is."""
    ended = list(document.uses.filter(has_ended=True).values_list("record", flat=True))
    if not ended or public().filter(pk=document.pk).exists():
        return None
    language = languages.active()
    # What was said of the record that took it along; a title or a successor is the record's, not the document's.
    said = next((notice for record in ended if (notice := withdrawn.gone(record, language))), Gone())
    return Gone(date=said.date, iso=said.iso, reason=said.reason, reason_lang=said.reason_lang)


def records_showing(document: Document) -> Iterator[Publishable]:
    """Yield the live records that list a document, newest first by type."""
    for model, rows in through_models().items():
        listed = rows._default_manager.filter(document=document.pk).values(rows.record)
        yield from model._default_manager.live().filter(pk__in=listed).order_by("-live_at", "-pk")  # type: ignore[attr-defined]  # as above


def differences() -> Iterator[str]:
    """Yield each use that lacks or is too much."""
    should, are = uses()
    for document, kind, record in sorted(should ^ are, key=str):
        listed = (document, kind, record) in should
        yield f"document {document}: {kind} {record} {'lists it, unknown to it' if listed else 'does not list it'}"


Use = tuple[uuid.UUID, str, uuid.UUID]


def uses() -> tuple[set[Use], set[Use]]:
    """Return the uses (document, kind, record) that there should be, and those that are kept."""
    should = {
        (document, record_type(model).kind, record.pk)
        for model in through_models()
        for record in model._default_manager.order_by("pk").iterator(chunk_size=500)
        for document in shown_by(record)
    }
    return should, set(DocumentUse.objects.filter(has_ended=False).values_list("document", "kind", "record"))


def fix() -> None:
    """Settle every record whose uses are wrong."""
    should, are = uses()
    for kind, record in {(kind, record) for _document, kind, record in should ^ are}:
        found = by_kind(kind).model._default_manager.filter(pk=record).first()
        if found is not None:
            settle(found)
        else:
            DocumentUse.objects.filter(record=record).update(has_ended=True)
