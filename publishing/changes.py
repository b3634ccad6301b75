"""The public change log: every public change once, numbered in the order of commits."""

import datetime as dt
from collections.abc import Sequence

from django.db import models, transaction
from django.utils import timezone

from publishing import languages
from publishing.models import Audit, Change, ChangeHead
from publishing.publishable import Publishable, State
from publishing.registry import record_type, record_types


def head() -> ChangeHead:
    """Return the counter row as readers see it, after settling what has come due. One query when nothing is due."""
    current = ChangeHead.objects.filter(pk=1).first() or ChangeHead()
    if current.next_due_at is not None and current.next_due_at <= timezone.now():
        settle()
        current = ChangeHead.objects.get(pk=1)
    return current


def locked_head() -> ChangeHead:
    """Lock and return the counter row; inside a transaction, after every other lock."""
    ChangeHead.objects.get_or_create(pk=1)
    return ChangeHead.objects.select_for_update().get(pk=1)


def record_change(record: Publishable, kind: str, codes: Sequence[str], *, at: dt.datetime, reason: str = "") -> Change:
    """Append one change of a record, with the next number. Inside the transaction of the act, last."""
    current = locked_head()
    current.sequence += 1
    current.save(update_fields=["sequence"])
    return Change.objects.create(
        sequence=current.sequence,
        kind=kind,
        record_kind=record_type(record).kind,
        record=record.pk,
        languages=list(codes),
        reason=reason,
        at=at,
    )


def touch() -> None:
    """Move the counter without an entry: something public changed that is no record's text (a tag's name, a setting)."""
    with transaction.atomic():
        current = locked_head()
        current.sequence += 1
        current.save(update_fields=["sequence"])


def record_act(by: models.Model | None, action: str, record: Publishable | None = None, **detail: object) -> Audit:
    """Append one row to the audit log, sealed with the row before it. Inside the transaction of the act."""
    current = locked_head()
    act = Audit(
        by_id=by.pk if by is not None else None,
        action=action,
        kind=record_type(record).kind if record is not None else "",
        record=record.pk if record is not None else None,
        detail=detail,
        previous=current.audit_hash,
    )
    act.hash = act.seal()
    act.save()
    current.audit_hash = act.hash
    current.save(update_fields=["audit_hash"])
    return act


def schedule_next() -> None:
    """Set `next_due_at` to the first moment at which an unannounced record becomes public. Inside a transaction."""
    current = locked_head()
    waiting = [
        kind.model._default_manager.filter(state=State.PUBLISHED, first_published_at__isnull=True).aggregate(first=models.Min("live_at"))["first"]
        for kind in record_types()
    ]
    current.next_due_at = min((at for at in waiting if at is not None), default=None)
    current.save(update_fields=["next_due_at"])


def settle() -> int:
    """Announce the scheduled records whose moment has passed, in the order of their moments; return how many.

    Idempotent and safe to call from every process: the counter row is locked first, and a record is announced once.
    """
    with transaction.atomic():
        locked_head()
        now = timezone.now()
        found = [
            record
            for kind in record_types()
            for record in kind.model._default_manager.filter(state=State.PUBLISHED, first_published_at__isnull=True, live_at__lte=now)
        ]
        for record in sorted(found, key=lambda record: (record.live_at, str(record.pk))):
            type(record)._default_manager.filter(pk=record.pk).update(first_published_at=record.live_at, updated_at=record.live_at)
            codes = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
            record_change(record, Change.Kind.PUBLISHED, codes, at=record.live_at)
        schedule_next()
    return len(found)
