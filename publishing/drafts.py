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

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, languages, workflow
from publishing.desk import Problem
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
    opened,
    set_mirrors,
    settled,
)
from publishing.publishable import Publishable, State
from publishing.state import State as FormState
from publishing.state import complete, diff, of_model, rekey
from publishing.transactions import editorial_act
from publishing.unpublishing import empty, empty_languages, for_publication, is_public, waits_in
from publishing.workflow import Notice, TransitionError, User, transition

__all__ = ["RefusedError", "Work", "blank", "copy_of", "create", "discard", "locked", "opened", "publish", "save", "settled", "state_of", "withdraw"]


def state_of(record: Publishable) -> FormState:
    """Return the form of a record as the next editor would see it: the draft if there is one, else what is stored."""
    return opened(record).state


@editorial_act
def create(model: type[Record], fields: Mapping[str, Any], *, by: User) -> Record:  # Any: values of the form's fields
    """Make a record that holds nothing yet, and its draft with these fields; return it."""
    record = blank(model)
    work = opened(record)
    work.state = complete(work.desk.schema, {**work.state, **work.desk.typed(fields)}, work.live.state)
    save_work(work, by=by)
    return record


@editorial_act
def save(record: Publishable, fields: Mapping[str, Any], *, by: User) -> None:  # Any: values of the form's fields
    """Put these fields into the draft of a record; nothing becomes public."""
    work = opened(locked(record))
    typed, live = work.desk.typed(fields), work.live.state
    work.state = complete(work.desk.schema, {**work.state, **typed}, work.state)
    # Whoever names a field has decided about it, whatever others made of it meanwhile.
    work.base = {**work.base, **{key: live[key] for key in typed if key in live}}
    save_work(work, by=by)
    record.refresh_from_db()


@editorial_act
def publish(record: Publishable, *, by: User, languages: Sequence[str] | None = None, at: dt.datetime | None = None, note: str = "") -> None:
    """Publish the draft of a record, or a record that is stored complete.

    In `languages`, by default every one that has a title or is public already. `at` is another moment for a first publication.
    """
    work = opened(locked(record))
    if work.conflicts:
        meanwhile = _("This was also changed by somebody else. Open the form and decide which text stands.")
        raise RefusedError([Problem(key, meanwhile, work.desk.label(key, work.state)) for key in work.conflicts])
    publish_work(work, by=by, codes=languages, at=at, note=note)
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


def save_work(work: Work, *, by: User, note: str = "") -> None:
    """Keep the work as the record's draft and as a version. In a transaction, the record locked; a new one is stored blank.

    Work that says what is stored already is no draft.
    """
    record = work.record
    check_right(record, by)
    if record._state.adding:
        record.created_by_id = by.pk
        record.save(force_insert=True)
    record.edited_at, record.edited_by_id = timezone.now(), by.pk
    if record.state in (State.PUBLISHED, State.WITHDRAWN) and not diff(work.state, work.live.state):
        drop(work)
        mirror(record, work.state, has_draft=False)
        return
    keep(work, work.state, work.base, by=by)
    add_version(work, work.state, by=by, note=note)


def languages_to_publish(work: Work) -> list[str]:
    """Return the languages that publication is about unless somebody chooses: public ones, and those with a title and its text."""
    model = type(work.record)
    found = []
    for code in languages.codes():
        title, body = (work.state.get(f"{name}_{code}") for name in (model.title_field, model.body_field))
        waits_for_text = work.state.get(f"show_title_{code}") and not body
        if is_public(work.record, code) or (title and not waits_for_text):
            found.append(code)
    return found


def publish_work(work: Work, *, by: User, codes: Sequence[str] | None = None, at: dt.datetime | None = None, note: str = "") -> list[str]:
    """Make the work public in these languages; return them. In a transaction, the record locked."""
    record, desk = work.record, work.desk
    workflow.refuse(record, record.state, State.PUBLISHED, by)
    codes = languages_to_publish(work) if codes is None else [code for code in languages.codes() if code in codes]
    if not codes:
        key = f"{record.title_field}_{languages.codes()[0]}"
        raise RefusedError([Problem(key, _("A title is needed in at least one language."), desk.label(key))])
    chosen = for_publication(desk.schema, record, work.state, work.live.state, codes)
    held_back = {key: value for key, value in work.state.items() if chosen.get(key) != value}
    submission = desk.submission(record, chosen, work.live, publishing=codes)
    if problems := submission.problems():
        raise RefusedError(problems)

    def write() -> None:
        submission.save()
        set_mirrors(record, work.state, has_draft=bool(held_back))

    try:
        kind = desk.admin.change_kind(work.live.state, chosen)
        transition(record, State.PUBLISHED, by=by, languages=codes, at=at, kind=kind, note=note, write=write)
    except ValidationError as error:
        raise RefusedError([Problem("", message) for message in error.messages]) from error
    except IntegrityError as error:
        meanwhile = _("Something this form refers to was changed or taken by somebody else meanwhile. Reload the page.")
        raise RefusedError([Problem("", meanwhile)]) from error
    # Read again: the database has what the sanitiser, the slugs and new tags made of the form.
    stored = type(record)._default_manager.get(pk=record.pk)
    after = desk.live(stored, submission.untouched()).state
    add_version(work, after, by=by, published=True, codes=codes, note=note)
    keep_rest(work, after, held_back=held_back, by=by)
    return codes


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
    after = work.desk.live(model._default_manager.get(pk=record.pk)).state
    keep_rest(work, after, held_back=work.state, by=by)
    return chosen


def discard_work(work: Work, *, by: User) -> None:
    """Throw the draft away. In a transaction, the record locked."""
    check_right(work.record, by)
    if work.record.state not in (State.PUBLISHED, State.WITHDRAWN):
        raise TransitionError(_("This was never public: there would be nothing left. Move it to the trash instead."))
    if drop(work):
        changes.write_down(by=by, action="draft discarded", record=work.record)
    work.record.edited_at, work.record.edited_by_id = timezone.now(), by.pk
    mirror(work.record, work.live.state, has_draft=False)


def copy_of(record: Publishable, *, by: User) -> FormState:
    """Return the form of a duplicate: the same content without addresses, and without what belongs to that record alone."""
    work = opened(record)
    # Who may not change the record sees only what is public of it.
    state = rekey(work.desk.schema, work.state if workflow.may(by, "change", record) else work.live.state)
    fresh = of_model(work.desk.schema, type(record)(), {})
    own = {f"{record.slug_field}_{code}" for code in languages.codes()} | set(work.desk.admin.not_copied)
    return complete(work.desk.schema, {**state, **{key: fresh[key] for key in own if key in fresh}}, fresh)
