"""Who held what on a day, and how surely."""

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
