"""The one door for the state of a record: who may move it where, and what is written down when it moves."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import addresses, changes, languages, listing
from publishing.models import Change, Withdrawal
from publishing.publishable import Publishable, State
from publishing.registry import record_type

# Which states follow which, and the permission that the step needs ("change" is Django's own).
STEPS: dict[tuple[str, str], str] = {
    (State.DRAFT, State.IN_REVIEW): "change",
    (State.IN_REVIEW, State.DRAFT): "change",
    (State.DRAFT, State.PUBLISHED): "publish",
    (State.IN_REVIEW, State.PUBLISHED): "publish",
    (State.PUBLISHED, State.PUBLISHED): "publish",
    (State.WITHDRAWN, State.PUBLISHED): "publish",
    (State.PUBLISHED, State.WITHDRAWN): "publish",
    (State.DRAFT, State.TRASHED): "delete",
    (State.IN_REVIEW, State.TRASHED): "delete",
    (State.WITHDRAWN, State.TRASHED): "delete",
    (State.TRASHED, State.DRAFT): "delete",
    (State.TRASHED, State.WITHDRAWN): "delete",
}
# The columns that nothing but this module and `publishing.listing` writes.
WORKFLOW_FIELDS = ("state", "live_at", "first_published_at", "updated_at")


class TransitionError(Exception):
    """A step that is refused; the message is the reason, for the editor."""


User = AbstractBaseUser | PermissionsMixin


@dataclass(frozen=True)
class Notice:
    """What a withdrawn record's address may tell the public."""

    show_date: bool = True
    show_title: bool = False
    reason: dict[str, str] = field(default_factory=dict)
    successor: Publishable | None = None


def may(by: User, step: str, record: Publishable) -> bool:
    """Tell whether `by` has the right to `publish`, `change` or `delete` records of this type, this one included."""
    meta = record._meta
    if not by.has_perm(f"{meta.app_label}.{step}_{meta.model_name}"):
        return False
    return by.has_perm(f"{meta.app_label}.publish_{meta.model_name}") or record.created_by_id in (None, by.pk)


def transition(
    record: Publishable,
    to: str,
    *,
    by: User,
    languages: Sequence[str] | None = None,
    at: dt.datetime | None = None,
    kind: str | None = None,
    note: str = "",
    notice: Notice | None = None,
    write: Callable[[], None] | None = None,
) -> None:
    """Move a record to another state, or raise TransitionError with a reason for the editor.

    `languages` are those to publish or withdraw (all that have a title, or all that are public, by default). `at` is a future
    moment for a first publication. `kind` names an update more exactly in the change log, `note` is its public reason.
    `write` saves the record's new content; it runs inside the transaction, after the row is locked.
    One transaction: state, content, addresses, lists, change log and audit log, or nothing.
    """
    with transaction.atomic():
        was = lock(record)
        refuse(record, was, to, by)
        act = {State.PUBLISHED: publish, State.WITHDRAWN: withdraw}.get(State(to), move)
        with listing.relisting(record):
            if write is not None:
                write()
            change = act(record, was, State(to), codes=languages, at=at, notice=notice)
            record.edited_by_id, record.edited_at = by.pk, timezone.now()
            listing.derive(record)
            record.save()
        if change is not None and not record.is_scheduled:
            change.kind = kind if kind and change.kind == Change.Kind.UPDATED else change.kind
            changes.record_change(record, change.kind, change.languages, at=timezone.now(), reason=note)
        if record.is_scheduled or (was == State.PUBLISHED and record.first_published_at is None):
            changes.schedule_next()
        changes.record_act(by, f"{was}->{to}", record, languages=list(languages or ()), note=note, at=at.isoformat() if at else "")


def lock(record: Publishable) -> str:
    """Lock the row of `record`, give the instance the workflow columns as they are stored, and return its state."""
    stored = type(record)._default_manager.select_for_update().get(pk=record.pk)
    names = [*WORKFLOW_FIELDS, *(f"published_at_{code}" for code in languages.codes()), "created_by_id"]
    for name in names:
        setattr(record, name, getattr(stored, name))
    return stored.state


def refuse(record: Publishable, was: str, to: str, by: User) -> None:
    """Raise TransitionError if the step does not exist or `by` may not take it."""
    step = STEPS.get((State(was), State(to)))
    if step is None:
        raise TransitionError(_("A record that is %(was)s cannot become %(to)s.") % {"was": State(was).label, "to": State(to).label})
    if not may(by, step, record):
        raise TransitionError(_("You have no right to do this with this record."))


