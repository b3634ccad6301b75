"""Two records that are one story in two languages become one, with all that leads to them.

    joining.join(article, translation, by=user)       # returns the record that stays: the one that was public first
    splitting.split(article, by=user)                 # returns the other one, which is there again

The text that comes keeps its state, its moments and its address: a draft half stays a draft. The record that brought it is no more,
and whatever led to it (address, short address, published versions, redirects, its key in the API) leads to the one that stays.
"""

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, drafts, editions, listing, scheduling
from publishing.models import (
    Address,
    BundleItem,
    Change,
    Comment,
    DeskNotice,
    Draft,
    Edition,
    Join,
    Lock,
    Presence,
    RecordTemplate,
    Redirect,
    Review,
    Standing,
    Use,
    Withdrawal,
)
from publishing.pairs import Pair, paired, refuse
from publishing.pending import Work, add_version, keep_rest, locked, set_mirrors
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.review import ending
from publishing.rights import User
from publishing.state import State as FormState
from publishing.transactions import editorial_act
from publishing.unpublishing import is_public
from publishing.workflow import TransitionError, transition

JOINED = gettext_noop("joined")


@dataclass(frozen=True)
class Reference:
    """A model whose rows lead to records: the columns that hold the kind and the key of what they lead to."""

    model: type[models.Model]
    kind: str = "kind"
    record: str = "record"


_references = [
    Reference(Redirect),
    Reference(Withdrawal, "successor_kind", "successor"),
    Reference(Review),
    Reference(Comment),
    Reference(DeskNotice, "record_kind"),
]


def register(reference: Reference) -> None:
    """Let rows of a model follow records that are joined or split."""
    _references.append(reference)


def references() -> dict[str, Reference]:
    """Return what leads to records, by the name under which its rows are remembered."""
    return {f"{each.model._meta.label} {each.record}": each for each in _references}


@editorial_act
def join(first: Publishable, second: Publishable, *, by: User) -> Publishable:
    """Make one record of two, each in a language of its own; return it. TransitionError, and nothing done, if they cannot be one."""
    found = locked_both(first, second)
    pair = paired(found[0], found[1])
    refuse(pair, by)
    kept, gone = pair.kept.record, pair.gone.record
    was_public, waits_alone = gone.is_live, pair.waits_alone
    moment = getattr(gone, f"published_at_{pair.goes}") if is_public(gone, pair.goes) else None
    row = remember(pair, was_public=was_public, by=by)
    trace = take_over(pair, row)
    note = _("Joined with “%(title)s”") % {"title": trace.working_title or str(trace)}
    if waits_alone and moment is not None:
        pair.kept.state = pair.live
        scheduling.change_work(pair.kept, by=by, at=moment, codes=[pair.goes], note=note)
    elif moment is not None:
        half = Half(pair.kept, pair.live, pair.work, pair.goes, moment, trace.updated_at)
        publish_half(half, by=by, note=note)
    else:
        pair.kept.state, pair.kept.base = pair.work, pair.kept.live.state
        drafts.save_work(pair.kept, by=by, note=note)
    change = changes.change_of(trace, Change.Kind.MERGED, [pair.goes], at=timezone.now(), into=kept.pk) if was_public else None
    changes.write_down(by=by, action=JOINED, record=trace, change=change, detail={"into": str(kept.pk)}, schedule=not was_public)
    kept.refresh_from_db()
    return kept


def locked_both(first: Publishable, second: Publishable) -> list[Publishable]:
    """Lock both in the order of their keys, which all acts keep; return them as they are stored."""
    found = {}
    try:
        for record in sorted((first, second), key=lambda each: str(each.pk)):
            found[record.pk] = locked(record)
    except (type(first).DoesNotExist, type(second).DoesNotExist) as error:
        raise TransitionError(_("One of them is no longer there: somebody has joined or deleted it meanwhile.")) from error
    return [found[first.pk], found[second.pk]]


