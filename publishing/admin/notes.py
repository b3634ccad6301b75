"""What an editor says of a step: to colleagues, in the history; to readers of each language, of what is published."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from publishing import languages
from publishing.workflow import TransitionError

LONGEST = 300


class NoteForm(forms.Form):
    """The notes on the next step. None of them is needed."""

    _note = forms.CharField(
        required=False, max_length=LONGEST, label=_("For colleagues"), help_text=_("Stands in the history of this text and nowhere else.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"_public_note_{code}"] = forms.CharField(
                required=False,
                max_length=LONGEST,
                label=_("For readers: what changed (%(language)s)") % {"language": name},
                help_text=_("Stands with the published version, and in the log that partners read, if the text in this language is published."),
                widget=forms.TextInput(attrs={"lang": code}),
            )

    @property
    def note(self) -> str:
        """What is said to colleagues."""
        return self.cleaned_data["_note"]

    @property
    def public_note(self) -> dict[str, str]:
        """What is said to readers, by language."""
        return {code: note for code in languages.codes() if (note := self.cleaned_data[f"_public_note_{code}"])}


def note_form(data: Any) -> NoteForm:  # Any: a POST
    """Return the form with what was typed into it, if anything was sent."""
    return NoteForm(data if "_note" in data else None, auto_id="id%s")


def notes_of(data: Any) -> NoteForm:  # Any: a POST
    """Return the notes that were sent, or raise TransitionError."""
    form = NoteForm(data)
    if not form.is_valid():
        raise TransitionError(" ".join(f"{form.fields[name].label}: {message}" for name, messages in form.errors.items() for message in messages))
    return form
