"""Forms of the chronicle: what editors are told before anything is stored."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chronicle.family import why_not_in
from chronicle.models import Event
from publishing.forms import RecordForm
from publishing.rows import RowFormSet


class EventForm(RecordForm):
    """An event."""

    def clean(self) -> dict[str, Any] | None:
        """Refuse a parent that is a part of this one, and a number that another session of the format has."""
        cleaned = super().clean()
        parent = self.cleaned_data.get("parent")
        if parent is not None and "parent" in self.changed_data and (reason := why_not_in(self.instance.pk, parent)):
            self.add_error("parent", reason)
        format_, ordinal = self.cleaned_data.get("format"), self.cleaned_data.get("ordinal")
        if format_ is not None and ordinal is not None and {"format", "ordinal"} & set(self.changed_data):
            other = Event.objects.filter(format=format_, ordinal=ordinal).exclude(pk=self.instance.pk).first()
            if other is not None:
                message = _("“%(event)s” has this number already.") % {"event": other}
                self.add_error("ordinal", ValidationError(message, code="taken"))
        return cleaned


class OnceFormSet(RowFormSet):
    """Rows of which no two may name the same."""

    # The columns that together may stand once.
    once: tuple[str, ...] = ()

    def clean(self) -> None:
        """Refuse what is listed twice."""
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.standing():
            key = tuple(getattr(form.instance, name) for name in self.once)
            if None not in key and key in seen:
                form.add_error(None, ValidationError(_("This is listed twice."), code="twice"))
            seen.add(key)


class ParticipantFormSet(OnceFormSet):
    """Who took part: nobody twice in one role."""

    once = ("actor_id", "role")
    too_many = gettext_lazy("An event has %(most)s participants at most. Enter the delegations as institutions, or divide the event into parts.")


class LinkFormSet(OnceFormSet):
    """Other events, each once in one relation."""

    once = ("other_id", "relation")


class EntryFormSet(OnceFormSet):
    """The chronologies of an event, each once."""

    once = ("chronology_id",)


class OutcomeFormSet(RowFormSet):
    """What came of an event: one main result at most, and nothing that surely came before the event."""

    def clean(self) -> None:
        """Refuse a second main result, and dates that cannot be."""
        super().clean()
        standing = self.standing()
        main = [form for form in standing if form.instance.is_main]
        for form in main[1:]:
            form.add_error("is_main" if "is_main" in form.fields else None, ValidationError(_("There is another main result."), code="two_main"))
        begun = self.instance.date_lower
        for form in standing:
            ended = form.instance.date_upper
            if begun and ended and ended < begun:
                form.add_error("date", ValidationError(_("What came of the event cannot lie before it."), code="early"))
