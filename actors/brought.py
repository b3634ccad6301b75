"""Remits that a person has by holding a post: those of the post, for the time in which both may have held."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from actors.models import EndStatus, Remit, Tenure
from actors.models.tenure import Dated
from publishing.partial_dates import PartialDate


@dataclass(frozen=True)
class Span:
    """From when to when, as far as it is known, and what is known of the end."""

    start: PartialDate | None
    end: PartialDate | None
    status: str


def brought(tenures: Iterable[Tenure], remits: Iterable[Remit]) -> Iterator[tuple[Tenure, Remit]]:
    """Yield each tenure with each remit of its post that it may have had, in the order of the tenures."""
    of_posts: dict[Any, list[Remit]] = {}
    for remit in remits:
        if remit.post_id:
            of_posts.setdefault(remit.post_id, []).append(remit)
    for tenure in tenures:
        yield from ((tenure, remit) for remit in of_posts.get(tenure.post_id, []) if may_meet(tenure, remit))


def may_meet(one: Dated, other: Dated) -> bool:
    """Tell whether there may be a day on which both held."""
    return begins(one) <= ends(other) and begins(other) <= ends(one)


def begins(row: Dated) -> dt.date:
    """Return the first day on which a row may have held."""
    return row.start_lower or dt.date.min


def ends(row: Dated) -> dt.date:
    """Return the last day on which a row may have held."""
    return row.end_upper or dt.date.max


def both(tenure: Dated, remit: Remit) -> Span:
    """Return from when to when both held: the later start and the earlier end of those that are known.

    Whether a tenure of unknown end goes on, its own remit tells.
    """
    starts, finishes = [dates_of(name, tenure, remit) for name in ("start", "end")]
    # Of two that may be either, the less exact one: it holds the other.
    start = max(starts, key=lambda date: (date.upper, -date.lower.toordinal()), default=None)
    end = min(finishes, key=lambda date: (date.lower, -date.upper.toordinal()), default=None)
    statuses = {tenure.end_status, remit.end_status}
    if remit.tenure_id:
        statuses -= {EndStatus.UNKNOWN} if remit.end_status != EndStatus.UNKNOWN else set()
    over = EndStatus.ENDED in statuses
    return Span(start, end, EndStatus.ENDED if over else EndStatus.ONGOING if statuses == {EndStatus.ONGOING} else EndStatus.UNKNOWN)


def dates_of(name: str, *rows: Dated) -> list[PartialDate]:
    """Return those of the dates of a name that are known."""
    return [date for row in rows if (date := getattr(row, name))]
