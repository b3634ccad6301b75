"""What was scheduled, when its moment has come: done once, or refused where an editor sees it.

The draft of the moment it was scheduled becomes public, merged with what was corrected in public since. Nothing is done by halves:
where the two contradict each other, or where whoever scheduled it may not do it any more, the step is refused and says why.
"""

import datetime as dt
import logging
import uuid
from dataclasses import replace
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from publishing import changes, drafts, languages, uses
from publishing.desk_notices import noting
from publishing.merging import merge
from publishing.models import Draft, ScheduledStep
from publishing.pending import Work, drop, locked, mirror, opened
from publishing.publication import make_public, prepared
from publishing.publishable import Publishable, State
from publishing.registry import by_kind
from publishing.rights import languages_of, may
from publishing.scheduling import said, unpacked
from publishing.state import State as FormState
from publishing.state import diff
from publishing.transactions import editorial_act
from publishing.unpublishing import is_public
from publishing.workflow import TransitionError, User

logger = logging.getLogger(__name__)


def take_all(now: dt.datetime | None = None) -> int:
    """Take every step whose moment has come, each in its own transaction; return how many were taken or refused.

    Safe to call from every process at once: whoever locks the record first takes the step, and the others find it taken.
    """
    now = now or timezone.now()
    return sum(settle(key, now) for key in list(ScheduledStep.objects.due(now).values_list("pk", flat=True)))


def settle(key: UUID, now: dt.datetime) -> bool:
    """Take one step, or let it be refused; return whether it was still to be taken."""
    try:
        return take(key, now)
    except DatabaseError:
        # Passing: the next look at the clock tries again.
        raise
    except Exception:
        # What nobody thought of must neither stop the other steps nor come again every ten seconds.
        logger.exception("A scheduled step failed: %s", key)
        return give_up(key)


@editorial_act
def take(key: UUID, now: dt.datetime) -> bool:
    """Take one step and write down that it is done, in one transaction; or write down why not, and nothing else."""
    step, record = held(key)
    if step is None or step.at > now:
        return False
    if reasons := attempt(step, record):
        refuse(step, record, reasons)
        return True
    # History has the text.
    step.done_at, step.data, step.base = timezone.now(), {}, {}
    step.save(update_fields=["done_at", "data", "base"])
    if record is not None:
        uses.keep_scheduled(record)
    changes.write_down(by=step.by, action="schedule done", record=record, detail=said(step))
    logger.info("Done as scheduled: %s", step)
    return True


@editorial_act
def give_up(key: UUID) -> bool:
    """Write down that a step failed for a reason that only the log knows."""
    step, record = held(key)
    if step is not None:
        refuse(step, record, dict(map(failure, languages.codes())))
    return step is not None


def failure(code: str) -> tuple[str, str]:
    """Return (language, what is said there of a step that failed)."""
    with translation.override(code):
        return code, _("The program failed. Its log says why.")


def held(key: UUID) -> tuple[ScheduledStep | None, Publishable | None]:
    """Return a step that still waits, and its record if there is one, both locked: the record first, as in every act."""
    found = ScheduledStep.objects.filter(pk=key).first()
    if found is None:
        return None, None
    record = by_kind(found.kind).model._default_manager.filter(pk=found.record).first()
    if record is not None:
        record = locked(record)
    return ScheduledStep.objects.waiting().select_for_update().filter(pk=key).first(), record


def refuse(step: ScheduledStep, record: Publishable | None, reasons: dict[str, str]) -> None:
    """Write down that a step is not taken, and why, in each language."""
    step.refused_at = timezone.now()
    for code, reason in reasons.items():
        setattr(step, f"refusal_{code}", reason)
    step.save(update_fields=["refused_at", *(f"refusal_{code}" for code in reasons)])
    if record is not None:
        noting.note(noting.Kind.FAILED, record, [step.by_id], actor=None)
    changes.write_down(by=step.by, action="schedule refused", record=record, detail={**said(step), "reason": next(iter(reasons.values()))})
    logger.warning("Refused what was scheduled: %s: %s", step, next(iter(reasons.values())))


