"""Reports of errors by readers: a form without script, session or cookie, mailed to the editors; nothing of who wrote is kept.

No cookie means no CSRF token of Django's, and nothing that a forged request could misuse: nobody is logged in here. What
keeps machines and other sites out is a signed token with the time of the form, good once; where the browser says that the
form was sent from (Sec-Fetch-Site, else Origin); a field that people do not see; and a limit for each client and for all.
A client is known for a day by a hash under a salt that only the cache holds.
"""

import hashlib
import logging
import secrets
from email.utils import formataddr, parseaddr
from functools import partial
from smtplib import SMTPException
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language_info, gettext_lazy, override
from django.utils.translation import gettext as _

from publishing import languages, navigation
from publishing.fields.text import readable
from publishing.middleware import guarded
from publishing.models import SiteSettings
from publishing.publishable import Publishable

logger = logging.getLogger(__name__)

LONGEST = 3000
# A form is filled in by nobody faster than this, in seconds, and is good for a day.
FASTEST = 2
FORM_SECONDS = 86_400
# Reports an hour: of one client, and of all together.
MOST_OF_ONE, MOST_OF_ALL = 5, 60
HOUR, DAY = 3_600, 86_400
SALT = "report of an error"


class NotSentError(Exception):
    """A report that did not reach the editors; the message tells the reader why, and what to do."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


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
    return signing.dumps([record.short_id, secrets.token_urlsafe(8)], salt=SALT)


def check_origin(request: HttpRequest) -> None:
    """Refuse what another site's page sends."""
    site, origin = request.headers.get("Sec-Fetch-Site", ""), request.headers.get("Origin", "")
    try:
        foreign = site not in ("same-origin", "none") if site else bool(origin) and urlsplit(origin).netloc != request.get_host()
    except ValueError:
        foreign = True
    if foreign:
        raise NotSentError(_("This form was sent from another site. Send it from here."), 403)


def check_token(token: str, record: Publishable) -> None:
    """Refuse a form that nobody was given, that is too old, or that came too fast to be typed."""
    again = _("This form has been open for too long. Your text is still here: send it once more.")
    try:
        short_id, _nonce = signing.loads(token, salt=SALT, max_age=FORM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise NotSentError(again, 403) from error
    if short_id != record.short_id:
        raise NotSentError(again, 403)
    try:
        signing.loads(token, salt=SALT, max_age=FASTEST)
    except signing.SignatureExpired:
        return
    raise NotSentError(_("That was faster than anybody types. Your text is still here: send it once more."), 429)


def check_limits(request: HttpRequest) -> None:
    """Refuse more reports in an hour than one person, or all readers together, would send."""
    for name, most in ((f"report:{client_of(request)}", MOST_OF_ONE), ("report:all", MOST_OF_ALL)):
        guarded(partial(cache.add, name, 0, HOUR))
        try:
            count = guarded(partial(cache.incr, name)) or 0
        except ValueError:
            # It ran out between the two.
            count = 1
        if count > most:
            raise NotSentError(_("Too many reports came in this hour. Your text is still here: send it later, or by e-mail."), 429)


def client_of(request: HttpRequest) -> str:
    """Return what stands for a client today: a hash that cannot be traced back, since its salt is kept in the cache only, for a day."""
    day = timezone.localdate().isoformat()
    salt = guarded(partial(cache.get_or_set, f"report:salt:{day}", secrets.token_hex, DAY)) or secrets.token_hex()
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Behind a proxy that is trusted; the last address it names is the one it saw.
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    return hashlib.sha256(f"{salt}{address}".encode()).hexdigest()[:32]


def is_first(token: str) -> bool:
    """Tell whether a form comes for the first time: a second press of the button sends nothing twice."""
    digest = hashlib.sha256(token.encode()).hexdigest()[:32]
    return guarded(partial(cache.add, f"report:sent:{digest}", 1, FORM_SECONDS)) is not False


def forget(token: str) -> None:
    """Let a form be sent again that did not reach anybody."""
    digest = hashlib.sha256(token.encode()).hexdigest()[:32]
    guarded(partial(cache.delete, f"report:sent:{digest}"))


def take(request: HttpRequest, record: Publishable, values: dict[str, str], *, about: SiteSettings) -> None:
    """Check where a report comes from and mail it, once; NotSentError if it did not reach the editors."""
    check_origin(request)
    check_token(values["token"], record)
    if values["website"] or not is_first(values["token"]):
        return
    try:
        check_limits(request)
        send(record, values, about=about, language=languages.active())
    except NotSentError:
        forget(values["token"])
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
