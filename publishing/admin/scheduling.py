"""Scheduling in the form of a record: what is to happen, in which languages, when; and what is said of it."""

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import drafts, languages, scheduling
from publishing.admin.steps import WithdrawForm
from publishing.models import ScheduledStep
from publishing.moments import moments
from publishing.publishable import Publishable, State
from publishing.workflow import TransitionError

if TYPE_CHECKING:
    from publishing.admin.acts import Act

Kind = ScheduledStep.Kind


class WallClock(forms.DateTimeField):
    """A date and a time as the site's clocks show them, without a zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> dt.datetime | None:  # Any: as in Django
        """Return the time as it was typed."""
        with timezone.override(dt.UTC):
            typed = super().to_python(value)
        return typed.replace(tzinfo=None) if typed is not None else None


class ScheduleForm(forms.Form):
    """What is to happen to a record by itself, and when."""

    _schedule_step = forms.ChoiceField(required=False, label=gettext_lazy("What happens then"), widget=forms.RadioSelect)
    _schedule_languages = forms.MultipleChoiceField(
        required=False,
        label=gettext_lazy("Languages"),
        help_text=gettext_lazy("Leave them empty for all."),
        widget=forms.CheckboxSelectMultiple,
    )
    _schedule_at = WallClock(required=False, label=gettext_lazy("Date and time"))
    # Where the clocks are put back, an hour comes twice.
    _schedule_fold = forms.ChoiceField(required=False, label=gettext_lazy("Which of the two"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, record: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.fields["_schedule_at"].help_text = _("In the time zone %(zone)s.") % {"zone": settings.TIME_ZONE}
        self.fields["_schedule_languages"].choices = list(settings.LANGUAGES)
        self.fields["_schedule_step"].choices = steps(record)
        if len(self.fields["_schedule_step"].choices) == 1:
            self.fields["_schedule_step"].widget = forms.HiddenInput()
        self.offer_fold()

    def offer_fold(self) -> None:
        """Ask which moment is meant, only where two are possible."""
        field = self.fields["_schedule_at"]
        try:
            value = field.clean(self.data.get("_schedule_at")) if self.is_bound else self.initial.get("_schedule_at")
        except ValidationError:
            value = None
        found = moments(value.replace(tzinfo=None)) if value else []
        if len(found) == 1 or not found:
            del self.fields["_schedule_fold"]
            return
        self.fields["_schedule_fold"].choices = [(str(fold), f"{at:%H:%M} {at.tzname()} (UTC{at:%z})") for fold, at in enumerate(found)]

    def clean__schedule_step(self) -> str:
        """Return what is to happen; becoming public is what is meant where nothing is said."""
        return self.cleaned_data["_schedule_step"] or Kind.PUBLISH

    def clean__schedule_at(self) -> dt.datetime:
        """Ask for a time that the clocks show."""
        wall = self.cleaned_data["_schedule_at"]
        if wall is None:
            raise ValidationError(_("Say when."), code="required")
        if not moments(wall):
            raise ValidationError(_("The clocks never show this time: they are put forward that night. Choose another."), code="skipped")
        return wall

    def clean(self) -> dict[str, Any]:
        """Ask for a moment still to come."""
        cleaned = super().clean() or {}
        wall = cleaned.get("_schedule_at")
        if wall is None:
            return cleaned
        found, fold = moments(wall), cleaned.get("_schedule_fold", "")
        if len(found) > 1 and not fold:
            if "_schedule_fold" not in self.errors:
                self.add_error("_schedule_fold", _("The clocks show this time twice: they are put back that night. Choose which is meant."))
            return cleaned
        cleaned["at"] = found[int(fold or 0)]
        if cleaned["at"] <= timezone.now():
            self.add_error("_schedule_at", ValidationError(_("This moment has passed. Choose a later one, or do it now."), code="past"))
        return cleaned

    @property
    def codes(self) -> list[str] | None:
        """The chosen languages, None for all that it can be."""
        return self.cleaned_data["_schedule_languages"] or None


def steps(record: Publishable) -> list[tuple[str, Any]]:
    """Return what can be scheduled for a record, as choices."""
    change = {State.PUBLISHED: _("The changes become public"), State.WITHDRAWN: _("The text becomes public again")}
    labels = [(Kind.PUBLISH, change.get(State(record.state), _("The text becomes public")))]
    if record.is_scheduled:
        labels = [(Kind.PUBLISH, _("The text becomes public"))]
    if record.state == State.PUBLISHED:
        labels.append((Kind.WITHDRAW, _("The text is withdrawn, with the notice below")))
    return [(kind.value, label) for kind, label in labels]


def schedule_form(data: Any, record: Publishable, open_steps: list[ScheduledStep]) -> ScheduleForm:  # Any: a POST, or None
    """Return the form; it begins with what is scheduled already."""
    waiting = next((step for step in open_steps if step.step == Kind.PUBLISH), None)
    at = record.live_at if record.is_scheduled else waiting.at if waiting else None
    chosen = waiting.languages if waiting and len(waiting.languages) < len(languages.codes()) else []
    initial = {
        "_schedule_at": at and timezone.localtime(at).replace(tzinfo=None),
        "_schedule_step": Kind.PUBLISH.value,
        "_schedule_languages": chosen,
    }
    if waiting and at is not None:
        initial["_schedule_fold"] = str(timezone.localtime(at).fold)
    return ScheduleForm(data, auto_id="id%s", record=record, initial=initial)


def schedule(act: "Act") -> str:
    """Let the form become public, or the record be withdrawn, at a moment still to come."""
    form = ScheduleForm(act.request.POST, record=act.record)
    if not form.is_valid():
        raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
    at = form.cleaned_data["at"]
    if form.cleaned_data["_schedule_step"] == Kind.WITHDRAW:
        return schedule_withdrawal(act, at, form.codes)
    said = {"note": act.notes.note, "public_note": act.notes.public_note}
    if act.record.first_published_at is None:
        scheduling.refuse_too_late(act.record, at)
        codes = drafts.publish_work(act.stored(), by=act.by, codes=form.codes, at=at, **said)
        return _("Scheduled for %(moment)s, in %(languages)s.") % {"moment": in_words(at), "languages": named(codes)}
    step = scheduling.change_work(act.work, by=act.by, codes=form.codes, at=at, **said)
    return _("Change scheduled for %(moment)s, in %(languages)s. Later edits of the draft are not part of it.") % {
        "moment": in_words(at),
        "languages": named(step.languages),
    }


def schedule_withdrawal(act: "Act", at: dt.datetime, codes: list[str] | None) -> str:
    """Let the record, or these languages, be withdrawn with the notice of the form."""
    notice = WithdrawForm(act.request.POST, record=act.record)
    if not notice.is_valid():
        raise TransitionError(" ".join(message for messages in notice.errors.values() for message in messages))
    act.keep_typed()
    step = scheduling.withdrawal_work(act.work, by=act.by, codes=codes, at=at, notice=notice.notice)
    return _("Withdrawal scheduled for %(moment)s, in %(languages)s.") % {"moment": in_words(at), "languages": named(step.languages)}


def unschedule(act: "Act") -> str:
    """Cancel a scheduled step."""
    act.keep_typed()
    try:
        step = scheduling.cancel_work(act.record, UUID(act.request.POST["_unschedule"]), by=act.by)
    except ValueError:
        step = None
    if step is None:
        raise TransitionError(_("This is no longer scheduled: it is done, or somebody cancelled it."))
    if step.is_refused:
        return _("Removed. What was scheduled stays in history.")
    return _("No longer scheduled. The text stays in the draft and in history.")


def named(codes: list[str]) -> str:
    """Return languages in words."""
    names = dict(settings.LANGUAGES)
    return get_text_list([str(names[code]) for code in codes], _("and"))


def in_words(at: dt.datetime) -> str:
    """Return a moment as the site's clocks show it."""
    return date_format(timezone.localtime(at), "j F Y, H:i")