@dataclass
class Outcome:
    """What the change log will say."""

    kind: str
    languages: list[str]


def publish(record: Publishable, was: State, to: State, *, codes: Sequence[str] | None, at: dt.datetime | None, notice: Notice | None) -> Outcome:
    """Make the record public in `codes`, now or (a first publication only) at `at`."""
    del notice
    now = timezone.now()
    titled = [code for code in languages.codes() if getattr(record, f"{record.title_field}_{code}")]
    chosen = [code for code in languages.codes() if code in (titled if codes is None else codes)]
    public = {code: getattr(record, f"published_at_{code}") for code in languages.codes()}
    refuse_publication(record, chosen, titled, at)
    first = record.first_published_at is None
    fresh = [code for code in chosen if public[code] is None or was == State.WITHDRAWN or first]
    for code in fresh:
        setattr(record, f"published_at_{code}", at or now)
    if was == State.WITHDRAWN:
        for code in set(public) - set(chosen):
            setattr(record, f"published_at_{code}", None)
    record.state = to
    settle_addresses(record, fresh)
    Withdrawal.objects.filter(record=record.pk).delete()
    if at is not None and at > now:
        return Outcome(Change.Kind.PUBLISHED, chosen)
    record.first_published_at = record.first_published_at or at or now
    record.updated_at = now
    if first or was == State.WITHDRAWN:
        return Outcome(Change.Kind.PUBLISHED, chosen)
    return Outcome(Change.Kind.TRANSLATED if fresh else Change.Kind.UPDATED, fresh or chosen)


def refuse_publication(record: Publishable, chosen: Sequence[str], titled: Sequence[str], at: dt.datetime | None) -> None:
    """Raise TransitionError if nothing is to be published, a title lacks, or the moment cannot be."""
    if not chosen:
        raise TransitionError(_("A title is needed in at least one language."))
    if lacking := [code for code in chosen if code not in titled]:
        raise TransitionError(_("A title is needed in every language that is published: %(codes)s.") % {"codes": ", ".join(lacking)})
    if at is not None and record.first_published_at is not None and at > timezone.now():
        raise TransitionError(_("A record that has been public cannot be scheduled as new."))


def settle_addresses(record: Publishable, fresh: Sequence[str]) -> None:
    """Give the record its slugs; a slug that cannot be is a TransitionError."""
    known = record_type(record)
    try:
        addresses.settle_slugs(
            record, known.kind, known.reserved_slugs, title_field=record.title_field, slug_field=record.slug_field, fresh=fresh
        )
    except ValidationError as error:
        raise TransitionError(" ".join(error.messages)) from error


def withdraw(record: Publishable, was: State, to: State, *, codes: Sequence[str] | None, at: dt.datetime | None, notice: Notice | None) -> Outcome | None:
    """Take the record, or some of its languages, from the public; the last language takes the record."""
    del was, at
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    chosen = [code for code in public if codes is None or code in codes]
    if not chosen:
        raise TransitionError(_("The record is not public in that language."))
    announced = record.first_published_at is not None
    if chosen != public:
        for code in chosen:
            setattr(record, f"published_at_{code}", None)
        record.updated_at = timezone.now()
        return Outcome(Change.Kind.WITHDRAWN, chosen) if announced else None
    if not announced:
        record.state = State.DRAFT
        for code in public:
            setattr(record, f"published_at_{code}", None)
        return None
    record.state = to
    write_notice(record, notice or Notice())
    return Outcome(Change.Kind.WITHDRAWN, chosen)


def write_notice(record: Publishable, notice: Notice) -> None:
    """Keep what the record's address will say."""
    successor = notice.successor
    Withdrawal.objects.update_or_create(
        record=record.pk,
        defaults={
            "kind": record_type(record).kind,
            "at": timezone.now(),
            "show_date": notice.show_date,
            "show_title": notice.show_title,
            "successor": successor.pk if successor else None,
            "successor_kind": record_type(successor).kind if successor else "",
            **{f"reason_{code}": notice.reason.get(code, "") for code in languages.codes()},
        },
    )


def move(record: Publishable, was: State, to: State, *, codes: Sequence[str] | None, at: dt.datetime | None, notice: Notice | None) -> None:
    """Take a step that the public does not see."""
    del was, codes, at, notice
    record.state = to
