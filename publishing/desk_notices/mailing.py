"""Mailing notices, beside the worker's tasks: one mail to a person for all that waits, tried again until a mail server takes it.

A mail says who did what and names the record, with a link; nothing of its text. It says nothing of a record that its reader may not
open at the moment it is sent. What is not mailed stands at the desk all the same.
"""

import datetime as dt
import logging
import secrets
import threading
import time
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User as Account
from django.core.mail import EmailMessage
from django.db import Error, close_old_connections, connections, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import languages, navigation, site
from publishing.desk_notices import noting, reading
from publishing.models import DeskNotice, NoticeChoices, Review
from publishing.publishable import Publishable
from publishing.registry import by_kind

logger = logging.getLogger(__name__)

# Seconds between two looks for mails; between two looks for what grew old.
LOOK_EVERY, TIDY_EVERY = 5.0, 600.0
# Whoever sends a mail has this long; then it waits for the next try, up to the last of these in seconds.
LEASE = dt.timedelta(minutes=1)
PAUSE, LONGEST_PAUSE = 60, 3600
# People who are written to in one go, and notices in one mail.
MOST_PEOPLE, MOST_IN_MAIL = 20, 100
# What was read is kept so long.
KEPT = dt.timedelta(days=180)


def mail_until(stop: threading.Event) -> None:
    """Mail what waits, and tell of reviews that are overdue, until `stop` is set."""
    tidy_at = 0.0
    while not stop.is_set():
        try:
            close_old_connections()
            note_overdue()
            send_due()
            if time.monotonic() >= tidy_at:
                tidy()
                tidy_at = time.monotonic() + TIDY_EVERY
        except Error as error:
            logger.warning("The database does not answer, notices wait: %s", error)
        except Exception:
            logger.exception("Notices could not be mailed.")
        finally:
            connections.close_all()
        stop.wait(LOOK_EVERY)


def tidy() -> int:
    """Forget what was read long ago; return how many notices."""
    return DeskNotice.objects.filter(read_at__lt=timezone.now() - KEPT).delete()[0]


def note_overdue() -> int:
    """Tell of each review that is overdue, once: whoever is to read it, and whoever asked; return of how many."""
    told = 0
    for key in list(Review.objects.overdue().filter(is_overdue_told=False).values_list("pk", flat=True)[:100]):
        with transaction.atomic():
            # Of two processes one finds it untold.
            if not Review.objects.overdue().filter(pk=key, is_overdue_told=False).update(is_overdue_told=True):
                continue
            review = Review.objects.get(pk=key)
            record: Publishable | None = by_kind(review.kind).model._default_manager.filter(pk=review.record).first()
            if record is not None:
                noting.note(DeskNotice.Kind.OVERDUE, record, [review.assignee_id, review.by_id], actor=None)
                told += 1
    return told


def send_due() -> int:
    """Send the mails that wait, one to each person; return how many went. A mail server that is down loses none."""
    due = DeskNotice.objects.to_mail().filter(next_at__lte=timezone.now())
    people = list(due.order_by().values_list("person", flat=True).distinct()[:MOST_PEOPLE])
    return sum(send_to(person) for person in people)


def send_to(key: int) -> bool:
    """Mail one person what waits for them; return whether a mail went."""
    now = timezone.now()
    due = DeskNotice.objects.to_mail().filter(person=key, next_at__lte=now)
    # A moment that nobody else writes: what bears it is ours, whoever else looks at the same time.
    lease = now + LEASE + dt.timedelta(microseconds=secrets.randbelow(1_000_000))
    chosen = list(due.values_list("pk", flat=True)[:MOST_IN_MAIL])
    if not due.filter(pk__in=chosen).update(next_at=lease):
        return False
    mine = DeskNotice.objects.to_mail().filter(person=key, next_at=lease)
    notices = list(mine.select_related("actor"))
    person = Account.objects.get(pk=key)
    message = message_to(person, notices)
    if message is None:
        mine.update(next_at=None)
        return False
    try:
        message.send()
    except (SMTPException, OSError, ValueError) as error:
        tries = max(notice.tries for notice in notices)
        logger.warning("Notices could not be mailed, they are tried again: %s", error)
        wait = dt.timedelta(seconds=min(PAUSE * 2 ** min(tries, 10), LONGEST_PAUSE))
        mine.update(tries=tries + 1, next_at=timezone.now() + wait)
        return False
    mine.update(mailed_at=timezone.now())
    return True


def message_to(person: Account, notices: list[DeskNotice]) -> EmailMessage | None:
    """Return the mail with notices, in the language that the person chose; None if there is nothing that they may know now."""
    if not (person.is_active and person.is_staff and person.email):
        return None
    choices = NoticeChoices.objects.filter(person=person).first()
    language = choices.language if choices is not None and choices.language in languages.codes() else languages.codes()[0]
    with translation.override(language):
        told = [said for said in reading.told(person, notices) if said.address]
        if not told:
            return None
        name = site.read().name
        counted = ngettext("%(number)s notice", "%(number)s notices", len(told)) % {"number": len(told)}
        subject = f"{told[0].text if len(told) == 1 else counted} ({name})"
        lines = [line for said in told for line in (said.text, navigation.absolute(said.address), "")]
        lines.append(_("You choose at the desk what you are written of: %(address)s") % {"address": navigation.absolute("/admin/notices/choices/")})
    return EmailMessage(" ".join(subject.split()), "\n".join(lines), settings.DEFAULT_FROM_EMAIL, [person.email])
