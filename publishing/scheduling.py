"""Changes and withdrawals at a moment to come, planned by editors. What happens at the moment is in `publishing.due`.

    scheduling.change(record, by=user, at=moment)                      # the draft as it is now; languages=["en"], note="..."
    scheduling.withdrawal(record, by=user, at=moment)                  # languages=["ka"], notice=Notice(...)
    scheduling.cancel(step, by=user)
    scheduling.move(step, by=user, at=moment)                          # and move_first(record, …) for a first publication

First publications need none of this: their moment stands in the record, and nothing has to happen when it comes.
What is scheduled is kept as it was: later edits of the draft do not change it, corrections of the public text are merged into it.
"""

import copy
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, drafts, languages, locks, pending, uses, workflow
from publishing.desk import Problem
from publishing.editions import PublicNote
from publishing.models import ScheduledStep
from publishing.pending import RefusedError, Work, locked, opened
from publishing.publication import prepared
from publishing.publishable import Publishable, State
from publishing.registry import by_kind, record_type
from publishing.transactions import editorial_act
from publishing.unpublishing import is_public
from publishing.workflow import Notice, TransitionError, User

Kind = ScheduledStep.Kind


@editorial_act
def change(
    record: Publishable,
    *,
    by: User,
    at: dt.datetime,
    languages: Sequence[str] | None = None,
    note: str = "",
    public_note: PublicNote | None = None,
) -> ScheduledStep:
    """Let the draft of a record that was public, as it is now, become public at a moment to come."""
    work = opened(locked(record))
    if work.conflicts:
        meanwhile = _("This was also changed by somebody else. Open the form and decide which text stands.")
        raise RefusedError([Problem(key, meanwhile, work.desk.label(key, work.state)) for key in work.conflicts])
    step = change_work(work, by=by, at=at, codes=languages, note=note, public_note=public_note)
    record.refresh_from_db()
    return step


@editorial_act
def withdrawal(
    record: Publishable, *, by: User, at: dt.datetime, languages: Sequence[str] | None = None, notice: Notice | None = None
) -> ScheduledStep:
    """Let a record, or some of its languages, be withdrawn at a moment to come."""
    return withdrawal_work(opened(locked(record)), by=by, at=at, codes=languages, notice=notice)


@editorial_act
def cancel(step: ScheduledStep, *, by: User) -> None:
    """Forget a scheduled step. What was scheduled stays in the draft and in history."""
    record = by_kind(step.kind).model._default_manager.filter(pk=step.record).first()
    if record is not None:
        cancel_work(locked(record), step.pk, by=by)


@editorial_act
def move(step: ScheduledStep, *, by: User, at: dt.datetime) -> None:
    """Let a scheduled step happen at another moment to come; TransitionError if it is done, refused or cancelled, or was moved meanwhile."""
    refuse_moment(at)
    record = by_kind(step.kind).model._default_manager.filter(pk=step.record).first()
    record = locked(record) if record is not None else None
    found = ScheduledStep.objects.waiting().select_for_update().filter(pk=step.pk).first()
    if record is None or found is None:
        raise TransitionError(_("This is no longer scheduled: it is done, or somebody cancelled it."))
    if not workflow.may(by, "publish", record):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(record, by)
    workflow.refuse_languages(record, found.languages, by)
    refuse_moved(step.at, found.at)
    refuse_too_early(found.step, record, at)
    found.at = at
    found.save(update_fields=["at"])
    changes.write_down(by=by, action="rescheduled", record=record, detail={**said(found), "was": step.at.isoformat()})


@editorial_act
def move_first(record: Publishable, *, by: User, at: dt.datetime) -> None:
    """Let a record that waits for its first publication become public at another moment to come; TransitionError if it is public."""
    refuse_moment(at)
    known = record.live_at
    found = locked(record)
    if not found.is_scheduled or found.first_published_at is not None:
        raise TransitionError(_("This is public already, or no longer scheduled."))
    refuse_too_late(found, at)
    refuse_moved(known, found.live_at)
    moments = {code: getattr(found, f"published_at_{code}") for code in languages.codes()}
    # A language that follows later stays where it is, unless it would come first now.
    chosen = [code for code, moment in moments.items() if moment is not None and (moment == found.live_at or moment < at)]
    workflow.transition(found, State.PUBLISHED, by=by, languages=chosen, at=at)
    record.refresh_from_db()


def refuse_moved(known: dt.datetime | None, stored: dt.datetime | None) -> None:
    """Raise TransitionError if somebody else moved something meanwhile."""
    if known != stored:
        raise TransitionError(_("Somebody else moved this meanwhile. Look where it stands now."))


def refuse_too_early(step: str, record: Publishable, at: dt.datetime) -> None:
    """Raise TransitionError if a record would be withdrawn before it is public."""
    if step == Kind.WITHDRAW and record.live_at is not None and at <= record.live_at:
        raise TransitionError(_("It becomes public later than that. Choose a later moment, or withdraw it now."))


def refuse_too_late(record: Publishable, at: dt.datetime) -> None:
    """Raise TransitionError if a record would become public only when it is to be withdrawn: then it never would."""
    if ScheduledStep.objects.waiting().filter(record=record.pk, step=Kind.WITHDRAW, at__lte=at).exists():
        raise TransitionError(_("It is to be withdrawn before that. Choose an earlier moment, or cancel the withdrawal first."))