def remember(pair: Pair, *, was_public: bool, by: User) -> Join:
    """Keep what a split needs."""
    gone = pair.gone.record
    forms = {"kept": forms_of(pair.kept, pair.stays), "gone": forms_of(pair.gone, pair.goes)}
    return Join(
        record=gone.pk,
        kind=record_type(gone).kind,
        short_id=gone.short_id,
        language=pair.goes,
        was_public=was_public,
        created_at=gone.created_at,
        created_by_id=gone.created_by_id,
        into=pair.kept.record.pk,
        stays_in=pair.stays,
        data={"forms": forms},
        by_id=by.pk,
    )


def forms_of(work: Work, code: str) -> list[FormState]:
    """Return the public form of a record, and the form as editors left it; of one that is not public, that stands for both."""
    return [work.live.state if is_public(work.record, code) else work.state, work.state]


def take_over(pair: Pair, row: Join) -> Publishable:
    """Let everything that led to the record that goes lead to the one that stays, then delete it; return what it was."""
    kept, gone, kind = pair.kept.record, pair.gone.record, record_type(pair.gone.record).kind
    addresses = Address.objects.filter(kind=kind, record=gone.pk)
    row.data["slugs"] = list(addresses.values_list("slug", flat=True)) if row.was_public else []
    if not row.was_public:
        # Nothing ever stood there, and nobody is to learn the words of it.
        addresses.delete()
    addresses.update(record=kept.pk)
    Edition.objects.filter(record=gone.pk).update(record=kept.pk)
    # What was asked for of the one that goes is not what is to be read now.
    ending.end(gone.pk, Review.Outcome.DROPPED, by=None)
    row.data["references"] = {name: lead(each, kind, gone, kept) for name, each in references().items()}
    row.save(force_insert=True)
    trace = copy.copy(gone)
    remove(gone)
    return trace


def lead(reference: Reference, kind: str, old: Publishable, new: Publishable) -> list[str]:
    """Let rows that lead to one record lead to another; return their keys."""
    rows = reference.model._default_manager.filter(**{reference.kind: kind, reference.record: old.pk})
    keys = list(rows.values_list("pk", flat=True))
    rows.update(**{reference.record: new.pk})
    return [str(key) for key in keys]


def remove(record: Publishable) -> None:
    """Delete a record whose text lives on: out of all lists, with what only it had. Its saved versions stay, for a split."""
    with listing.relisting(record):
        record.state = State.TRASHED
        listing.derive(record)
        record.save()
    for follow in record_type(record).after:
        follow(record)
    for kept in (Draft, Lock, Presence, Standing, Use, BundleItem, RecordTemplate):
        kept.objects.filter(record=record.pk).delete()
    record.delete()


@dataclass(frozen=True)
class Half:
    """A text on its way into a record: the form that becomes public, and that with all that editors were at beside it."""

    work: Work
    form: FormState
    all_of_it: FormState
    code: str
    # When it became public, or will, and when the public last saw a change of it.
    moment: dt.datetime
    updated_at: dt.datetime | None = None


def publish_half(half: Half, *, by: User, note: str) -> None:
    """Publish a form in one language, as of the moment that it had elsewhere; whatever else editors were at stays a draft."""
    work, record = half.work, half.work.record
    submission = work.desk.submission(record, half.form, work.live, publishing=[half.code])
    if problems := submission.problems():
        raise drafts.RefusedError(problems)

    def write() -> None:
        submission.save()
        set_mirrors(record, half.all_of_it, has_draft=False)
        record.updated_at = max(filter(None, (record.updated_at, half.updated_at)), default=None)

    transition(record, State.PUBLISHED, by=by, languages=[half.code], at=half.moment, write=write)
    settle(work, half.form, half.all_of_it, [half.code], by=by, note=note)


def settle(work: Work, form: FormState, all_of_it: FormState, codes: Sequence[str], *, by: User, note: str) -> None:
    """Keep a version of what is public now, and as a draft what is not. After a step, the record locked."""
    stored = work.desk.stored(work.record)
    after = work.desk.live(stored).state
    version = add_version(work, after, by=by, published=True, codes=codes, note=note)
    editions.keep_changed(stored, version, at=timezone.now())
    keep_rest(work, after, held_back={key: value for key, value in all_of_it.items() if form.get(key) != value}, by=by)
