"""The public change log: every public change once, numbered in the order of commits."""

import datetime as dt
import logging
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from itertools import product

from django.db import DatabaseError, models, transaction
from django.utils import timezone

from publishing import closing, editions, languages
from publishing.desk_notices import noting
from publishing.models import Audit, Change, ChangeHead
from publishing.prepared import Prepared, first_query
from publishing.publishable import Publishable, State
from publishing.registry import record_type, record_types

logger = logging.getLogger(__name__)

# What is done after a commit that moved the counter: told the numbers before and after, and whether all of it was new to the public.
Moved = Callable[[int, int, bool], None]
_after: list[Moved] = []

_held: ContextVar[list[Callable[[], None]] | None] = ContextVar("held_entries", default=None)


def head() -> ChangeHead:
    """Return the counter row as readers see it, after settling what has come due. One query when nothing is due."""
    current = next(iter(first_query(counter().records)), None) or ChangeHead()
    if is_due(current) and not closing.is_closed():
        try:
            settle()
        except DatabaseError:
            # Without a database to write to, readers get the last state that was settled; the worker tries again.
            logger.exception("What came due could not be announced.")
            return current
        current = ChangeHead.objects.get(pk=1)
    return current


@lru_cache
def counter() -> Prepared:
    """Return the query for the counter row."""
    return Prepared(ChangeHead.objects.filter(pk=1))


def locked_head() -> ChangeHead:
    """Lock and return the counter row; inside a transaction, after every other lock."""
    # The very first act of all makes the row; another one may be making it too.
    return ChangeHead.objects.select_for_update().get_or_create(pk=1)[0]


@contextmanager
def holding() -> Iterator[list[Callable[[], None]]]:
    """Hold back what acts inside the block write down (a new tag, made on the way), for the end of the act around them.

    Yields what is to be called there: nobody may hold the counter row while he still waits for other rows.
    """
    held: list[Callable[[], None]] = []
    token = _held.set(held)
    try:
        yield held
    finally:
        _held.reset(token)


def write_down(
    *,
    by: models.Model | None,
    action: str,
    record: Publishable | None = None,
    change: Change | None = None,
    detail: dict[str, object] | None = None,
    public: bool = False,
    schedule: bool = False,
) -> None:
    """End an editorial act: its entry in the change log, if the public sees one, and in the audit log.

    Takes the counter row, once; so it comes last in the transaction of the act. `public` moves the counter also without an
    entry (a tag's label, a setting), so that no cached page outlives the act; `schedule` looks for the next moment due.
    """
    if (held := _held.get()) is not None:
        held.append(partial(write_down, by=by, action=action, record=record, change=change, detail=detail, public=public, schedule=schedule))
        return
    current = locked_head()
    before = current.sequence
    if change is not None or public:
        current.move()
    if change is not None:
        change.sequence = current.sequence
        change.save(force_insert=True)
    if schedule and not is_due(current):
        current.next_due_at = next_due()
    seal(current, by, action, record, detail or {})
    current.save()
    tell(before, current.sequence, adds=change is not None and change.kind == Change.Kind.PUBLISHED)


def after_moves(act: Moved) -> None:
    """Have something done after each commit that moved the counter; twice is once."""
    if act not in _after:
        _after.append(act)


def tell(before: int, after: int, *, adds: bool) -> None:
    """Tell after the commit, if the counter moved. What fails there is logged: the act stands."""
    if after > before:
        for act in _after:
            transaction.on_commit(partial(act, before, after, adds), robust=True)


def touch(by: models.Model | None = None, action: str = "touched", **detail: object) -> None:
    """Move the counter without an entry: something public changed that is no record (a tag's label, a setting)."""
    with transaction.atomic():
        write_down(by=by, action=action, detail=detail, public=True)


def change_of(record: Publishable, kind: str, codes: Sequence[str], *, at: dt.datetime, reason: str = "", into: uuid.UUID | None = None) -> Change:
    """Return an entry for the change log that has no number yet; `into` is the record that what was merged went into."""
    return Change(kind=kind, record_kind=record_type(record).kind, record=record.pk, languages=list(codes), reason=reason, at=at, into=into)