def refuse_moment(at: dt.datetime) -> None:
    """Raise TransitionError unless the moment is still to come."""
    if at <= timezone.now():
        raise TransitionError(_("This moment has passed. Choose a later one."))


def change_work(
    work: Work,
    *,
    by: User,
    at: dt.datetime,
    codes: Sequence[str] | None = None,
    note: str = "",
    public_note: PublicNote | None = None,
) -> ScheduledStep:
    """Schedule the work as it is. It is checked now as for publication, and again at its moment. In a transaction, the record locked."""
    record = work.record
    refuse_moment(at)
    if record.first_published_at is None:
        raise TransitionError(_("This was never public: schedule its publication instead."))
    # Checking puts the new values into the record, which is not to be published now.
    tried = replace(work, record=copy.copy(record))
    publication = prepared(tried, by=by, codes=codes)
    workflow.refuse_languages(record, publication.codes, by)
    if not publication.changes(work):
        raise TransitionError(_("There is nothing to schedule: this is what the public sees already."))
    drafts.save_work(work, by=by)
    frozen = {"data": publication.chosen, "base": work.live.state, "note": note, "public_note": public_note or {}}
    has_draft = work.draft is not None
    version = pending.newest_number(record) if has_draft else None
    step = ScheduledStep(step=Kind.PUBLISH, languages=publication.codes, is_in_draft=has_draft, version=version, **frozen)
    return put(step, record, by=by, at=at)


def withdrawal_work(work: Work, *, by: User, at: dt.datetime, codes: Sequence[str] | None = None, notice: Notice | None = None) -> ScheduledStep:
    """Schedule the withdrawal of the record, or of these languages. In a transaction, the record locked."""
    record = work.record
    refuse_moment(at)
    workflow.refuse(record, record.state, State.WITHDRAWN, by)
    locks.refuse(record, by)
    asked = [code for code in languages.codes() if codes is None or code in codes]
    chosen = [code for code in asked if is_public(record, code)]
    if not chosen:
        raise TransitionError(_("The record is not public in that language."))
    workflow.refuse_languages(record, chosen, by)
    refuse_too_early(Kind.WITHDRAW, record, at)
    return put(ScheduledStep(step=Kind.WITHDRAW, languages=asked, notice=packed(notice or Notice())), record, by=by, at=at)


def put(step: ScheduledStep, record: Publishable, *, by: User, at: dt.datetime) -> ScheduledStep:
    """Store a step in the place of those of its kind that are about one of its languages."""
    step.record, step.kind, step.at, step.by_id = record.pk, record_type(record).kind, at, by.pk
    step.public_in = [code for code in languages.codes() if is_public(record, code)]
    rivals = ScheduledStep.objects.open().filter(record=record.pk, step=step.step)
    replaced = [rival for rival in rivals if set(rival.languages) & set(step.languages)]
    ScheduledStep.objects.filter(pk__in=[rival.pk for rival in replaced]).delete()
    step.save(force_insert=True)
    uses.keep_scheduled(record)
    detail = {**said(step), "replaced": [str(rival.pk) for rival in replaced]}
    changes.write_down(by=by, action="scheduled", record=record, detail=detail)
    return step


def cancel_work(record: Publishable, key: UUID, *, by: User) -> ScheduledStep | None:
    """Forget an open step of the record; return it, or None if it is no longer open. In a transaction, the record locked."""
    step = ScheduledStep.objects.open().filter(pk=key, record=record.pk).first()
    if step is None:
        return None
    if not workflow.may(by, "publish", record):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(record, by)
    workflow.refuse_languages(record, step.languages, by)
    changes.write_down(by=by, action="schedule cancelled", record=record, detail=said(step))
    step.delete()
    uses.keep_scheduled(record)
    return step


def said(step: ScheduledStep) -> dict[str, object]:
    """Return what the audit log says of a step."""
    return {"id": str(step.pk), "step": str(step.step), "languages": list(step.languages), "at": step.at.isoformat()}


def packed(notice: Notice) -> dict[str, object]:
    """Return a notice as JSON."""
    successor = notice.successor
    return {
        "show_date": notice.show_date,
        "show_title": notice.show_title,
        "reason": notice.reason,
        "successor": [record_type(successor).kind, str(successor.pk)] if successor else [],
    }


def unpacked(stored: dict[str, Any]) -> Notice:  # Any: as `packed` made it
    """Return the notice again; what should be read instead is left out if it is no more."""
    kind, key = stored.get("successor") or ("", "")
    successor = by_kind(kind).model._default_manager.filter(pk=key).first() if kind else None
    return Notice(stored["show_date"], stored["show_title"], stored["reason"], successor)


def open_steps(record: Publishable) -> list[ScheduledStep]:
    """Return what is planned for a record, and what was refused, in the order of the moments."""
    return list(ScheduledStep.objects.open().filter(record=record.pk).select_related("by").defer("data", "base"))


def attach(records: Iterable[Publishable]) -> None:
    """Give each record its open steps as `scheduled_steps`, in one query; for lists."""
    by_key = {record.pk: record for record in records}
    for record in by_key.values():
        record.scheduled_steps = []
    if by_key:
        for step in ScheduledStep.objects.open().filter(record__in=by_key).defer("data", "base"):
            by_key[step.record].scheduled_steps.append(step)
