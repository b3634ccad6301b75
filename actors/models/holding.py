"""Who held what on a day, and who looked after what, and how surely."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from publishing.partial_dates import Certainty


@dataclass(frozen=True)
class Holding:
    """A tenure on a day."""

    tenure: Any  # a Tenure
    certainty: Certainty

    @property
    def is_sure(self) -> bool:
        """Whether it surely held on the day."""
        return self.certainty == Certainty.SURELY


def holdings(tenures: Any, date: dt.date) -> list[Holding]:  # Any: the tenures of an actor, a post or an office
    """Return those of the tenures that the public sees and that held on a day, the sure ones first, then by their start."""
    found = tenures.public().on(date).select_related("actor", "post__office").in_order()
    return sorted((Holding(tenure, tenure.certainty_on(date)) for tenure in found), key=lambda holding: not holding.is_sure)


@dataclass(frozen=True)
class Oversight:
    """A remit on a day, by the tenure that had it; without one where nobody is known to have held the post that brings it."""

    remit: Any  # a Remit
    tenure: Any  # a Tenure, or None
    certainty: Certainty

    @property
    def is_sure(self) -> bool:
        """Whether the remit surely had force on the day, and the tenure surely held."""
        return self.certainty == Certainty.SURELY


def overseers(remits: Any, date: dt.date) -> list[Oversight]:  # Any: the remits over a place or an office
    """Return who had one of the remits on a day, as far as the public sees them: the sure ones first, then by the start of the tenure.

    A remit of a post is had by everybody who held the post on the day. Two queries, however many remits there are.
    """
    from actors.models.tenure import Tenure  # noqa: PLC0415 - tenures are of offices, and offices ask this

    rows = remits.on(date).select_related("tenure__actor", "tenure__post__office", "post__office", "place", "office", "within")
    # Whether they are live is asked of the rows: a condition over all live people would be computed for every one of them.
    seen = [remit for remit in rows if remit.is_public]
    posts = {remit.post_id for remit in seen if remit.post_id}
    held: dict[Any, list[Tenure]] = {}
    if posts:
        for tenure in Tenure.objects.public().filter(post__in=posts).on(date).select_related("actor", "post__office"):
            held.setdefault(tenure.post_id, []).append(tenure)
    found = []
    for remit in seen:
        having = [remit.tenure] if remit.tenure is not None else held.get(remit.post_id, [])
        pairs = [(tenure, remit.certainty_by(tenure, date)) for tenure in having]
        found += [Oversight(remit, tenure, sure) for tenure, sure in pairs if sure]
        if remit.post_id and not pairs:
            found.append(Oversight(remit, None, remit.certainty_on(date)))
    return sorted(found, key=in_turn)


def in_turn(oversight: Oversight) -> tuple[bool, bool, dt.date, str]:
    """Return the place of an answer among others."""
    tenure = oversight.tenure
    return not oversight.is_sure, tenure is None, (tenure and tenure.start_lower) or dt.date.min, str(tenure and tenure.pk)
