"""Two records that are about one and the same thing become one, for good.

    record = absorbing.merge(actor, duplicate, by=user, plan=Plan(takes={"born"}))

One of them stays: the first, unless only the other one is public. Whatever pointed to the one that goes points to the one that stays:
rows of others, unpublished forms, addresses, numbers, versions. What is public of both is united at once; what was never public goes
into the unpublished changes of the one that stays.
"""

import copy
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, Max, ProtectedError, Q, Value
from django.db.models.functions import Concat, Left
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, drafts, languages, naming, pointing, uses
from publishing.duplicates import Duplicates, duplicates, name_of, refuse, stands_under
from publishing.joining import locked_both, references, remove, settle
from publishing.models import Address, Change, Edition, Merge, PreviewLink, Review, Standing, Version, Withdrawal
from publishing.pending import Work, newest_number, set_mirrors
from publishing.publishable import Publishable, State
from publishing.refusals import TransitionError
from publishing.registry import record_type
from publishing.review import ending
from publishing.rights import User
from publishing.state import State as FormState
from publishing.state import prefixes
from publishing.transactions import editorial_act
from publishing.uniting import Plan, is_there
from publishing.unpublishing import is_public
from publishing.workflow import transition

MERGED = gettext_noop("merged")


@dataclass
class Act:
    """One merge on its way."""

    pair: Duplicates
    plan: Plan
    by: User
    # The one that goes, as it was.
    trace: Publishable = field(init=False)
    are_public: bool = field(init=False)
    # The forms of both as one: what is public of it, and as editors left it.
    public: FormState = field(init=False)
    whole: FormState = field(init=False)

    def __post_init__(self) -> None:
        self.trace = copy.copy(self.gone)
        self.are_public = self.pair.are_public
        self.public = self.pair.united(self.plan, public=True) if self.are_public else self.pair.kept.live.state
        self.whole = self.pair.united(self.plan, public=False)

    @property
    def kept(self) -> Publishable:
        """The record that stays."""
        return self.pair.kept.record

    @property
    def gone(self) -> Publishable:
        """The record that goes."""
        return self.pair.gone.record

    @property
    def note(self) -> str:
        """What history says of it."""
        return _("Merged with “%(title)s”") % {"title": name_of(self.trace)}


@editorial_act
def merge(first: Publishable, second: Publishable, *, by: User, plan: Plan | None = None, seen: str = "") -> Publishable:
    """Make one record of two; return the one that stays. TransitionError, and nothing done, if they cannot be one.

    `seen` is what `Duplicates.seen` was when somebody decided.
    """
    pair = duplicates(*locked_both(first, second))
    refuse(pair, by, seen)
    act = Act(pair, plan or Plan(), by)
    # Nobody may hold the counter and still wait for other rows.
    with changes.holding() as held:
        try:
            carry_out(act)
        except ProtectedError as error:
            raise TransitionError(_("Something else holds “%(title)s”.") % {"title": name_of(act.trace)}) from error
    for entry in held:
        entry()
    write_down(act)
    kept = act.kept
    kept.refresh_from_db()
    return kept


def carry_out(act: Act) -> None:
    """Write everything but the logs."""
    rows_moved(act)
    names = {**act.pair.names, **dissolved(act)}
    naming.rename(names, but=[act.kept.pk, act.gone.pk])
    for old, new in names.items():
        uses.rename(UUID(old), UUID(new))
    addresses_moved(act)
    past_moved(act)
    remove(act.gone)
    record = type(act.kept)._default_manager.get(pk=act.kept.pk)
    live = act.pair.kept.desk.live(record)
    work = Work(record, act.pair.kept.desk, live, act.pair.kept.draft, act.whole, live.state)
    if act.are_public:
        publish(act, work)
    else:
        drafts.save_work(work, by=act.by, note=act.note)


def dissolved(act: Act) -> dict[str, str]:
    """Return {row that goes: row that it became} of those that stand nowhere any more."""
    return {gone: kept for gone, kept in act.plan.rows.items() if not is_there(act.public, gone) and not is_there(act.whole, gone)}


def rows_moved(act: Act) -> None:
    """Let rows of the database point to the record that stays, its own rows among them."""
    kept, gone, tree = act.kept, act.gone, act.pair.uniting.tree
    clear_the_way(act)
    if tree and stands_under(kept, gone, tree):
        type(kept)._base_manager.filter(pk=kept.pk).update(**{f"{tree}_id": getattr(gone, f"{tree}_id")})
    for once in pointing.registered():
        once.unite(gone, kept)
    pointing.point(type(kept), gone.pk, kept.pk)
    for prefix, part in prefixes(act.pair.kept.desk.schema):
        stored = {str(row.pk) for work in (act.pair.kept, act.pair.gone) for row in work.live.rows.get(prefix, ())}
        for old, new in dissolved(act).items():
            if {old, new} <= stored:
                pointing.point(part.model, old, new)


