"""Mails to readers, sent beside the worker's tasks.

A mail is a row before it is written. A worker takes it for `LEASE` by one UPDATE, asks what is public at that moment, hands it to the
mail server, and only then, in one transaction, deletes the row and writes down up to which change the reader was told. A worker that
dies before that leaves the row: nothing is lost, and what a mail server had taken already is sent at most once more, under the same
Message-ID. A server that is down is tried again, later and later, up to an hour.
"""

import datetime as dt
import logging
import secrets
import threading
import time
from email.utils import formataddr, parseaddr
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import Error, close_old_connections, connections, transaction
from django.utils import timezone, translation

from syndication.digests import planning, secrecy, subscribing
from syndication.digests.letters import Known, Letter, letter
from syndication.models import Mailing, Reader, Subscription

logger = logging.getLogger(__name__)

# Seconds between two looks for mails; between two looks for what grew old.
LOOK_EVERY, TIDY_EVERY = 5.0, 600.0
# Whoever sends a mail has this long; then it waits for the next try, up to the last of these in seconds.
LEASE = dt.timedelta(minutes=5)
PAUSE, LONGEST_PAUSE = 60, 3600
# Mails that go in one run; tries of one that its server puts off each time, four days in all, until that counts as a refusal.
MOST, MOST_TRIES = 100, 100
# Mails in a row that the server of an address refuses for good, until the address is left alone. From this status on it is for good.
PATIENCE, FOR_GOOD = 3, 500


class RefusedError(Exception):
    """The mail server took our mail to nobody at this address, and says that it never will."""


def mail_until(stop: threading.Event) -> None:
    """Plan and send what is due until `stop` is set."""
    tidy_at = 0.0
    while not stop.is_set():
        sent = 0
        try:
            close_old_connections()
            planning.plan()
            sent = send_due()
            if time.monotonic() >= tidy_at:
                subscribing.tidy()
                tidy_at = time.monotonic() + TIDY_EVERY
        except Error as error:
            logger.warning("The database does not answer, mails to readers wait: %s", type(error).__name__)
        except Exception:
            logger.exception("Mails to readers could not be sent.")
        finally:
            connections.close_all()
        # After a full run there are others.
        stop.wait(0 if sent == MOST else LOOK_EVERY)


def send_due() -> int:
    """Send the mails that wait, as many as a run may; return how many went. The first one that the mail server cannot take ends the run."""
    sent, known = 0, Known()
    for key in list(Mailing.objects.filter(next_at__lte=timezone.now()).order_by("next_at").values_list("pk", flat=True)[:MOST]):
        mailing = claimed(key)
        if mailing is None:
            continue
        try:
            sent += send(mailing, known)
        except (SMTPRecipientsRefused, SMTPDataError):
            # Not now, says the server of this address; of the others it said nothing.
            put_off(mailing) if mailing.tries < MOST_TRIES else refused(mailing)
        except (SMTPException, OSError, ValueError) as error:
            # What an error of a mail server says may name the address.
            logger.warning("A mail to a reader could not be sent, it is tried again: %s", type(error).__name__)
            put_off(mailing)
            break
    return sent


def claimed(key: object) -> Mailing | None:
    """Return a mail that is due, kept from others for as long as it may take to send; None if somebody else has it."""
    now = timezone.now()
    # A moment that nobody else writes.
    lease = now + LEASE + dt.timedelta(microseconds=secrets.randbelow(1_000_000))
    if not Mailing.objects.filter(pk=key, next_at__lte=now).update(next_at=lease):
        return None
    return Mailing.objects.select_related("reader", "subscription").filter(pk=key).first()


def send(mailing: Mailing, known: Known) -> bool:
    """Send a mail, if there is something to tell; return whether one went."""
    if mailing.reader.paused_at is not None and mailing.kind != Mailing.Kind.CONFIRM:
        mailing.delete()
        return False
    with translation.override(mailing.language):
        said = letter(mailing, known)
        if said is None or said.is_empty:
            done(mailing, said)
            return False
        try:
            hand_over(message(mailing, said))
        except RefusedError:
            refused(mailing)
            return False
        except secrecy.UnreadableError:
            logger.error("No key of the site opens the address of a reader. See “Mails to readers” in docs/operations.md.")
            put_off(mailing)
            return False
    done(mailing, said)
    return True


def hand_over(message: EmailMultiAlternatives) -> None:
    """Give a mail to the mail server; RefusedError where it is refused for good because of whom it is to."""
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        if all(status >= FOR_GOOD for status, _said in error.recipients.values()):
            raise RefusedError from None
        raise
    except SMTPDataError as error:
        if error.smtp_code >= FOR_GOOD:
            raise RefusedError from None
        raise


def message(mailing: Mailing, said: Letter) -> EmailMultiAlternatives:
    """Return a letter as a mail of a list (RFC 2919, RFC 2369) that ends with one click (RFC 8058) and that no machine answers (RFC 3834)."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{mailing.pk}@{host}>",
        "List-Id": f"<{said.list_name}.{host}>",
        "List-Unsubscribe": f"<{said.stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Content-Language": mailing.language,
    }
    made = EmailMultiAlternatives(
        subject=" ".join(said.subject.split()),
        body=said.as_text(),
        from_email=formataddr((said.site.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[secrecy.unlock(mailing.reader)],
        headers=headers,
    )
    made.attach_alternative(said.as_html(mailing.language), "text/html")
    return made


def done(mailing: Mailing, said: Letter | None) -> None:
    """Write down what a reader was told, and that the mail is done; what is told once ends with it."""
    with transaction.atomic():
        told = said.told if said is not None else []
        Subscription.objects.filter(pk__in=told, told__lt=mailing.until).update(told=mailing.until)
        if said is not None and not said.is_empty:
            Reader.objects.filter(pk=mailing.reader_id).exclude(refusals=0).update(refusals=0)
        if mailing.subscription_id is not None and said is not None:
            subscribing.end(mailing.reader_id, [mailing.subscription_id])
        Mailing.objects.filter(pk=mailing.pk).delete()


def put_off(mailing: Mailing) -> None:
    """Try a mail again later."""
    wait = dt.timedelta(seconds=min(PAUSE * 2 ** min(mailing.tries, 10), LONGEST_PAUSE))
    Mailing.objects.filter(pk=mailing.pk).update(tries=mailing.tries + 1, next_at=timezone.now() + wait)


def refused(mailing: Mailing) -> None:
    """Leave an address alone that was refused too often. What was not told is in the next mail, if there is one."""
    with transaction.atomic():
        reader = Reader.objects.select_for_update().filter(pk=mailing.reader_id).first()
        if reader is None:
            return
        reader.refusals += 1
        reader.paused_at = timezone.now() if reader.refusals >= PATIENCE else reader.paused_at
        reader.save(update_fields=["refusals", "paused_at"])
        Mailing.objects.filter(pk=mailing.pk).delete()
