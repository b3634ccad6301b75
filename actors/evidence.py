"""The evidence window of a tenure: the first and the last date on which some dated fact shows it. Computed, never stored.

A tenure attests itself by the dates that it says, and by those of the remits that it brings. Apps above register what else names
somebody in a capacity on a day: `register(news.evidence.attested)`.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import override

from actors import capacities
from actors.models import EndStatus, Remit, Tenure
from publishing import date_words
from publishing.partial_dates import Certainty, PartialDate

# Is given all public tenures of some people; returns pairs (key of one of them, when something public shows it), of those at least
# that lie furthest apart. One query.
Witness = Callable[[Sequence[Tenure]], Iterable[tuple[UUID, PartialDate]]]

_witnesses: list[Witness] = []


def register(witness: Witness) -> None:
    """Let facts of an app above be asked; twice is once."""
    if witness not in _witnesses:
        _witnesses.append(witness)


@dataclass(frozen=True)
class Window:
    """The earliest and the latest date that show a tenure, each as exact as the fact that gives it."""

    first: PartialDate
    last: PartialDate


def windows(tenures: Iterable[Tenure], among: Sequence[Tenure] | None = None, remits: Iterable[Remit] | None = None) -> dict[Any, Window]:
    """Return {key of a public tenure: its window}, of those that anything shows.

    `among` are all public tenures of these people with their posts, `remits` all that these tenures bring; what is not given is read.
    One query, and one for each app that bears witness.
    """
    tenures = list(tenures)
    dates: dict[Any, list[PartialDate]] = {tenure.pk: said_by(tenure) for tenure in tenures}
    if not dates:
        return {}
    if among is None:
        among, told = of_people({tenure.actor_id for tenure in tenures})
    else:
        rows = Remit.objects.filter(tenure__in=list(dates)).only("tenure", "start", "end") if remits is None else remits
        told = [(remit.tenure_id, date) for remit in rows for date in said_by(remit)]
    for key, date in (*told, *(pair for witness in _witnesses for pair in witness(among))):
        if key in dates:
            dates[key].append(date)
    return {key: window_of(found) for key, found in dates.items() if found}


def of_people(actors: Collection[UUID]) -> tuple[list[Tenure], list[tuple[Any, PartialDate]]]:
    """Return all public tenures of some people with their posts, and each date of a remit that one of them brings. One query."""
    edges = {"remit_start": F("remits__start"), "remit_end": F("remits__end")}
    # A row for each remit, so that a tenure may come more than once.
    rows: Any = list(Tenure.objects.public().filter(actor__in=actors).select_related("post__office").annotate(**edges))
    dates = [(row.pk, date) for row in rows for date in (row.remit_start, row.remit_end) if date]
    return list({row.pk: row for row in rows}.values()), dates


def said_by(row: Tenure | Remit) -> list[PartialDate]:
    """Return the dates that a row says of itself."""
    dates: list[Any] = [row.start, row.end]  # Any: partial dates, which mypy takes for text
    return [date for date in dates if date]


def window_of(dates: Sequence[PartialDate]) -> Window:
    """Return the window of several dates: shown at the latest on the first, at the earliest on the last."""
    return Window(min(dates, key=lambda date: (date.upper, date.lower)), max(dates, key=lambda date: (date.lower, date.upper)))


def shown_by(tenures: Iterable[Tenure], day: dt.date, typed: Mapping[str, str]) -> list[Tenure]:
    """Return those of a person's tenures that a text of a day shows, which names the person in a typed capacity ({language: words}) or in none.

    Without a capacity it gives the title of the day: that of the one tenure that may have held, or of those that surely did.
    """
    held = [(tenure, certainty) for tenure in tenures if (certainty := tenure.certainty_on(day))]
    if any(typed.values()):
        return [tenure for tenure, _sure in held if any(capacities.fits(text, tenure) for text in typed.values())]
    return [tenure for tenure, certainty in held if certainty == Certainty.SURELY or len(held) == 1]


def by_person(tenures: Iterable[Tenure]) -> dict[Any, list[Tenure]]:
    """Return {actor: their tenures}."""
    held: dict[Any, list[Tenure]] = {}
    for tenure in tenures:
        held.setdefault(tenure.actor_id, []).append(tenure)
    return held


def stretch_of(tenures: Sequence[Tenure], name: str = "at", at: Callable[[dt.date], dt.date] = lambda day: day) -> Case:
    """Return in which stretch a date lies, as the database computes it: between two turns, all facts of one capacity show the same.

    `name` is the column or annotation of the date, `at` what a day is in it.
    """
    days = sorted(turns(tenures))
    return Case(*(When(**{f"{name}__lt": at(day)}, then=Value(place)) for place, day in enumerate(days)), default=Value(len(days)))


def turns(tenures: Sequence[Tenure]) -> set[dt.date]:
    """Return the days on which it may change what somebody surely or possibly holds."""
    begins = {day for tenure in tenures for day in (tenure.start_lower, tenure.start_upper) if day}
    ends = {day + dt.timedelta(days=1) for tenure in tenures for day in (tenure.end_lower, tenure.end_upper) if day and day < dt.date.max}
    # The first day alone may be sure: the one after it is another.
    return {day for day in begins | ends | {day + dt.timedelta(days=1) for day in begins if day < dt.date.max} if day.year > 1}


def is_open(tenure: Tenure) -> bool:
    """Tell whether the start or the end of a tenure is unknown, or not known to the day."""
    start, end = ends_of(tenure)
    return not (start and start.is_day and (tenure.end_status == EndStatus.ONGOING or (end and end.is_day)))


def ends_of(tenure: Tenure) -> tuple[PartialDate | None, PartialDate | None]:
    """Return the start and the end of a tenure."""
    dates: Any = (tenure.start, tenure.end)  # Any: partial dates, which mypy takes for text
    return dates


def tells_more(tenure: Tenure, window: Window) -> bool:
    """Tell whether a window says something that the start and the end of an open tenure do not."""
    return is_open(tenure) and not {window.first, window.last} <= set(ends_of(tenure))


@lru_cache(maxsize=4096)
def in_words(window: Window, language: str) -> str:
    """Return a window in words: “attested: 3 May 2021 – 15 October 2024”."""
    with override(language):
        pieces = date_words.between(window.first, window.last, language) if window.first != window.last else date_words.pieces(window.first, language)
        return _("attested: %(date)s") % {"date": "".join(piece.text for piece in pieces)}
