"""Tells the operator when what a timer runs goes wrong: nobody reads what a timer prints."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import CommandError

logger = logging.getLogger(__name__)


@contextmanager
def told(subject: str, faults: tuple[type[Exception], ...]) -> Iterator[None]:
    """Mail a fault to the operator, then end the command with it; so is what nobody has thought of."""
    try:
        yield
    except Exception as error:
        expected = isinstance(error, faults)
        mail(subject, str(error) if expected else f"{type(error).__name__}: {error}")
        if expected:
            raise CommandError(str(error)) from error
        raise


def mail(subject: str, words: str, chapter: str = "Back-up") -> None:
    """Send a mail to the operator, with the chapter of docs/operations.md that helps. Mail that cannot be sent goes to the log."""
    to = settings.OPERATORS_EMAIL or settings.EDITORS_EMAIL
    text = f"{words}\n\n{settings.SITE_URL}\ndocs/operations.md, “{chapter}”, says what to do."
    try:
        if to:
            send_mail(f"{settings.SITE_URL}: {subject}", text, None, [to])
    except (OSError, SMTPException) as error:
        logger.warning("The operator could not be told that something is wrong: %s", error)
