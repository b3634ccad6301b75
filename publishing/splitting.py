"""A joined pair is taken apart: two records again, each with its language, its moments and every address that led to it."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import addresses, changes, drafts, notices
from publishing.joining import Half, publish_half, references, settle
from publishing.models import Address, Edition, Join, Redirect, Version, Withdrawal
from publishing.pairs import language_name, refuse_others, refuse_rights
from publishing.pending import Work, blank, locked, opened, set_mirrors
from publishing.publishable import Publishable, State
from publishing.registry import by_kind, record_type
from publishing.rights import User
from publishing.state import State as FormState
from publishing.transactions import editorial_act
from publishing.unions import apart
from publishing.unpublishing import is_public
from publishing.workflow import TransitionError, transition

SPLIT = gettext_noop("split")


@dataclass(frozen=True)
class Parting:
    """A record on its way to be two again: the forms of the one that stays and of the one that returns, public and as left by editors."""

    work: Work
    row: Join
    stays: str
    goes: str
    live: tuple[FormState, FormState]
    left: tuple[FormState, FormState]


@editorial_act
def split(record: Publishable, *, by: User) -> Publishable:
    """Take a joined record apart; return the other record, which is there again. TransitionError if there is nothing to split."""
    kept = locked(record)
    row = Join.objects.select_for_update().filter(into=kept.pk).first()
    if row is None:
        raise TransitionError(_("There is nothing to split: this was not joined with another text."))
    work = opened(kept)
    refuse(work, row, by)
    parting = parted(work, row)
    slugs = slugs_of(parting)
    moment = getattr(kept, f"published_at_{parting.goes}") if is_public(kept, parting.goes) else None
    updated_at = kept.updated_at
    # Whatever is written down waits until both are written: nobody may hold the counter and still wait for other rows.
    with changes.holding() as held:
        give_back(parting, slugs)
        if moment is not None:
            take_from(parting, by=by)
        else:
            leave_draft(parting, by=by)
        other = returned(row)
        there = opened(other)
        if moment is not None:
            publish_half(Half(there, parting.live[1], parting.left[1], parting.goes, moment, updated_at), by=by, note=str(_("Split")))
        else:
            there.state = parting.left[1]
            drafts.save_work(there, by=by, note=_("Split"))
    for entry_before in held:
        entry_before()
    row.delete()
    changes.write_down(by=by, action=SPLIT, record=kept, detail={"from": str(other.pk)}, schedule=True)
    record.refresh_from_db()
    return other


def refuse(work: Work, row: Join, by: User) -> None:
    """Raise TransitionError if `by` may not split the record, or it is in no state for it."""
    record = work.record
    if record.state in (State.TRASHED, State.WITHDRAWN):
        raise TransitionError(_("It was withdrawn. Publish it again first."))
    refuse_rights([record], [row.stays_in, row.language], by)
    refuse_others([record], by)
    if work.conflicts:
        raise TransitionError(_("It was changed by two people at once. Open its form and decide which text stands."))
    told = Withdrawal.objects.filter(record=record.pk).values_list("language", flat=True)
    for code in (row.stays_in, row.language):
        if code in told:
            raise TransitionError(_("Its text in %(language)s was withdrawn. Publish it again first.") % {"language": language_name(code)})


def parted(work: Work, row: Join) -> Parting:
    """Return the forms of both records. The one that stays keeps the language that is public, if only one of them is."""
    schema, follow = work.desk.schema, work.desk.rows_of_one
    kept, gone = row.data["forms"]["kept"], row.data["forms"]["gone"]
    live = apart(schema, work.live.state, kept[0], gone[0], row.language, follow=follow)
    left = apart(schema, work.state, kept[1], gone[1], row.language, follow=follow)
    if is_public(work.record, row.language) and not is_public(work.record, row.stays_in):
        return Parting(work, row, row.language, row.stays_in, live[::-1], left[::-1])
    return Parting(work, row, row.stays_in, row.language, live, left)


def slugs_of(parting: Parting) -> set[str]:
    """Return the addresses of the text that goes: those it came with, and those it had since."""
    record, row, name = parting.work.record, parting.row, parting.work.record.slug_field
    if parting.goes != row.language or not is_public(record, parting.goes):
        return set()
    found = set(row.data["slugs"]) | {getattr(record, f"{name}_{parting.goes}")}
    for data in Version.objects.filter(record=record.pk, published=True, at__gte=row.at).values_list("data", flat=True):
        found.add(data.get(f"{name}_{parting.goes}"))
    return found - {getattr(record, f"{name}_{parting.stays}"), None, ""}


def give_back(parting: Parting, slugs: set[str]) -> None:
    """Let all that led to the text that goes lead to its own record again."""
    record, row, kind = parting.work.record, parting.row, record_type(parting.work.record).kind
    Address.objects.filter(kind=kind, record=record.pk, slug__in=slugs).update(record=row.record)
    Edition.objects.filter(record=record.pk, language=parting.goes).update(record=row.record)
    for name, each in references().items():
        rows = each.model._default_manager.filter(pk__in=row.data["references"].get(name, []))
        rows.filter(**{each.kind: kind, each.record: record.pk}).update(**{each.record: row.record})
    Redirect.objects.filter(kind=kind, record=record.pk, language=parting.goes).update(record=row.record)


def take_from(parting: Parting, *, by: User) -> None:
    """Take the text that goes from the record that stays, which remains public in its own language."""
    work, record, known = parting.work, parting.work.record, record_type(parting.work.record)
    submission = work.desk.submission(record, parting.live[0], work.live, publishing=[parting.stays])
    if problems := submission.problems():
        raise drafts.RefusedError(problems)

    def write() -> None:
        submission.save()
        set_mirrors(record, parting.left[0], has_draft=False)
        setattr(record, f"{record.slug_field}_{parting.goes}", None)
        addresses.settle_slugs(record, known.kind, known.reserved_slugs, fields=(record.title_field, record.slug_field), fresh=())

    transition(record, State.WITHDRAWN, by=by, languages=[parting.goes], write=write)
    notices.drop(record, [parting.goes])
    settle(work, parting.live[0], parting.left[0], [parting.stays], by=by, note=str(_("Split")))


def leave_draft(parting: Parting, *, by: User) -> None:
    """Take the text that goes, which the public never saw, from the draft of the record that stays."""
    work = parting.work
    work.state, work.base = parting.left[0], work.live.state
    drafts.save_work(work, by=by, note=_("Split"))


def returned(row: Join) -> Publishable:
    """Store the record that returns, with nothing in it yet, under the keys by which it was known."""
    model = by_kind(row.kind).model
    record = blank(model, row.record)
    record.short_id, record.created_by_id, record.edited_at = row.short_id, row.created_by_id, timezone.now()
    record.save(force_insert=True)
    if row.created_at is not None:
        model._default_manager.filter(pk=record.pk).update(created_at=row.created_at)
    return model._default_manager.get(pk=record.pk)
