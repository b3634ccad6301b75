"""Where the marks of a timeline stand: time runs down, what would touch stands side by side, and what is not known to the day is a span."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from publishing.partial_dates import PartialDate

# In pixels, so that the drawing fits a telephone as it is: a column of words, then six lanes, each as wide as a mark with its air.
SCALE, LANE, LANES = 96, 40, 6
WIDTH = SCALE + LANE * LANES
TOP = 24
# A unit of time is drawn as low as it can be; past the highest drawing, events are counted instead.
HEIGHTS = (24, 36, 48, 64, 88, 120, 160, 220)
LOWEST, HIGHEST = 400, 2200
# The letters on the scale need so much.
APART = 18


@dataclass(frozen=True)
class Place:
    """Where an event stands: the centre of its mark, and the top and the height of the span that it lies in, 0 for a single day."""

    x: int
    y: int
    top: int
    height: int

    @property
    def left(self) -> int:
        """Where the span begins."""
        return self.x - 14


@dataclass(frozen=True)
class Tick:
    """A line of the scale; `label` is "" where there is no room for one."""

    y: int
    label: str


@dataclass(frozen=True)
class Drawing:
    """The places of events, in their order, on a scale."""

    height: int
    places: list[Place]
    ticks: list[Tick]

    @property
    def width(self) -> int:
        """How wide it is."""
        return WIDTH

    @property
    def scale(self) -> int:
        """Where the lanes begin."""
        return SCALE


@dataclass(frozen=True)
class Scale:
    """Units of time of one height each, one under the other."""

    units: Sequence[PartialDate]
    unit: int

    def at(self, day: dt.date, *, part: float) -> int:
        """Return where a day stands, `part` of it over; what lies outside is at the edge."""
        if day < self.units[0].lower:
            return TOP
        if day > self.units[-1].upper:
            return TOP + self.unit * len(self.units)
        index = next(at for at, unit in enumerate(self.units) if day <= unit.upper)
        found = self.units[index]
        over = ((day - found.lower).days + part) / ((found.upper - found.lower).days + 1)
        return TOP + round((index + over) * self.unit)

    @property
    def bottom(self) -> int:
        """Where it ends."""
        return TOP + self.unit * len(self.units)


def drawn(dates: Sequence[PartialDate], units: Sequence[PartialDate], labels: Sequence[str]) -> Drawing | None:
    """Return where events of these dates stand on a scale of these units; None where so many do not fit side by side."""
    for unit in HEIGHTS:
        scale = Scale(units, unit)
        if scale.bottom < LOWEST and unit != HEIGHTS[-1]:
            continue
        if scale.bottom > HIGHEST and unit != HEIGHTS[0]:
            return None
        if (places := placed(dates, scale)) is not None:
            return Drawing(scale.bottom + TOP, places, ticks(scale, labels))
    return None


def placed(dates: Sequence[PartialDate], scale: Scale) -> list[Place] | None:
    """Return the places of events on a scale, None where one finds no lane."""
    lanes: list[list[tuple[int, int]]] = [[] for _lane in range(LANES)]
    found = []
    for date in dates:
        top, bottom = scale.at(date.lower, part=0), scale.at(date.upper, part=1)
        is_span = date.lower != date.upper
        # A span is never shorter than its mark.
        y = (top + bottom) // 2 if not is_known(date) else scale.at(date.lower, part=0.5)
        above, below = (min(top, y - LANE // 2), max(bottom, y + LANE // 2)) if is_span else (y - LANE // 2, y + LANE // 2)
        lane = next((at for at, taken in enumerate(lanes) if all(below <= begin or end <= above for begin, end in taken)), None)
        if lane is None:
            return None
        lanes[lane].append((above, below))
        span = (min(top, y - 14), max(bottom, y + 14)) if is_span else (y, y)
        found.append(Place(SCALE + lane * LANE + LANE // 2, y, span[0], span[1] - span[0]))
    return found


def is_known(date: PartialDate) -> bool:
    """Tell whether the day is known, or both days of an interval: whatever else is drawn as not known."""
    ends = (date.start, date.end) if date.is_interval else (date,)
    return all(end is not None and end.is_day for end in ends)


def ticks(scale: Scale, labels: Sequence[str]) -> list[Tick]:
    """Return the lines of a scale: one where each unit begins, with as many labels as there is room for, and one at the end."""
    step = -(-APART // scale.unit)
    lines = [Tick(TOP + at * scale.unit, label if at % step == 0 else "") for at, label in enumerate(labels)]
    return [*lines, Tick(scale.bottom, "")]
