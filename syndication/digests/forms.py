"""The form by which a reader asks for mails."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing import languages, navigation, strangers
from syndication.digests.topics import Named, Topic
from syndication.models import Subscription

SALT, NAME = "mails to a reader", "mail"
# Forms an hour: of one client, and of all together.
MOST_OF_ONE, MOST_OF_ALL = 10, 300


class MailForm(forms.Form):
    """Where to, what, how often and in which language. Of a translation the address is all that is asked for."""

    mail = forms.EmailField(
        max_length=254,
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("It is kept under lock, used for these mails alone, and deleted when you end them."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "id_mail_help id_mail_error", "class": "form__input"}),
        error_messages={
            "required": gettext_lazy("Give the address that the mails are to go to."),
            "invalid": gettext_lazy("This is no e-mail address. Correct it."),
        },
    )
    what = forms.MultipleChoiceField(
        label=gettext_lazy("What do you want to hear of?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose something."), "invalid_choice": gettext_lazy("Choose from the list.")},
    )
    often = forms.ChoiceField(
        label=gettext_lazy("When?"),
        choices=Subscription.Often.choices,
        initial=Subscription.Often.DAILY,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("In which language?"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("Choose from the list.")},
    )
    # People do not see it; machines fill it in.
    website = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, offered: Sequence[tuple[Topic, Named]], chosen: int = 1) -> None:  # Any: what was posted
        """Offer topics; the first `chosen` of them are ticked."""
        super().__init__(data, use_required_attribute=False, label_suffix="")
        self.offered = {str(number): topic for number, (topic, _name) in enumerate(offered)}
        self.is_of_translation = [topic.what for topic, _name in offered] == [Subscription.What.TRANSLATION]
        self.fields["what"].choices = [(str(number), name.label) for number, (_topic, name) in enumerate(offered)]  # type: ignore[attr-defined]  # the field has choices
        self.fields["what"].initial = list(self.offered)[:chosen]
        self.fields["language"].choices = [(code, navigation.name_of(code)) for code in languages.codes()]  # type: ignore[attr-defined]  # as above
        self.fields["language"].initial = languages.active()
        self.fields["token"].initial = strangers.new_token(self.subject, salt=SALT)
        for name in ("what", "often", "language") if self.is_of_translation else ():
            del self.fields[name]
        if self.is_bound and "mail" in self.errors:
            self.fields["mail"].widget.attrs["aria-invalid"] = "true"

    @property
    def subject(self) -> str:
        """What the token of the form is about: all that it offers, in this order."""
        said = "|".join(f"{topic.what} {topic.kind} {topic.key or ''} {topic.question}" for topic in self.offered.values())
        return hashlib.sha256(said.encode()).hexdigest()[:32]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What was chosen."""
        return tuple(self.offered[number] for number in self.cleaned_data.get("what", self.offered))

    def take_once(self, request: Any) -> bool:  # Any: a request
        """Check where the form comes from; return whether it comes for the first time. NotTakenError where it is refused."""
        strangers.check_origin(request)
        strangers.check_token(self.cleaned_data["token"], self.subject, salt=SALT)
        if self.cleaned_data["website"] or not strangers.is_first(self.cleaned_data["token"], name=NAME):
            return False
        limits = {f"{NAME}:{strangers.client_of(request)}": MOST_OF_ONE, f"{NAME}:all": MOST_OF_ALL}
        try:
            strangers.check_limits(limits, _("Too many forms came in this hour. Send it later."))
        except strangers.NotTakenError:
            strangers.forget(self.cleaned_data["token"], name=NAME)
            raise
        return True
