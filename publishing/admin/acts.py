"""The steps of a record's form, each by its button: what it does, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from publishing import changes, drafts, languages, locks, navigation
from publishing.admin import beginning, commenting, reviewing
from publishing.admin.notes import NoteForm, notes_of
from publishing.admin.posted import Posted
from publishing.admin.preview import invite, revoke, share
from publishing.admin.scheduling import named, schedule, unschedule
from publishing.admin.steps import WithdrawForm
from publishing.admin.trash import history_kept
from publishing.drafts import Work
from publishing.publishable import Publishable, State
from publishing.scheduling import open_steps
from publishing.workflow import TransitionError, User, transition


@dataclass
class Act:
    """One press of a button."""

    request: HttpRequest
    posted: Posted

    @property
    def work(self) -> Work:
        """The work as it should now be."""
        return self.posted.work

    @property
    def record(self) -> Publishable:
        """The record, locked."""
        return self.posted.work.record

    @property
    def by(self) -> User:
        """Who pressed it."""
        return self.request.user

    def keep_typed(self) -> None:
        """Keep what was typed as the draft before a step that is about something else."""
        if self.posted.is_changed or self.record._state.adding:
            drafts.save_work(self.work, by=self.by, note=self.notes.note)
            self.posted.work = drafts.opened(self.record)

    def stored(self) -> Work:
        """Return the work on a record that is stored: a new one is, blank."""
        if self.record._state.adding:
            self.keep_typed()
        return self.work

    @cached_property
    def notes(self) -> NoteForm:
        """What the editor says of the step, to colleagues and to readers."""
        return notes_of(self.request.POST)

    def chosen(self, name: str) -> list[str]:
        """Return the languages that a button is about."""
        return [code for code in self.request.POST.getlist(name) if code in languages.codes()]


def save_draft(act: Act) -> str:
    """Keep the form as the draft."""
    drafts.save_work(act.work, by=act.by, note=act.notes.note)
    changes.write_down(by=act.by, action=drafts.SAVED, record=act.record)
    if not act.record.has_draft:
        return _("Nothing to save: this is the published text.")
    if act.record.is_live:
        return _("Draft saved. The public still sees the published text.")
    return _("Draft saved.")


def publish(act: Act) -> str:
    """Make the form public in every language that has a title."""
    return published(act, drafts.publish_work(act.stored(), by=act.by, note=act.notes.note, public_note=act.notes.public_note))


def publish_languages(act: Act) -> str:
    """Make the form public in the chosen languages."""
    codes, notes = act.chosen("_publish_languages"), act.notes
    return published(act, drafts.publish_work(act.stored(), by=act.by, codes=codes, note=notes.note, public_note=notes.public_note))


def published(act: Act, codes: list[str]) -> str:
    """Say what became public where."""
    record = act.record
    links = [format_html('<a href="{}">{}</a>', navigation.record_address(record, code), record.title_in(code)[0]) for code in codes]
    message = format_html(_("Published in {}: {}."), named(codes), format_html(" · ".join(["{}"] * len(links)), *links))
    return format_html("{} {}", message, _("The rest waits in the draft.")) if act.record.has_draft else message


def withdraw(act: Act) -> str:
    """Take the record from the public."""
    return withdrawn(act, None)


def withdraw_languages(act: Act) -> str:
    """Take the chosen languages from the public."""
    return withdrawn(act, act.chosen("_withdraw_languages"))


def withdrawn(act: Act, codes: list[str] | None) -> str:
    """Withdraw with the notice of the form; say where nothing is public any more."""
    form = WithdrawForm(act.request.POST, record=act.record)
    if not form.is_valid():
        raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
    act.keep_typed()
    gone = drafts.withdraw_work(act.work, by=act.by, codes=codes, notice=form.notice)
    return _("No longer public in %(languages)s. The text waits here.") % {"languages": named(gone)}


def discard(act: Act) -> str:
    """Throw the pending changes away, the typed ones too."""
    drafts.discard_work(act.work, by=act.by)
    if any(not step.is_refused for step in open_steps(act.record)):
        return _("The unpublished changes are discarded. What is scheduled stays scheduled.")
    return _("The unpublished changes are discarded.")


def trash(act: Act) -> str:
    """Keep the form and move the record to the trash."""
    act.keep_typed()
    transition(act.record, State.TRASHED, by=act.by)
    return format_html("{} {}", _("Moved to the trash."), history_kept(act.by, act.record))


def restore(act: Act) -> str:
    """Bring the record back as what it was."""
    was_public = act.record.first_published_at is not None
    transition(act.record, State.WITHDRAWN if was_public else State.DRAFT, by=act.by)
    return _("Brought back from the trash.")


def lock(act: Act) -> str:
    """Keep the form, and keep everybody else out."""
    act.keep_typed()
    locks.lock(act.record, by=act.by, note=act.request.POST.get("_lock_note", "").replace("\0", "").strip())
    return _("Locked. Nobody else can change this until you release it.")


def unlock(act: Act) -> str:
    """Keep the form, and let others in again."""
    act.keep_typed()
    locks.release(act.record, by=act.by)
    return _("The lock is released.")


def break_lock(act: Act) -> str:
    """Take somebody else's lock away."""
    locks.break_open(act.record, by=act.by)
    return _("The lock is broken. This is written down in the log.")


# The first of these names in a POST is the button that was pressed.
ACTS: dict[str, Callable[[Act], str]] = {
    "_publish_languages": publish_languages,
    "_withdraw_languages": withdraw_languages,
    "_publish": publish,
    "_schedule": schedule,
    "_unschedule": unschedule,
    "_withdraw": withdraw,
    "_submit": reviewing.submit,
    "_approve": reviewing.approve,
    "_return": reviewing.send_back,
    "_discard": discard,
    "_trash": trash,
    "_restore": restore,
    "_comment": commenting.add,
    "_reply": commenting.reply,
    "_resolve": commenting.resolve,
    "_reopen": commenting.reopen,
    "_share": share,
    "_invite": invite,
    "_revoke": revoke,
    "_lock": lock,
    "_unlock": unlock,
    "_break_lock": break_lock,
    "_mark_template": beginning.mark,
    "_end_template": beginning.end,
    "_save_draft": save_draft,
}


def register(name: str, act: Callable[[Act], str]) -> None:
    """Let the forms of apps above have a button of their own; it returns what is said when it is done."""
    ACTS[name] = act


# Steps that do not look at what was typed.
REGARDLESS = {"_discard", "_restore", "_break_lock", "_comment", "_reply", "_resolve", "_reopen"}


def pressed(request: HttpRequest) -> str:
    """Return the name of the button; a form sent by the Enter key saves the draft."""
    return next((name for name in ACTS if name in request.POST), "_save_draft")