def seal(current: ChangeHead, by: models.Model | None, action: str, record: Publishable | None, detail: dict[str, object]) -> None:
    """Append one row to the audit log, sealed with the row before it."""
    act = Audit(
        by_id=by.pk if by is not None else None,
        action=action,
        kind=record_type(record).kind if record is not None else "",
        record=record.pk if record is not None else None,
        detail=detail,
        previous=current.audit_hash,
    )
    current.audit_hash = act.hash = act.seal()
    act.save()


def is_due(current: ChangeHead) -> bool:
    """Tell whether something has become public since that nobody announced."""
    return current.next_due_at is not None and current.next_due_at <= timezone.now()


def next_due() -> dt.datetime | None:
    """Return the first moment at which a record not yet announced, or another language of one, becomes public, or None."""
    moments = [waiting(kind.model).aggregate(first=models.Min("live_at"))["first"] for kind in record_types()]
    for kind, code in product(record_types(), languages.codes()):
        name, moment = f"published_at_{code}", f"listed_at_{code}"
        coming = kind.model._default_manager.filter(**{f"{moment}__gt": timezone.now(), name: models.F(moment)})
        moments.append(coming.aggregate(first=models.Min(name))["first"])
    return min((at for at in moments if at is not None), default=None)


def waiting(model: type[Publishable]) -> models.QuerySet[Publishable]:
    """Return the records that will become public, or have become so unannounced."""
    return model._default_manager.filter(state=State.PUBLISHED, first_published_at__isnull=True)


def settle() -> int:
    """Announce what has become public by itself, in the order of the moments; return how many records and languages.

    Idempotent and safe to call from every process: the counter row is locked first, and a record is announced once.
    """
    with transaction.atomic():
        current = locked_head()
        before, now = current.sequence, timezone.now()
        found = [*first_publications(now), *further_languages(current.next_due_at, now)]
        for at, key, record, kind, codes in sorted(found, key=lambda each: each[:2]):
            first = record.first_published_at or at
            type(record)._default_manager.filter(pk=key).update(first_published_at=first, updated_at=max(record.updated_at or at, at))
            change = change_of(record, kind, codes, at=at, reason=editions.announce(record, codes, at=at))
            current.move()
            change.sequence = current.sequence
            change.save(force_insert=True)
            if kind == Change.Kind.PUBLISHED:
                noting.published(record, None, actor=None, is_new=True)
        current.next_due_at = next_due()
        current.save()
        tell(before, current.sequence, adds=all(kind == Change.Kind.PUBLISHED for _at, _key, _record, kind, _codes in found))
    return len(found)


# (moment, key of the record, record, kind of change, languages)
Announcement = tuple[dt.datetime, uuid.UUID, Publishable, str, list[str]]


def first_publications(now: dt.datetime) -> Iterator[Announcement]:
    """Yield the scheduled records whose moment has passed; a language whose own moment has not is no part of it."""
    for kind in record_types():
        for record in waiting(kind.model).filter(live_at__lte=now):
            moments = {code: getattr(record, f"published_at_{code}") for code in languages.codes()}
            public = [code for code, at in moments.items() if at is not None and at <= now]
            yield record.live_at, record.pk, record, Change.Kind.PUBLISHED, public


def further_languages(since: dt.datetime | None, now: dt.datetime) -> Iterator[Announcement]:
    """Yield languages that came due `since` then, of records that were announced in another one before."""
    if since is None:
        return
    for kind, code in product(record_types(), languages.codes()):
        name, moment = f"published_at_{code}", f"listed_at_{code}"
        came_due = kind.model._default_manager.filter(**{f"{moment}__gte": since, f"{moment}__lte": now, name: models.F(moment)})
        for record in came_due.filter(first_published_at__lt=models.F(name)):
            at = getattr(record, name)
            # Published by hand meanwhile, it was told already.
            told = Change.objects.filter(record=record.pk, at__gte=at).values_list("languages", flat=True)
            if not any(code in codes for codes in told):
                yield at, record.pk, record, Change.Kind.TRANSLATED, [code]