def attempt(step: ScheduledStep, record: Publishable | None) -> dict[str, str]:
    """Take the step and return nothing, or leave everything as it is and return why, in each language."""
    reasons = {}
    for code in languages.codes():
        try:
            with translation.override(code), transaction.atomic():
                perform(step, locked(record) if record is not None else None)
                return {}
        except TransitionError as error:
            reasons[code] = str(error)
    return reasons


def perform(step: ScheduledStep, record: Publishable | None) -> None:
    """Take the step, or raise TransitionError."""
    if record is None:
        raise TransitionError(_("There is no such record any more."))
    if record.state == State.TRASHED:
        raise TransitionError(_("The record lies in the trash."))
    decided = [code for code in step.languages if step.step == ScheduledStep.Kind.PUBLISH or is_public(record, code)]
    if step.by is None or not may(step.by, "publish", record) or set(decided) - set(languages_of(step.by, record)):
        raise TransitionError(_("Whoever scheduled this may not do it any more."))
    if step.step == ScheduledStep.Kind.WITHDRAW:
        # What was withdrawn by hand meanwhile needs nothing more.
        if decided:
            drafts.withdraw_work(opened(record), by=step.by, codes=decided, notice=unpacked(step.notice))
        return
    publish(step, opened(record), by=step.by)


def publish(step: ScheduledStep, work: Work, *, by: User) -> None:
    """Make the scheduled form public, merged with what is public now."""
    record, live = work.record, work.live.state
    lost = [code for code in step.public_in if not is_public(record, code)]
    if lost and (record.state != State.PUBLISHED or set(lost) & set(step.languages)):
        raise TransitionError(_("It was withdrawn meanwhile, and does not come back by itself."))
    merged = merge(work.desk.schema, step.base, step.data, live)
    if merged.conflicts:
        labels = get_text_list([work.desk.label(key, merged.state, live) for key in merged.conflicts], _("and"))
        raise TransitionError(_("Meanwhile the public text was changed in the same places: %(places)s.") % {"places": labels})
    planned = replace(work, state=merged.state, base=live, conflicts={}, dropped=merged.dropped)
    publication = prepared(planned, by=by, codes=step.languages)
    if publication.held_back:
        raise TransitionError(_("Whoever scheduled this may not do it any more."))
    after = make_public(planned, publication, by=by, note=step.note, public_note=step.public_note) if publication.changes(planned) else live
    bring_draft_along(step, record, work.draft, after)


def bring_draft_along(step: ScheduledStep, record: Publishable, draft: Draft | None, after: FormState) -> None:
    """Let the draft go on from what is public now, or end if nothing is left of it."""
    if draft is not None and step.is_in_draft:
        draft.data, draft.base = rebased(draft, step, after)
        draft.token = uuid.uuid4()
        draft.save(update_fields=["data", "base", "token"])
        uses.keep_draft(record, draft.data)
    work = opened(type(record)._default_manager.get(pk=record.pk))
    is_done = not work.conflicts and not diff(work.state, work.live.state)
    if is_done:
        drop(work)
    mirror(record, work.state, has_draft=not is_done and draft is not None)


def rebased(draft: Draft, step: ScheduledStep, after: FormState) -> tuple[FormState, FormState]:
    """Return a draft that began with the scheduled form, and its base, as if it had begun with what that became."""
    data, base = dict(draft.data), dict(draft.base)
    for key in {**step.data, **after}:
        if data.get(key) == step.data.get(key):
            # Nobody went on here.
            replace_value(data, key, after)
            replace_value(base, key, after)
        elif step.data.get(key) != step.base.get(key):
            replace_value(base, key, after)
    return data, base


def replace_value(state: FormState, key: str, source: FormState) -> None:
    """Give a key the value it has in `source`, or none."""
    if key in source:
        state[key] = source[key]
    else:
        state.pop(key, None)
