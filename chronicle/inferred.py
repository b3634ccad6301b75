"""The year of a date that is printed without one: from the words beside it, the event it is part of, its chronology, or today."""

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from chronicle.models import Event
from publishing.partial_dates import PartialDate
from publishing.typed_dates import MOST_LETTERS, YEAR, read

FOUR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
# Of the words of a form, the beginning.
MOST_WORDS = 2000


@dataclass(frozen=True)
class Around:
    """What a form says beside the date: its words, the event that this one is part of, and a chronology."""

    words: Sequence[str]
    parent: uuid.UUID | None = None
    chronology: uuid.UUID | None = None


@dataclass(frozen=True)
class Proposal:
    """A date with a year put to it."""

    text: str
    said: str


def proposed(text: str, around: Around, *, today: dt.date | None = None) -> Proposal | None:
    """Return a typed date with the year that stands nearest to it; None for a date with a year, and for what is no date with any."""
    if not text or len(text) > MOST_LETTERS or YEAR.search(text) or with_year(text, 2008) is None:
        return None
    for year, said in candidates(text, around, today or timezone.localdate()):
        if with_year(text, year) is not None:
            return Proposal(f"{text} {year}", said % {"year": year})
    return None


def candidates(text: str, around: Around, today: dt.date) -> Iterator[tuple[int, str]]:
    """Yield (year, where it comes from), the nearest first."""
    for words in around.words:
        if found := FOUR.search(words[:MOST_WORDS]):
            yield int(found[1]), _("%(year)s is inferred from what this form says. Write another year if it is wrong.")
    if (year := year_of(Event.objects.filter(pk=around.parent).first() if around.parent else None)) is not None:
        yield year, _("%(year)s is inferred from the event that this is part of. Write another year if it is wrong.")
    latest = Event.objects.kept().filter(entries__chronology=around.chronology).exclude(date="").order_by("-edited_at", "-pk")
    if (year := year_of(latest.first() if around.chronology else None)) is not None:
        yield year, _("%(year)s is inferred from what was entered last in the chronology. Write another year if it is wrong.")
    this_year = with_year(text, today.year)
    is_past = this_year is not None and this_year.lower <= today
    yield today.year - (not is_past), _("%(year)s is inferred from today’s date. Write another year if it is wrong.")


def year_of(event: Event | None) -> int | None:
    """Return the year in which an event was; None where it was in several, or in none that is known."""
    date = event.date if event is not None else None
    return date.lower.year if isinstance(date, PartialDate) and date.lower.year == date.upper.year else None


def with_year(text: str, year: int) -> PartialDate | None:
    """Return a typed date with a year put to it; None if that is none."""
    try:
        return read(f"{text} {year}")
    except ValidationError:
        return None
