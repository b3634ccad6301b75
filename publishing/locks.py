"""A record that one editor keeps to themselves: the one rule, asked by every step and every way into a draft.

Whoever may change a record may lock it, so that nobody else saves, publishes, withdraws or deletes it until they release it.
Whoever may publish can break the lock of somebody else: openly, and the audit log says so.
"""

import uuid
from collections.abc import Callable, Iterable

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import changes
from publishing.models import Lock
from publishing.presence import name_of
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.rights import User, may, publishes


class LockedError(TransitionError):
    """A step that is refused because somebody else has locked the record."""

    def __init__(self, lock: Lock) -> None:
        super().__init__(in_words(lock))
        self.lock = lock


def held(record: Publishable) -> Lock | None:
    """Return the lock of a record."""
    return None if record._state.adding or record.is_begun else Lock.objects.select_related("by").filter(record=record.pk).first()


def refuse(record: Publishable, by: User) -> None:
    """Raise LockedError if somebody else has locked the record."""
    lock = held(record)
    if lock is not None and lock.by_id != by.pk:
        raise LockedError(lock)


def refusals(records: Iterable[Publishable], by: User, *, allows: Callable[[Publishable], bool]) -> dict[uuid.UUID, str]:
    """Return why some of these records cannot be changed by `by` now, in words by key. One query.

    The right lacks (`allows` answers beyond the right to write into drafts), the record lies in the trash, or somebody else has locked it.
    """
    known = list(records)
    locked = Lock.objects.filter(record__in=[record.pk for record in known]).exclude(by=by.pk).select_related("by")
    others = {lock.record: lock for lock in locked}
    found: dict[uuid.UUID, str] = {}
    for record in known:
        if not may(by, "change", record) or not allows(record):
            found[record.pk] = _("You have no right to do this with this record.")
        elif record.state == State.TRASHED:
            found[record.pk] = _("The record lies in the trash. Bring it back first.")
        elif record.pk in others:
            found[record.pk] = in_words(others[record.pk])
    return found


def in_words(lock: Lock) -> str:
    """Return who has locked a record, since when, and why."""
    values = {"name": name_of(lock.by), "moment": date_format(localtime(lock.at), "j M Y, H:i"), "note": lock.note}
    text = _("Locked by %(name)s since %(moment)s: %(note)s") if lock.note else _("Locked by %(name)s since %(moment)s.")
    return text % values


def may_break(record: Publishable, by: User) -> bool:
    """Tell whether `by` may break the lock of somebody else."""
    return publishes(by, type(record)) and may(by, "publish", record)


def lock(record: Publishable, *, by: User, note: str = "") -> None:
    """Lock the record for `by`; locking one's own again gives it a new note. In a transaction, the record locked."""
    refuse(record, by)
    if not may(by, "change", record):
        raise TransitionError(_("You have no right to do this with this record."))
    note = note[: Lock._meta.get_field("note").max_length]
    Lock.objects.update_or_create(record=record.pk, defaults={"by_id": by.pk, "note": note})
    changes.write_down(by=by, action="locked", record=record, detail={"note": note})


def release(record: Publishable, *, by: User) -> None:
    """Release one's own lock. In a transaction, the record locked."""
    refuse(record, by)
    if Lock.objects.filter(record=record.pk).delete()[0]:
        changes.write_down(by=by, action="lock released", record=record)


def break_open(record: Publishable, *, by: User) -> None:
    """Take somebody else's lock away. In a transaction, the record locked."""
    if not may_break(record, by):
        raise TransitionError(_("You have no right to do this with this record."))
    found = held(record)
    if found is None:
        raise TransitionError(_("Nobody has this locked any more."))
    found.delete()
    changes.write_down(by=by, action="lock broken", record=record, detail={"locked by": found.by.get_username(), "note": found.note})