def clear_the_way(act: Act) -> None:
    """Delete rows by which the two name each other, and those of a record that was never public: what is in them stands in its form."""
    desk, to_each_other = act.pair.kept.desk, ((act.kept.pk, act.gone.pk), (act.gone.pk, act.kept.pk))
    keys: dict[str, Any] = {prefix: formset.fk for prefix, formset in desk.formset_classes.items()}  # Any: foreign keys
    owners = {prefix: key.name for prefix, key in keys.items()}
    for prefix, name in act.pair.uniting.not_itself.items():
        both = (Q(**{owners[prefix]: one, name: other}) for one, other in to_each_other)
        desk.schema[prefix].model._base_manager.filter(Q(*both, _connector=Q.OR)).delete()
    for prefix in reversed(owners) if not act.are_public else ():
        desk.schema[prefix].model._base_manager.filter(**{owners[prefix]: act.gone.pk}).delete()


def addresses_moved(act: Act) -> None:
    """Let the addresses and the numbers of the record that goes lead to the one that stays; one that nobody saw leaves none."""
    kept, gone, kind = act.kept, act.gone, record_type(act.gone).kind
    addresses, was_public = Address.objects.filter(kind=kind, record=gone.pk), gone.is_live
    slugs = list(addresses.values_list("slug", flat=True)) if was_public else []
    if was_public:
        addresses.update(record=kept.pk)
    else:
        addresses.delete()
    if act.pair.gone.draft is not None or gone.state == State.IN_REVIEW:
        ending.end(gone.pk, Review.Outcome.DROPPED, by=None)
    for each in references().values():
        each.model._default_manager.filter(**{each.kind: kind, each.record: gone.pk}).update(**{each.record: kept.pk})
    Withdrawal.objects.filter(record=gone.pk).delete()
    PreviewLink.objects.filter(record=gone.pk).delete()
    forms = {"kept": act.pair.kept.state, "gone": act.pair.gone.state}
    numbers = Edition.objects.filter(record=kept.pk).aggregate(last=Max("number"))["last"] or 0
    known = {"record": gone.pk, "kind": kind, "short_id": gone.short_id, "was_public": was_public, "slugs": slugs}
    Merge.objects.filter(into=gone.pk).update(into=kept.pk, editions=F("editions") + numbers)
    Merge.objects.create(**known, into=kept.pk, editions=numbers, forms=forms, by_id=act.by.pk)
    Edition.objects.filter(record=gone.pk).update(record=kept.pk, number=F("number") + numbers)


def past_moved(act: Act) -> None:
    """Let the history of the record that stays have the versions of the other one, after its own; each says whose it was."""
    versions, limit = Version.objects.filter(record=act.gone.pk), Version._meta.get_field("note").max_length or 0
    whose = Value(f"“{name_of(act.trace)[:150]}” ")
    note = Left(Concat(whose, "note"), limit)
    versions.update(record=act.kept.pk, number=F("number") + newest_number(act.kept), note=note)
    # Its versions are those of both now, and its standing follows from them anew.
    Standing.objects.filter(pk=act.kept.pk).delete()


def publish(act: Act, work: Work) -> None:
    """Let readers see both as one, in the languages of either."""
    record, desk = work.record, work.desk
    codes = [code for code in languages.codes() if is_public(act.kept, code) or is_public(act.trace, code)]
    moment = min((getattr(act.trace, f"published_at_{code}") for code in codes if not is_public(act.kept, code)), default=None)
    submission = desk.submission(record, act.public, work.live, publishing=codes)
    if problems := submission.problems():
        raise drafts.RefusedError(problems)

    def write() -> None:
        submission.save()
        set_mirrors(record, act.whole, has_draft=False)
        record.updated_at = timezone.now()

    transition(record, State.PUBLISHED, by=act.by, languages=codes, at=moment, write=write)
    settle(work, act.public, act.whole, codes, by=act.by, note=act.note)


def write_down(act: Act) -> None:
    """End the act: partners are told where a record that they know went."""
    kept, gone = act.kept, act.trace
    codes = [code for code in languages.codes() if is_public(gone, code)]
    change = changes.change_of(gone, Change.Kind.MERGED, codes, at=timezone.now(), into=kept.pk) if gone.is_live else None
    # What names the one that goes names the other one now, on public pages too.
    changes.write_down(by=act.by, action=MERGED, record=gone, change=change, detail={"into": str(kept.pk), "name": name_of(gone)}, public=True)
