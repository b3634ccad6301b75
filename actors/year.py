"""What changed in a year among those who look after a place: who came, who left, who stayed, where nobody is known, and what is not known."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actors import wording
from actors.charges import Charge, stated
from actors.facts import Statement
from actors.models import EndStatus, Place
from publishing import date_words, dates, languages
from publishing.capitals import capfirst
from publishing.dates import Printed
from publishing.partial_dates import Certainty, PartialDate


@dataclass(frozen=True)
class Line:
    """A change: the fact behind it, and how surely it belongs to the year ("surely", "maybe", "" where no date says so)."""

    fact: Statement
    certainty: str = ""


@dataclass(frozen=True)
class Vacancy:
    """A time in which nobody is recorded in a post that brings a remit."""

    title: str
    lang: str
    text: str


@dataclass
class Year:
    """The changes of one year."""

    came: list[Line] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)
    stayed: list[Line] = field(default_factory=list)
    vacant: list[Vacancy] = field(default_factory=list)
    unknown: list[Line] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be said of the year."""
        return not (self.came or self.left or self.stayed or self.vacant or self.unknown)


@dataclass(frozen=True)
class Coverage:
    """What the list is computed from."""

    remits: int
    people: int
    without_start: int
    without_end: int
    updated: Printed | None


def years_of(charges: Iterable[Charge]) -> list[int]:
    """Return the years of which something is known, the last first."""
    return sorted({year for charge in charges for year in charge.years}, reverse=True)


def changes_in(charges: Sequence[Charge], year: int, language: str) -> Year:
    """Return what changed in a year."""
    found = Year()
    first, last = dt.date(year, 1, 1), min(dt.date(year, 12, 31), timezone.localdate())
    for charge in (charge for charge in charges if charge.tenure is not None and may_reach(charge, first, last)):
        put(charge, first, last, found, stated(charge, language))
    found.vacant += vacancies(charges, first, last, language)
    return found


def may_reach(charge: Charge, first: dt.date, last: dt.date) -> bool:
    """Tell whether a charge may have been had on some day of a stretch."""
    start, end = charge.span.start, charge.span.end
    if not start and not end and charge.span.status == EndStatus.ENDED:
        return False
    return (not start or start.lower <= last) and (not end or end.upper >= first)


def put(charge: Charge, first: dt.date, last: dt.date, found: Year, fact: Statement) -> None:
    """Put a charge that may reach into a year where it belongs; one that began and ended in it stands in both lists."""
    span = charge.span
    began = span.start.within(first, last) if span.start else Certainty.NO
    ended = span.end.within(first, last) if span.end else Certainty.NO
    if began:
        found.came.append(Line(fact, began.name.lower()))
    if ended:
        found.left.append(Line(fact, ended.name.lower()))
    if began or ended:
        return
    goes_on = span.status == EndStatus.ONGOING or (span.end is not None and span.end.lower > last)
    if span.start and goes_on:
        found.stayed.append(Line(fact, Certainty.SURELY.name.lower()))
    else:
        found.unknown.append(Line(fact))


def vacancies(charges: Sequence[Charge], first: dt.date, last: dt.date, language: str) -> Iterator[Vacancy]:
    """Yield the times of a year in which nobody is recorded in a post that brings a remit: surely nobody, as far as dates are known."""
    by_remit: defaultdict[Any, list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.remit.post_id and begins_by(charge, last) and (charge.remit.end_upper or dt.date.max) >= first:
            by_remit[charge.remit.pk].append(charge)
    for line in by_remit.values():
        post = line[0].post
        title, lang = wording.post_title(post, language)
        for text in gaps(sorted(line, key=begins), first, last, language):
            yield Vacancy(capfirst(title), languages.other(lang, language), text)


def begins_by(charge: Charge, day: dt.date) -> bool:
    """Tell whether the remit itself may have been in force by a day."""
    return (charge.remit.start_lower or dt.date.min) <= day


def begins(charge: Charge) -> dt.date:
    """Return the first day on which a charge may have begun."""
    return charge.span.start.lower if charge.span.start else dt.date.min


def gaps(line: Sequence[Charge], first: dt.date, last: dt.date, language: str) -> Iterator[str]:
    """Yield in words the times between two holders that touch a year; nothing where a date that decides is not known."""
    if all(charge.tenure is None for charge in line):
        yield _("Nobody is recorded in this post.")
        return
    for before, after in pairwise(line):
        end, start = before.span.end, after.span.start
        if end and start and end.upper < last and start.lower > first and (start.lower - end.upper).days > 1:
            yield _("Nobody is recorded between %(end)s and %(start)s.") % {"end": said(end, language), "start": said(start, language)}


def said(date: PartialDate, language: str) -> str:
    """Return a date in words."""
    return date_words.words(date, language)


def coverage_of(charges: Sequence[Charge], place: Place, language: str) -> Coverage:
    """Return what a list of changes is computed from."""
    tenures = [charge.tenure for charge in charges if charge.tenure is not None]
    records = [place, *(tenure.actor for tenure in tenures), *(charge.post.office for charge in charges)]
    changed = [record.updated_at for record in records if record.updated_at]
    return Coverage(
        remits=len({charge.remit.pk for charge in charges}),
        people=len({tenure.actor_id for tenure in tenures}),
        without_start=sum(charge.span.start is None for charge in charges if charge.tenure is not None),
        without_end=sum(charge.span.end is None and charge.span.status != EndStatus.ONGOING for charge in charges if charge.tenure is not None),
        updated=dates.printed(max(changed), language) if changed else None,
    )
