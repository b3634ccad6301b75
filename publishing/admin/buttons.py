"""What an editor can do with a record now: the step buttons of its form. Never a list of states to choose from."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _

from publishing import languages
from publishing.drafts import Work
from publishing.locks import may_break
from publishing.models import Lock
from publishing.publishable import Publishable, State
from publishing.rights import User, languages_of, may
from publishing.unpublishing import is_public


@dataclass(frozen=True)
class Button:
    """A submit button; `main` is the one that most editors want next."""

    name: str
    label: str
    value: str = "1"
    main: bool = False
    danger: bool = False


@dataclass
class Buttons:
    """The steps that are open, by the place where they stand."""

    first: list[Button] = field(default_factory=list)
    publish: list[Button] = field(default_factory=list)
    withdraw: list[Button] = field(default_factory=list)
    last: list[Button] = field(default_factory=list)
    lock: list[Button] = field(default_factory=list)
    may_schedule: bool = False


def buttons(work: Work, by: User, lock: Lock | None = None) -> Buttons:
    """Return the steps that `by` may take with the record as it stands; `lock` is who has locked it."""
    record, is_new = work.record, work.record._state.adding
    if not is_new and not may(by, "change", record):
        return Buttons()
    if lock is not None and lock.by_id != by.pk:
        return Buttons(first=[Button("_break_lock", _("Break the lock"), danger=True)] if may_break(record, by) else [])
    if record.state == State.TRASHED:
        return Buttons(first=[Button("_restore", _("Bring back from the trash"), main=True)] if may(by, "delete", record) else [])
    found = Buttons(first=first_buttons(record, by), last=last_buttons(work, by))
    if may(by, "publish", record):
        add_public_steps(found, record, by)
    if not is_new:
        found.lock.append(Button("_unlock", _("Release the lock")) if lock else Button("_lock", _("Lock")))
    return found


def add_public_steps(found: Buttons, record: Publishable, by: User) -> None:
    """Add the steps that readers see, as far as `by` may decide about the languages."""
    codes = languages_of(by, record)
    found.may_schedule = True
    found.publish = [language_button("_publish_languages", _("Publish %(language)s"), code) for code in codes]
    public = [code for code in languages.codes() if is_public(record, code)]
    theirs = [code for code in public if code in codes]
    if public and theirs == public:
        found.withdraw.append(Button("_withdraw", _("Withdraw in all languages"), danger=True))
    if len(public) > 1:
        found.withdraw += [language_button("_withdraw_languages", _("Withdraw %(language)s"), code, danger=True) for code in theirs]


def first_buttons(record: Publishable, by: User) -> list[Button]:
    """Return the steps that stand in the open."""
    found = [Button("_save_draft", _("Save draft"))]
    may_publish = may(by, "publish", record)
    if not record._state.adding and not may(by, "submit", record):
        return found
    if record.state == State.DRAFT:
        found.append(Button("_submit", _("Submit for review"), main=not may_publish))
    if record.state == State.IN_REVIEW:
        found.append(Button("_return", _("Return to the author")))
    if may_publish:
        found.append(Button("_publish", publish_label(record), main=True))
    return found


def publish_label(record: Publishable) -> str:
    """Return what the publish button does to the record as it stands."""
    if record.is_scheduled:
        # Not "changes": the text becomes public with this, before its moment.
        return _("Publish now")
    return {State.PUBLISHED: _("Publish changes"), State.WITHDRAWN: _("Publish again")}.get(State(record.state), _("Publish"))


def last_buttons(work: Work, by: User) -> list[Button]:
    """Return the steps that take something away."""
    record, found = work.record, []
    if work.draft is not None and record.state in (State.PUBLISHED, State.WITHDRAWN) and may(by, "submit", record):
        found.append(Button("_discard", _("Discard unpublished changes"), danger=True))
    if not record._state.adding and record.state != State.PUBLISHED and may(by, "delete", record):
        found.append(Button("_trash", _("Move to the trash"), danger=True))
    return found


def language_button(name: str, label: str, code: str, *, danger: bool = False) -> Button:
    """Return a button for one language."""
    return Button(name, label % {"language": dict(settings.LANGUAGES)[code]}, value=code, danger=danger)
