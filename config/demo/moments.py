"""Moments as the files write them."""

import datetime as dt
import re

from django.utils import timezone

from config.demo.entries import Entry


def moment(entry: Entry, text: object, now: dt.datetime) -> dt.datetime:
    """Return "2025-01-20 10:00" in the site's time zone, or "+3 days" counted from `now`; FixtureError for anything else."""
    if counted := re.fullmatch(r"\+(\d{1,3}) days?", str(text)):
        return now + dt.timedelta(days=int(counted[1]))
    try:
        return timezone.make_aware(dt.datetime.strptime(str(text), "%Y-%m-%d %H:%M"))  # noqa: DTZ007 - made aware here
    except ValueError as error:
        raise entry.error(f"“{text}” is no moment: write “2025-01-20 10:00” or “+3 days”") from error


def past(entry: Entry, text: object, now: dt.datetime) -> dt.datetime:
    """Return a moment that lies behind us, or raise FixtureError."""
    if (at := moment(entry, text, now)) > now:
        raise entry.error(f"“{text}” lies in the future")
    return at
