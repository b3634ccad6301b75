"""What is typed at the door."""

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from accounts.throttling import Door, HeldOffError
from publishing import audit

REFUSED, HELD_OFF = gettext_noop("log-in refused"), gettext_noop("log-in held off")
# Longer ones are nobody's pass phrase, and cost time to read.
LONGEST_PHRASE, LONGEST_CODE = 1_000, 60
HELD_OFF_WORDS = _("Too many tries. Wait a quarter of an hour, or use a device on which you have logged in before.")


def note_refused(username: str, *, action: str, tried: str) -> None:
    """Write down a try that was refused. A name that no account has is not kept: it may be somebody's pass phrase."""
    known = User.objects.filter(username=username).values_list("username", flat=True).first()
    audit.note(by=None, action=action, name=known or "", tried=tried)


class Tried(forms.Form):
    """A form of which so many tries are taken."""

    request: Any
    is_held_off = False

    def enter(self, kind: str, username: str) -> Door:
        """Count a try, or refuse it; the first refusal of a row is written down."""
        door = Door(self.request, kind, username)
        try:
            door.enter()
        except HeldOffError as error:
            self.is_held_off = True
            if error.first:
                note_refused(username, action=HELD_OFF, tried=kind)
            raise ValidationError(HELD_OFF_WORDS, code="held_off") from error
        return door


class LogInForm(Tried, AdminAuthenticationForm):
    """Name and pass phrase. What is not an account takes as long as what is: Django hashes the phrase in any case."""

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(request, *args, **kwargs)
        self.fields["password"].validators.append(MaxLengthValidator(LONGEST_PHRASE))

    def clean(self) -> dict[str, Any]:
        """Refuse what is wrong, and who tries too often."""
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password"):
            return self.cleaned_data
        door = self.enter("phrase", username)
        try:
            cleaned = super().clean()
        except ValidationError:
            note_refused(username, action=REFUSED, tried="phrase")
            raise
        door.forgive()
        return cleaned


class CodeForm(Tried):
    """The code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, request: Any, *args: Any, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(*args, **kwargs)
        self.request = request


class FactorForm(forms.Form):
    """A new second factor: its first code, or what the browser says of a passkey, and what it is to be called."""

    name = forms.CharField(label=_("What you call it"), max_length=60, required=False, help_text=_("So that you know it again: “phone”, “blue key”."))
    code = forms.CharField(
        label=_("Code from the app"),
        max_length=LONGEST_CODE,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)
