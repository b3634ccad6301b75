"""Moments as other systems write them; what is none is said, and never guessed."""

import datetime as dt
import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from pages.moving.lines import Line

# What WordPress writes where there is no date.
NONE = "0000-00-00 00:00:00"
# Before it there was no site to bring; a year like 0001 is a mistake.
EARLIEST = 1900
# A year below zero, which parsers of mails take for one of our century.
BEFORE_YEARS = re.compile(r"\s-\d{4}\s")
FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d", "%d.%m.%Y %H:%M", "%d.%m.%Y", "%d/%m/%Y")


def of_wordpress(gmt: str, here: str, published: str, problems: list[Line]) -> dt.datetime | None:
    """Return when an entry was published: by its date in UTC, else in the site's time zone, else by the feed's."""
    said = [text for text in (gmt, here, published) if text and text != NONE]
    found = parsed(gmt, zone=dt.UTC) or parsed(here) or of_mail(published)
    if found is None and said:
        problems.append(Line(gettext_noop("“%(text)s” is no date."), text=said[0]))
    return found


def parsed(text: str, formats: Sequence[str] = (), *, zone: dt.tzinfo | None = None) -> dt.datetime | None:
    """Return the moment a text names in one of the formats, or as ISO 8601; in the site's time zone unless it says one."""
    text = text.strip()
    for pattern in (*formats, *FORMATS):
        try:
            return kept(dt.datetime.strptime(text, pattern), zone)  # noqa: DTZ007 - made aware in `kept`
        except ValueError:
            continue
    try:
        return kept(dt.datetime.fromisoformat(text), zone)
    except ValueError:
        return None


def of_mail(text: str) -> dt.datetime | None:
    """Return the moment of a date as mails and feeds write it."""
    if BEFORE_YEARS.search(text):
        return None
    try:
        return kept(parsedate_to_datetime(text), dt.UTC)
    except (ValueError, TypeError, IndexError):
        return None


def kept(moment: dt.datetime, zone: dt.tzinfo | None) -> dt.datetime | None:
    """Return a moment with its time zone; None before there were sites."""
    if moment.year < EARLIEST:
        return None
    try:
        aware = moment if timezone.is_aware(moment) else moment.replace(tzinfo=zone or timezone.get_default_timezone())
        return aware.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
