"""Reports of errors by readers: a form without script, session or cookie, mailed to the editors; nothing of who wrote is kept.

What keeps machines and other sites out is told in `publishing.strangers`.
"""

import logging
from email.utils import formataddr, parseaddr
from smtplib import SMTPException
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils.translation import get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _

from publishing import languages, navigation, strangers
from publishing.fields.text import readable
from publishing.models import SiteSettings
from publishing.publishable import Publishable
from publishing.strangers import NotTakenError as NotSentError

logger = logging.getLogger(__name__)

LONGEST = 3000
# Reports an hour: of one client, and of all together.
MOST_OF_ONE, MOST_OF_ALL = 5, 60
SALT, NAME = "report of an error", "report"


class ReportForm(forms.Form):
    """What is wrong, and where an answer may go."""

    wrong = forms.CharField(
        max_length=LONGEST,
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("Quote the words, and say what is right and where that can be read."),
        widget=forms.Textarea(attrs={"rows": 7, "aria-describedby": "id_wrong_help id_wrong_error", "class": "form__input"}),
        error_messages={
            "required": gettext_lazy("Say what is wrong."),
            "max_length": gettext_lazy("This is longer than %(limit_value)d characters. Shorten it, or give an address where more can be read."),
        },
    )
    mail = forms.EmailField(
        required=False,
        max_length=254,
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        help_text=gettext_lazy("It is passed on to the editors with this message and kept nowhere on this site."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "id_mail_help id_mail_error", "class": "form__input"}),
        error_messages={"invalid": gettext_lazy("This is no e-mail address. Correct it, or leave the field empty.")},
    )
    # People do not see it; machines fill it in.
    website = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, use_required_attribute=False, label_suffix="", **kwargs)
        for name in self.errors if self.is_bound else ():
            if name in self.fields:
                self.fields[name].widget.attrs["aria-invalid"] = "true"

    def clean_wrong(self) -> str:
        """Drop what nobody could read."""
        text = readable(self.cleaned_data["wrong"]).strip()
        if not text:
            raise ValidationError(self.fields["wrong"].error_messages["required"], code="required")
        return text


def new_token(record: Publishable) -> str:
    """Return a token for one form about one record."""
    return strangers.new_token(record.short_id, salt=SALT)


def check_limits(request: HttpRequest) -> None:
    """Refuse more reports in an hour than one person, or all readers together, would send."""
    limits = {f"{NAME}:{strangers.client_of(request)}": MOST_OF_ONE, f"{NAME}:all": MOST_OF_ALL}
    strangers.check_limits(limits, _("Too many reports came in this hour. Your text is still here: send it later, or by e-mail."))


def take(request: HttpRequest, record: Publishable, values: dict[str, str], *, about: SiteSettings) -> None:
    """Check where a report comes from and mail it, once; NotSentError if it did not reach the editors."""
    strangers.check_origin(request)
    strangers.check_token(values["token"], record.short_id, salt=SALT)
    if values["website"] or not strangers.is_first(values["token"], name=NAME):
        return
    try:
        check_limits(request)
        send(record, values, about=about, language=languages.active())
    except NotSentError:
        strangers.forget(values["token"], name=NAME)
        raise


def send(record: Publishable, values: dict[str, str], *, about: SiteSettings, language: str) -> None:
    """Mail a report to the editors in the name of the site, with a way to answer if the reader left one."""
    title, _language = record.title_in(language)
    # The editors' language is that of the site.
    with override(languages.codes()[0]):
        name = about.name
        lines = [
            _("A reader of %(site)s reports an error in “%(title)s” (%(language)s).")
            % {"site": name, "title": title, "language": get_language_info(language)["name_translated"]},
            navigation.absolute(navigation.record_address(record, language)),
            "",
            values["wrong"],
            "",
            _("Answer to: %(mail)s") % {"mail": values["mail"]} if values["mail"] else _("The reader left no address."),
        ]
        subject = " ".join((_("Error reported: %(title)s") % {"title": title}).split())
    sender = formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))
    message = EmailMessage(subject, "\n".join(lines), sender, [about.reports_to], reply_to=[values["mail"]] if values["mail"] else None)
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        logger.exception("A report of an error could not be mailed.")
        raise NotSentError(
            _("Your report could not be sent: our mail does not work just now. Your text is still here: try again later."), 503
        ) from error
