"""Drafts: work in progress on a record, kept as the form's state beside the row, which holds only what the public may see.

For programs (demo content, bulk acts, the scheduler), all with the checks of the form and the rights of `by`:

    record = drafts.create(Article, {"title_en": "...", "kind": kind, "tags": ["+Talks"], "corrections": [{"text_en": "..."}]}, by=user)
    drafts.state_of(record)                       # the form as the next editor would see it
    drafts.save(record, {"lead_en": "..."}, by=user)
    drafts.publish(record, by=user)               # languages=["en"], at=moment, note="..."
    drafts.withdraw(record, by=user, languages=["en"])
    drafts.discard(record, by=user)

Refusals are `TransitionError`; a form that is not ready is `RefusedError`, a TransitionError that lists what is wrong.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from publishing import changes, languages, standings, uses
from publishing.desk import Problem
from publishing.editions import PublicNote
from publishing.models import Review
from publishing.pending import (
    Record,
    RefusedError,
    Work,
    add_version,
    blank,
    check_right,
    drop,
    keep,
    keep_rest,
    locked,
    mirror,
    newest_data,
    opened,
    settled,
)
from publishing.picks import Picks
from publishing.publication import languages_to_publish, make_public, prepared
from publishing.publishable import Publishable, State
from publishing.review import ending
from publishing.rights import limited, may, may_write
from publishing.state import State as FormState
from publishing.state import complete, diff, of_model, rekey
from publishing.transactions import editorial_act
from publishing.unpublishing import empty, empty_languages, is_public, told, waits_in
from publishing.workflow import Notice, TransitionError, User, transition

__all__ = [
    "RefusedError",
    "Work",
    "blank",
    "copy_of",
    "create",
    "discard",
    "issue",
    "languages_to_publish",
    "locked",
    "opened",
    "publish",
    "save",
    "settled",
    "state_of",
    "withdraw",
]

# What the audit log calls a draft saved by hand; one kept on the way to another step is part of that step.
SAVED = gettext_noop("draft saved")


def state_of(record: Publishable) -> FormState:
    """Return the form of a record as the next editor would see it: the draft if there is one, else what is stored."""
    return opened(record).state


@editorial_act
def create(
    model: type[Record],
    fields: Mapping[str, Any],  # Any: values of the form's fields
    *,
    by: User,
    record: Record | None = None,
    note: str = "",
) -> Record:
    """Make a record that holds nothing yet, and its draft with these fields; return it.

    `record` is a blank one whose keys were chosen before, `note` what its history says of the draft.
    """
    record = record or blank(model)
    work = opened(record)
    work.state = complete(work.desk.schema, {**work.state, **work.desk.typed(fields)}, work.live.state)
    save_work(work, by=by, note=note)
    changes.write_down(by=by, action=SAVED, record=record)
    return record


@editorial_act
def issue(
    model: type[Record],
    fields: Mapping[str, Any],  # Any: values of the form's fields
    *,
    by: User,
    languages: Sequence[str] | None = None,
    at: dt.datetime | None = None,
    record: Record | None = None,
    picks: Picks | None = None,
) -> Record:
    """Make a record and publish it in one act, for what was public elsewhere before: without a draft, and with one version.

    `picks` are the choices that others of the same transaction have looked up.
    """
    record = record or blank(model)
    work = opened(record, picks)
    work.state = complete(work.desk.schema, {**work.state, **work.desk.typed(fields)}, work.live.state)
    check_right(record, by)
    record.created_by_id = by.pk
    record.edited_at, record.edited_by_id = timezone.now(), by.pk
    record.save(force_insert=True)
    record.is_begun = True
    try:
        publish_work(work, by=by, codes=languages, at=at)
    finally:
        record.is_begun = False
    return record


@editorial_act
def save(record: Publishable, fields: Mapping[str, Any], *, by: User) -> None:  # Any: values of the form's fields
    """Put these fields into the draft of a record, as far as `by` may write them; nothing becomes public."""
    work = opened(locked(record))
    typed, live, schema = work.desk.typed(fields), work.live.state, work.desk.schema
    wished = complete(schema, {**work.state, **typed}, work.state)
    work.state = limited(schema, work.state, wished, may_write(by, record, schema))
    # Whoever names a field has decided about it, whatever others made of it meanwhile.
    work.base = {**work.base, **{key: live[key] for key in typed if key in live}}
    save_work(work, by=by)
    changes.write_down(by=by, action=SAVED, record=record)
    record.refresh_from_db()


@editorial_act
def publish(
    record: Publishable,
    *,
    by: User,
    languages: Sequence[str] | None = None,
    at: dt.datetime | None = None,
    note: str = "",
    public_note: PublicNote | None = None,
) -> None:
    """Publish the draft of a record, or a record that is stored complete.

    In `languages`, by default every one that has a title or is public already. `at` is another moment for a first publication.
    `note` is for editors; `public_note` says, by language, what readers are told has changed.
    """
    work = opened(locked(record))
    if work.conflicts:
        meanwhile = _("This was also changed by somebody else. Open the form and decide which text stands.")
        raise RefusedError([Problem(key, meanwhile, work.desk.label(key, work.state)) for key in work.conflicts])
    publish_work(work, by=by, codes=languages, at=at, note=note, public_note=public_note)
    record.refresh_from_db()


@editorial_act
def withdraw(
    record: Publishable, *, by: User, languages: Sequence[str] | None = None, at: dt.datetime | None = None, notice: Notice | None = None
) -> None:
    """Take a record, or some of its languages, from the public; what was public in them waits in the draft.

    `at` is the past moment from which it counts, if that is not now.
    """
    withdraw_work(opened(locked(record)), by=by, codes=languages, at=at, notice=notice)
    record.refresh_from_db()


@editorial_act
def discard(record: Publishable, *, by: User) -> None:
    """Throw the pending changes of a record away; its saved versions stay."""
    discard_work(opened(locked(record)), by=by)
    record.refresh_from_db()


def save_work(work: Work, *, by: User, note: str = "", by_hand: bool = True) -> None:
    """Keep the work as the record's draft, and as a version if it is saved by hand. In a transaction, the record locked; a new one is stored blank.

    Work that says what is stored already is no draft.
    """
    record = work.record
    check_right(record, by)
    if record._state.adding:
        record.created_by_id = by.pk
        record.save(force_insert=True)
        if work.once_stored:
            work.once_stored(record)
    record.edited_at, record.edited_by_id = timezone.now(), by.pk
    if record.state in (State.PUBLISHED, State.WITHDRAWN) and not diff(work.state, work.live.state):
        if drop(work):
            ending.end(record.pk, Review.Outcome.DROPPED, by=by)
        mirror(record, work.state, has_draft=False)
        return
    keep(work, work.state, work.base, by=by)
    if by_hand:
        add_version(work, work.state, by=by, note=note)


def publish_work(
    work: Work,
    *,
    by: User,
    codes: Sequence[str] | None = None,
    at: dt.datetime | None = None,
    note: str = "",
    public_note: PublicNote | None = None,
) -> list[str]:
    """Make the work public in these languages; return them. In a transaction, the record locked."""
    publication = prepared(work, by=by, codes=codes)
    after = make_public(work, publication, by=by, at=at, note=note, public_note=public_note)
    keep_rest(work, after, held_back=publication.held_back, by=by)
    return publication.codes


def withdraw_work(
    work: Work, *, by: User, codes: Sequence[str] | None = None, at: dt.datetime | None = None, notice: Notice | None = None
) -> list[str]:
    """Take the record or these languages from the public; return the languages. In a transaction, the record locked."""
    record, model = work.record, type(work.record)
    public = [code for code in languages.codes() if is_public(record, code)]
    chosen = [code for code in public if codes is None or code in codes]
    never_seen = record.first_published_at is None
    # What was to become public later was not seen either.
    emptied = chosen if chosen != public else [code for code in chosen if waits_in(record, code)]

    def write() -> None:
        if never_seen and chosen == public:
            empty(work.desk.schema, record, work.live.rows)
        elif emptied:
            empty_languages(work.desk.schema, record, work.live.rows, emptied)

    transition(record, State.WITHDRAWN, by=by, languages=chosen, at=at, notice=notice, write=write)
    if chosen == public and not never_seen and not emptied:
        mirror(record, work.state, has_draft=work.draft is not None)
        return chosen
    standings.write(record)
    after = work.desk.live(model._default_manager.get(pk=record.pk)).state
    uses.keep_stored(record, after)
    keep_rest(work, after, held_back=work.state, by=by)
    return chosen


def discard_work(work: Work, *, by: User) -> None:
    """Throw the draft away; history keeps it. In a transaction, the record locked."""
    check_right(work.record, by, "submit")
    if work.record.state not in (State.PUBLISHED, State.WITHDRAWN):
        raise TransitionError(_("This was never public: there would be nothing left. Move it to the trash instead."))
    if work.draft is not None and work.draft.data != newest_data(work.record):
        # Saved by itself while somebody wrote, and by nobody's hand.
        add_version(work, work.draft.data, by=work.draft.by or by)
    if drop(work):
        ending.end(work.record.pk, Review.Outcome.DROPPED, by=by)
        changes.write_down(by=by, action="draft discarded", record=work.record)
    work.record.edited_at, work.record.edited_by_id = timezone.now(), by.pk
    mirror(work.record, work.live.state, has_draft=False)


def copy_of(record: Publishable, *, by: User, is_shared: bool = False) -> FormState:
    """Return the form of a duplicate: the same content without addresses, and without what belongs to that record alone.

    Who may not change the record sees only what is public of it, unless its draft `is_shared`.
    """
    work = opened(record)
    sees_draft = is_shared or may(by, "change", record)
    state = rekey(work.desk.schema, work.state if sees_draft else told(work.desk.schema, record, work.live.state))
    fresh = of_model(work.desk.schema, type(record)(), {})
    own = {f"{record.slug_field}_{code}" for code in languages.codes()} | set(work.desk.admin.not_copied)
    return complete(work.desk.schema, {**state, **{key: fresh[key] for key in own if key in fresh}}, fresh)
