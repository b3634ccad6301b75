"""The steps of a record's form, each by its button: what it does, and what is said when it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing import drafts, languages, navigation
from publishing.admin.posted import Posted
from publishing.admin.steps import ScheduleForm, WithdrawForm
from publishing.drafts import Work
from publishing.publishable import Publishable, State
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
            drafts.save_work(self.work, by=self.by)
            self.posted.work = drafts.opened(self.record)

    def chosen(self, name: str) -> list[str]:
        """Return the languages that a button is about."""
        return [code for code in self.request.POST.getlist(name) if code in languages.codes()]


def save_draft(act: Act) -> str:
    """Keep the form as the draft."""
    drafts.save_work(act.work, by=act.by)
    if not act.record.has_draft:
        return _("Nothing to save: this is the published text.")
    if act.record.state == State.PUBLISHED:
        return _("Draft saved. The public still sees the published text.")
    return _("Draft saved.")


def submit(act: Act) -> str:
    """Keep the form and ask for review."""
    act.keep_typed()
    transition(act.record, State.IN_REVIEW, by=act.by)
    return _("Submitted for review.")


def send_back(act: Act) -> str:
    """Keep the form and return it from review."""
    act.keep_typed()
    transition(act.record, State.DRAFT, by=act.by)
    return _("Returned to the author as a draft.")


def publish(act: Act) -> str:
    """Make the form public in every language that has a title."""
    return published(act, drafts.publish_work(stored(act), by=act.by))


def publish_languages(act: Act) -> str:
    """Make the form public in the chosen languages."""
    return published(act, drafts.publish_work(stored(act), by=act.by, codes=act.chosen("_publish_languages")))


def stored(act: Act) -> Work:
    """Return the work on a record that is stored: a new one is, blank."""
    if act.record._state.adding:
        act.keep_typed()
    return act.work


def published(act: Act, codes: list[str]) -> str:
    """Say what became public where."""
    record = act.record
    links = [format_html('<a href="{}">{}</a>', navigation.record_address(record, code), record.title_in(code)[0]) for code in codes]
    message = format_html(_("Published in {}: {}."), named(codes), format_html(" · ".join(["{}"] * len(links)), *links))
    return format_html("{} {}", message, _("The rest waits in the draft.")) if act.record.has_draft else message


def schedule(act: Act) -> str:
    """Let the form become public at a moment still to come."""
    if act.record.first_published_at is not None:
        raise TransitionError(_("This text has been public, so it cannot be scheduled as new. Save a draft and publish it when it is time."))
    form = ScheduleForm(act.request.POST)
    if not form.is_valid():
        raise TransitionError(" ".join(form.errors["_schedule_at"]))
    codes = drafts.publish_work(stored(act), by=act.by, at=form.at)
    moment = date_format(localtime(form.at), "DATETIME_FORMAT")
    return _("Scheduled for %(moment)s, in %(languages)s.") % {"moment": moment, "languages": named(codes)}


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
    return _("The unpublished changes are discarded.")


def trash(act: Act) -> str:
    """Keep the form and move the record to the trash."""
    act.keep_typed()
    transition(act.record, State.TRASHED, by=act.by)
    return _("Moved to the trash.")


def restore(act: Act) -> str:
    """Bring the record back as what it was."""
    was_public = act.record.first_published_at is not None
    transition(act.record, State.WITHDRAWN if was_public else State.DRAFT, by=act.by)
    return _("Brought back from the trash.")


def named(codes: list[str]) -> str:
    """Return languages in words."""
    names = dict(settings.LANGUAGES)
    return get_text_list([str(names[code]) for code in codes], _("and"))


# The first of these names in a POST is the button that was pressed.
ACTS: dict[str, Callable[[Act], str]] = {
    "_publish_languages": publish_languages,
    "_withdraw_languages": withdraw_languages,
    "_publish": publish,
    "_schedule": schedule,
    "_withdraw": withdraw,
    "_submit": submit,
    "_return": send_back,
    "_discard": discard,
    "_trash": trash,
    "_restore": restore,
    "_save_draft": save_draft,
}
# Steps that do not look at what was typed.
REGARDLESS = {"_discard", "_restore"}


def pressed(request: HttpRequest) -> str:
    """Return the name of the button; a form sent by the Enter key saves the draft."""
    return next((name for name in ACTS if name in request.POST), "_save_draft")
