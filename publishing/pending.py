"""The pending draft of a record: what lies beside its row while somebody works on it. Used through `publishing.drafts`."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Max
from django.utils.translation import gettext as _

from publishing import changes, languages, locks, standings, uses
from publishing.desk import Desk, Live, Problem, desk_of
from publishing.editions import PublicNote
from publishing.merging import Merge, merge
from publishing.models import Draft, ScheduledStep, Version
from publishing.picks import Picks
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.rights import may
from publishing.state import State as FormState
from publishing.state import complete, diff
from publishing.workflow import TransitionError, User

Record = TypeVar("Record", bound=Publishable)


class RefusedError(TransitionError):
    """A publication that the form does not allow; `problems` says what is wrong where."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem) for problem in problems))
        self.problems = list(problems)


@dataclass
class Work:
    """What lies on the desk: a record, its live form, its draft, and the form that results from both."""

    record: Publishable
    desk: Desk
    live: Live
    draft: Draft | None
    state: FormState
    # What the editor's work began from.
    base: FormState
    conflicts: Mapping[str, Any] = field(default_factory=dict)  # Any: values of a state
    dropped: Sequence[str] = ()
    # What is stored, as the page that shows the work takes account of it; the state itself if nothing else was put into it.
    known: FormState | None = None
    # The open form that the work comes from; "" for a program's.
    form: str = ""
    # What it names, as this act has kept it; None before it did.
    known_uses: uses.Known | None = None
    # What is done once a new record is stored, in the same transaction.
    once_stored: Callable[[Publishable], None] | None = None

    def __post_init__(self) -> None:
        if self.known is None:
            self.known = self.state

    @property
    def token(self) -> str:
        """The token of the draft: a tab that shows another one is stale."""
        return str(self.draft.token) if self.draft else ""


def opened(record: Publishable, picks: Picks | None = None) -> Work:
    """Return the work on a record: its draft merged with what became public meanwhile. Writes nothing. `picks` are choices looked up before."""
    desk = desk_of(record)
    live = desk.live(record, picks=picks)
    draft = None if record._state.adding else Draft.objects.filter(record=record.pk).first()
    if draft is None:
        return Work(record, desk, live, None, live.state, live.state)
    merged: Merge = merge(desk.schema, draft.base, draft.data, live.state)
    base = {**live.state, **{key: draft.base[key] for key in merged.conflicts if key in draft.base}}
    return Work(record, desk, live, draft, merged.state, base, merged.conflicts, merged.dropped)


def locked(record: Record) -> Record:
    """Return the record as it is stored, locked until the end of the transaction."""
    return settled(type(record)._default_manager.select_for_update().get(pk=record.pk))


def settled(record: Record) -> Record:
    """Let a locked record know that it was public, if its moment has passed but nobody has read since."""
    if record.is_live and record.first_published_at is None:
        changes.settle()
        record.refresh_from_db()
    return record


def blank(model: type[Record], key: uuid.UUID | None = None) -> Record:
    """Return a record that is not stored yet."""
    return model(pk=key) if key else model()


def check_right(record: Publishable, by: User, step: str = "change") -> None:
    """Raise TransitionError if `by` may not write to the draft of the record, or decide about it ("submit")."""
    meta = record._meta
    is_new = record._state.adding
    allowed = by.has_perm(f"{meta.app_label}.add_{meta.model_name}") if is_new else may(by, step, record)
    if not allowed:
        raise TransitionError(_("You have no right to do this with this record."))
    if record.state == State.TRASHED:
        raise TransitionError(_("The record lies in the trash. Bring it back first."))
    locks.refuse(record, by)


def keep(work: Work, state: FormState, base: FormState, *, by: User) -> None:
    """Store a draft with a new token, and mirror it on the row for the admin's lists. The one writer of the mirrors."""
    draft = work.draft or Draft(record=work.record.pk, kind=record_type(work.record).kind)
    draft.data, draft.base, draft.token, draft.by_id, draft.form = state, base, uuid.uuid4(), by.pk, work.form
    draft.save(force_insert=work.draft is None)
    work.draft = draft
    work.known_uses = uses.keep_draft(work.record, state, work.known_uses)
    mirror(work.record, state, has_draft=True)


def drop(work: Work) -> bool:
    """Delete the draft; tell whether there was one."""
    if work.draft is None:
        return False
    work.draft.delete()
    work.draft = None
    work.known_uses = uses.keep_draft(work.record, None, work.known_uses)
    # A draft that is begun after this one goes on from the public text, not from what was scheduled.
    ScheduledStep.objects.waiting().filter(record=work.record.pk).update(is_in_draft=False)
    return True


def set_mirrors(record: Publishable, state: FormState, *, has_draft: bool) -> None:
    """Set the columns by which the admin lists a record that is being worked on. Does not save the record."""
    titles = [str(state.get(f"{record.title_field}_{code}", "")) for code in languages.codes()]
    limit = record._meta.get_field("working_title").max_length
    record.working_title = next(filter(None, titles), "")[:limit]
    record.has_draft = has_draft


def mirror(record: Publishable, state: FormState, *, has_draft: bool) -> None:
    """Store those columns."""
    set_mirrors(record, state, has_draft=has_draft)
    names = ["working_title", "has_draft", "edited_at", "edited_by_id"]
    type(record)._default_manager.filter(pk=record.pk).update(**{name: getattr(record, name) for name in names})
    standings.write(record, in_draft=standings.drafted(record, state))


def newest_number(record: Publishable) -> int:
    """Return the number of the record's newest version, 0 if it has none."""
    if record.is_begun:
        return 0
    return Version.objects.filter(record=record.pk).aggregate(number=Max("number"))["number"] or 0


def newest_data(record: Publishable) -> FormState | None:
    """Return what the record's newest version holds."""
    return Version.objects.filter(record=record.pk).order_by("-number").values_list("data", flat=True).first()


def add_version(
    work: Work,
    state: FormState,
    *,
    by: User,
    published: bool = False,
    codes: Sequence[str] = (),
    note: str = "",
    public_note: PublicNote | None = None,
) -> Version:
    """Keep a state for good, under the record's next number."""
    version = Version.objects.create(
        record=work.record.pk,
        kind=record_type(work.record).kind,
        number=newest_number(work.record) + 1,
        data=state,
        published=published,
        languages=list(codes),
        note=note,
        by_id=by.pk,
        at=work.record.edited_at,
        **{f"public_note_{code}": text for code, text in (public_note or {}).items()},
    )
    if published:
        work.known_uses = uses.keep_stored(work.record, state, work.known_uses)
        standings.write(work.record, publication=(standings.digests(work.desk.schema, state), version.at))
    return version


def keep_rest(work: Work, after: FormState, *, held_back: FormState, by: User) -> None:
    """Store what was held back as the draft over the live form, or drop the draft if nothing was."""
    rest = complete(work.desk.schema, {**after, **held_back}, after)
    if diff(rest, after):
        undecided = {key: work.base[key] for key in work.conflicts if key in work.base}
        keep(work, rest, {**after, **undecided}, by=by)
        return
    drop(work)
    if work.record.has_draft:
        mirror(work.record, after, has_draft=False)
