"""Mails to the contact of a partner: kept as rows until a mail server takes them."""

import datetime as dt
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishing import dates, languages, navigation, site
from syndication.models import Notice, Partner
from syndication.sending import Answer

logger = logging.getLogger(__name__)

DAY = dt.timedelta(days=1)
# Whoever sends a mail has this long; then it waits for the next try, up to the last of these in seconds.
LEASE = dt.timedelta(minutes=1)
PAUSE, LONGEST_PAUSE = 60, 3600
NOTHING, FIRST, AFTER_A_DAY = 0, 1, 2


def note_failure(partner: Partner, answer: Answer) -> None:
    """Have the contact told of the first failure, once. Saves nothing of the partner."""
    if partner.told == NOTHING:
        partner.told = FIRST
        Notice.objects.create(partner=partner, kind=Notice.Kind.FIRST, said=answer.said or str(answer.status))


def note_days() -> None:
    """Have the contacts told of webhooks that have not answered for a day, once each."""
    with transaction.atomic():
        long = Partner.objects.active().select_for_update().filter(told=FIRST, failing_since__lte=timezone.now() - DAY)
        for partner in long:
            Notice.objects.create(partner=partner, kind=Notice.Kind.DAY)
            Partner.objects.filter(pk=partner.pk).update(told=AFTER_A_DAY)


def send_due() -> int:
    """Send the mails that wait; return how many went. A mail server that is down loses none."""
    sent = 0
    for key in list(Notice.objects.filter(sent_at=None, next_at__lte=timezone.now()).values_list("pk", flat=True)[:20]):
        now = timezone.now()
        if not Notice.objects.filter(pk=key, sent_at=None, next_at__lte=now).update(next_at=now + LEASE):
            continue
        notice = Notice.objects.select_related("partner").get(pk=key)
        try:
            message_of(notice).send()
        except (SMTPException, OSError, ValueError) as error:
            logger.warning("A mail to a partner could not be sent, it is tried again: %s", error)
            wait = dt.timedelta(seconds=min(PAUSE * 2 ** min(notice.tries, 10), LONGEST_PAUSE))
            Notice.objects.filter(pk=key).update(tries=notice.tries + 1, next_at=timezone.now() + wait)
            continue
        Notice.objects.filter(pk=key).update(sent_at=timezone.now())
        sent += 1
    return sent


def message_of(notice: Notice) -> EmailMessage:
    """Return a mail in the first language of the site."""
    partner, language = notice.partner, languages.codes()[0]
    with override(language):
        about = site.read()
        subject = _("Your webhook does not answer (%(site)s)")
        if notice.kind in (Notice.Kind.SUSPENDED, Notice.Kind.GONE):
            subject = _("Your webhook is suspended (%(site)s)")
        lines = [
            said_of(notice, language),
            partner.address,
            *([_("The last answer was: %(answer)s") % {"answer": notice.said}] if notice.said else []),
            "",
            _("Nothing is lost: the changes are kept and can be read at any time at %(address)s.")
            % {"address": navigation.absolute("/api/v1/changes/")},
        ]
        if about.email:
            lines.append(_("Write to %(mail)s if you have questions.") % {"mail": about.email})
    subject = " ".join((subject % {"site": about.name}).split())
    return EmailMessage(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [partner.mail])


def said_of(notice: Notice, language: str) -> str:
    """Return what a mail is about, in the active language."""
    since = dates.day(timezone.localdate(notice.partner.failing_since or notice.at), language)
    texts = {
        Notice.Kind.FIRST: _("A change could not be delivered to this webhook. It is tried again, with longer and longer pauses, for three days."),
        Notice.Kind.DAY: _("This webhook has not answered since %(day)s. It is tried for two more days, and is suspended then.") % {"day": since},
        Notice.Kind.SUSPENDED: _(
            "This webhook has not answered for three days and is suspended. Tell us when it works: what waits is delivered then."
        ),
        Notice.Kind.GONE: _("This webhook answered that it wants no more (410 Gone), so nothing is sent to it. Tell us if that was a mistake."),
    }
    return texts[Notice.Kind(notice.kind)]
