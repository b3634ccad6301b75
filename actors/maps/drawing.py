"""A map as SVG has it: the outlines in view, and numbered marks that do not cover one another."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from actors.maps.outlines import Base, Point, base
from publishing.record_page import Label

WIDTH, AIR = 400, 26
# The height of a map lies between these.
LOWEST, HIGHEST = 200, 400
# Two marks stand so far apart, or one gives way.
APART = 27
WAYS = [
    (x * APART, y * APART)
    for x, y in [(0, 0), (0, -1), (1, 0), (-1, 0), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -2), (2, 0), (-2, 0), (0, 2)]
]
# Points of an outline that are nearer to each other are one.
GRAIN = 0.8


@dataclass(frozen=True)
class Spot:
    """A place to be drawn: its name and address, and where it lies, None where that is not recorded."""

    place: Label
    at: Point | None


@dataclass(frozen=True)
class Mark:
    """A place on the map with the numbers under which it stands in the list; `x`, `y` its mark, `true_x`, `true_y` the place itself."""

    numbers: str
    place: Label
    x: str
    y: str
    true_x: str
    true_y: str
    is_moved: bool

    @property
    def width(self) -> int:
        """How wide the mark is: round for one number, longer for more."""
        return max(25, 8 * len(self.numbers) + 9)

    @property
    def left(self) -> str:
        """Where the mark begins."""
        return f"{float(self.x) - self.width / 2:.1f}"

    @property
    def top(self) -> str:
        """Where the mark begins, from above."""
        return f"{float(self.y) - 12.5:.1f}"


@dataclass
class Map:
    """A drawn map with its list."""

    width: int
    height: int
    # [(role, path)]
    paths: list[tuple[str, str]]
    caption: str
    marks: list[Mark] = field(default_factory=list)
    # The line from place to place, "" for a single one.
    way: str = ""
    # [(number, place)] in order, and places that lie nowhere known or beyond the edge.
    listed: list[tuple[int, Label]] = field(default_factory=list)
    unplaced: list[Label] = field(default_factory=list)
    beyond: list[Label] = field(default_factory=list)


@dataclass(frozen=True)
class View:
    """A part of the earth on paper: equirectangular, true to scale in its middle."""

    west: float
    north: float
    squeeze: float
    scale: float
    height: int

    @classmethod
    def of(cls, west: float, south: float, east: float, north: float) -> "View":
        """Return the view that shows all between these bounds, with some air."""
        squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = max((east - west) * squeeze, 0.5), max(north - south, 0.5)
        scale = min((WIDTH - 2 * AIR) / wide, (HIGHEST - 2 * AIR) / high)
        height = max(LOWEST, round(high * scale) + 2 * AIR)
        return cls(west - (WIDTH / scale - wide) / 2 / squeeze, north + (height / scale - high) / 2, squeeze, scale, height)

    def at(self, point: Point) -> Point:
        """Return where a point stands, in pixels."""
        return (point[0] - self.west) * self.squeeze * self.scale, (self.north - point[1]) * self.scale


def drawn(spots: Sequence[Spot], language: str) -> Map | None:
    """Return the map of some places in order; None where none of them lies on it, or there are no outlines."""
    outlines = base()
    if outlines is None:
        return None
    west, south, east, north = outlines.around("land")
    inside = [(spot, spot.at) for spot in spots if spot.at and west <= spot.at[0] <= east and south <= spot.at[1] <= north]
    if not inside:
        return None
    bounds = [outlines.around("country"), *((*at, *at) for _spot, at in inside)]
    view = View.of(*(min(each[side] for each in bounds) for side in (0, 1)), *(max(each[side] for each in bounds) for side in (2, 3)))
    found = Map(WIDTH, view.height, paths(view, outlines), outlines.captions.get(language, ""))
    found.listed = [(number, spot.place) for number, (spot, _at) in enumerate(inside, start=1)]
    found.marks = marks([(spot.place, view.at(at)) for spot, at in inside], view.height)
    way = [view.at(at) for _spot, at in inside]
    found.way = " ".join(f"{x:.1f},{y:.1f}" for x, y in way) if len(set(way)) > 1 else ""
    found.unplaced = unique(spot.place for spot in spots if spot.at is None)
    shown = [spot for spot, _at in inside]
    found.beyond = unique(spot.place for spot in spots if spot.at is not None and spot not in shown)
    return found


def unique(places: Iterable[Label]) -> list[Label]:
    """Return each place once, in their order."""
    return list(dict.fromkeys(places))


def marks(places: Sequence[tuple[Label, Point]], height: int) -> list[Mark]:
    """Return a mark for each place, with all numbers under which it stands; what would cover another gives way."""
    numbers: dict[tuple[Label, Point], list[str]] = {}
    for number, stop in enumerate(places, start=1):
        numbers.setdefault(stop, []).append(str(number))
    taken: list[Point] = []
    found = []
    for (place, (x, y)), known in numbers.items():
        free = [(x + right, y + down) for right, down in WAYS if is_free((x + right, y + down), taken, height)]
        at = free[0] if free else (x, y)
        taken.append(at)
        found.append(Mark(", ".join(known), place, f"{at[0]:.1f}", f"{at[1]:.1f}", f"{x:.1f}", f"{y:.1f}", is_moved=at != (x, y)))
    return found


def is_free(at: Point, taken: Sequence[Point], height: int) -> bool:
    """Tell whether a mark can stand somewhere."""
    edge = APART / 2
    is_inside = edge <= at[0] <= WIDTH - edge and edge <= at[1] <= height - edge
    return is_inside and all(math.dist(at, other) >= APART - 1 for other in taken)


def paths(view: View, outlines: Base) -> list[tuple[str, str]]:
    """Return (role, path) of the outlines in view, those of a role in one."""
    drawn_as: dict[str, str] = {}
    for outline in outlines.outlines:
        if ring := cut(view, outline.ring):
            points = "L".join(f"{x:.1f} {y:.1f}" for x, y in thinned(ring))
            drawn_as[outline.role] = f"{drawn_as.get(outline.role, '')}M{points}Z"
    return list(drawn_as.items())


@lru_cache(maxsize=128)
def cut(view: View, ring: tuple[Point, ...]) -> list[Point]:
    """Return what of a ring lies in view, a little beyond the edges so that those are not drawn."""
    found = [view.at(point) for point in ring]
    for axis, edge, sign in ((0, -9, 1), (0, WIDTH + 9, -1), (1, -9, 1), (1, view.height + 9, -1)):
        kept: list[Point] = []
        for at, point in enumerate(found):
            before = found[at - 1]
            inside, was_inside = ((each[axis] - edge) * sign >= 0 for each in (point, before))
            if inside != was_inside:
                part = (edge - before[axis]) / (point[axis] - before[axis])
                kept.append((before[0] + part * (point[0] - before[0]), before[1] + part * (point[1] - before[1])))
            if inside:
                kept.append(point)
        found = kept
    return found


def thinned(ring: Sequence[Point]) -> list[Point]:
    """Return a ring without the points that are not seen apart."""
    found = [ring[0]]
    for point in ring[1:]:
        if math.dist(point, found[-1]) >= GRAIN:
            found.append(point)
    return found
