"""One publication of a form: what of it becomes public in which languages, checked, then written. Used through `publishing.drafts`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from publishing import editions, languages, workflow
from publishing.desk import Problem, Submission
from publishing.editions import PublicNote, reason
from publishing.pending import RefusedError, Work, add_version, set_mirrors
from publishing.publishable import State
from publishing.rights import languages_of, limited, may_write, shares
from publishing.state import State as FormState
from publishing.unpublishing import for_publication, is_public
from publishing.workflow import TransitionError, User, transition


@dataclass(frozen=True)
class Publication:
    """What becomes public, and what of the work does not."""

    codes: list[str]
    chosen: FormState
    held_back: FormState
    submission: Submission

    def changes(self, work: Work) -> bool:
        """Tell whether the public would see anything of it."""
        return self.chosen != work.live.state or any(not is_public(work.record, code) for code in self.codes)


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


def theirs_to_publish(work: Work, by: User) -> list[str]:
    """Return those of these languages that `by` may decide about; all of them if that is none, to be refused by name."""
    found, allowed = languages_to_publish(work), languages_of(by, work.record)
    return [code for code in found if code in allowed] or found


def prepared(work: Work, *, by: User, codes: Sequence[str] | None = None) -> Publication:
    """Return what becomes public of the work in these languages, once it is complete and `by` may do it; RefusedError otherwise.

    The record of the work takes the new values; nothing is saved.
    """
    record, desk = work.record, work.desk
    workflow.refuse(record, record.state, State.PUBLISHED, by)
    if record.first_published_at is None and not shares(by, record):
        raise TransitionError(_("You may write texts, but not what all languages share. Somebody who may do both has to publish this first."))
    codes = theirs_to_publish(work, by) if codes is None else [code for code in languages.codes() if code in codes]
    if not codes:
        key = f"{record.title_field}_{languages.codes()[0]}"
        raise RefusedError([Problem(key, _("A title is needed in at least one language."), desk.label(key))])
    wished = for_publication(desk.schema, record, work.state, work.live.state, codes)
    chosen = limited(desk.schema, work.live.state, wished, may_write(by, record, desk.schema))
    held_back = {key: value for key, value in work.state.items() if chosen.get(key) != value}
    submission = desk.submission(record, chosen, work.live, publishing=codes)
    if problems := submission.problems():
        raise RefusedError(problems)
    return Publication(codes, chosen, held_back, submission)


def make_public(
    work: Work, publication: Publication, *, by: User, at: dt.datetime | None = None, note: str = "", public_note: PublicNote | None = None
) -> FormState:
    """Write what was prepared; return the public form as the database has it now. In a transaction, the record locked.

    `note` is for editors; `public_note` says, by language, what readers are told.
    """
    record, desk, codes = work.record, work.desk, publication.codes

    def write() -> None:
        publication.submission.save()
        # What follows the step reads the rows that it left as they were.
        desk.lend_rows(record, publication.submission.untouched())
        set_mirrors(record, work.state, has_draft=bool(publication.held_back))

    try:
        kind = desk.admin.change_kind(work.live.state, publication.chosen)
        transition(record, State.PUBLISHED, by=by, languages=codes, at=at, kind=kind, note=reason(public_note, codes), write=write)
    except ValidationError as error:
        raise RefusedError([Problem("", message) for message in error.messages]) from error
    except IntegrityError as error:
        meanwhile = _("Something this form refers to was changed or taken by somebody else meanwhile. Reload the page.")
        raise RefusedError([Problem("", meanwhile)]) from error
    # Read again: the database has what the sanitiser, the slugs and new tags made of the form.
    stored = desk.stored(record)
    live = desk.live(stored, publication.submission.untouched(), publication.submission.untouched_labels(work.live))
    after = live.state
    desk.lend_rows(stored, live.rows)
    version = add_version(work, after, by=by, published=True, codes=codes, note=note, public_note=public_note)
    editions.keep(stored, codes, version, at=min(at or version.at, version.at))
    return after
