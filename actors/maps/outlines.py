"""The outlines that maps are drawn on, read from one GeoJSON file (`settings.MAP_FILE`; static/maps/README.md tells its form)."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import Error, register

logger = logging.getLogger(__name__)

# In the order in which they are drawn.
ROLES = ("land", "country", "occupied")
CORNERS = 4
Point = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """A ring of (longitude, latitude), and what it encloses."""

    role: str
    ring: tuple[Point, ...]


@dataclass(frozen=True)
class Base:
    """What maps are drawn on: outlines, and what the map says of itself in each language."""

    outlines: list[Outline]
    captions: dict[str, str] = field(default_factory=dict)

    def around(self, role: str) -> tuple[float, float, float, float]:
        """Return (west, south, east, north) of everything with a role."""
        longitudes, latitudes = zip(*(point for outline in self.outlines if outline.role == role for point in outline.ring), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def base() -> Base | None:
    """Return what maps are drawn on; None, and a line in the log, where the file cannot be read: pages do without a map then."""
    try:
        return read(Path(settings.MAP_FILE))
    except (OSError, ValueError) as error:
        logger.warning("No maps: %s", error)
        return None


@lru_cache(maxsize=2)
def read(path: Path) -> Base:
    """Return what a file holds; OSError where there is none, ValueError that says what is wrong with it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        outlines = [outline for feature in found["features"] for outline in outlines_of(feature)]
        captions = {str(code): str(text) for code, text in found.get("caption", {}).items()}
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path} is not a GeoJSON file of features with a role: {error!r}") from error
    missing = [role for role in ("land", "country") if role not in {outline.role for outline in outlines}]
    if missing:
        raise ValueError(f"{path} has no feature with the role {' or '.join(missing)}")
    return Base(sorted(outlines, key=lambda outline: ROLES.index(outline.role)), captions)


def outlines_of(feature: dict[str, Any]) -> Iterator[Outline]:  # Any: GeoJSON
    """Yield the rings of a feature; ValueError for another role or another geometry."""
    role, geometry = feature["properties"]["role"], feature["geometry"]
    if role not in ROLES or geometry["type"] not in {"Polygon", "MultiPolygon"}:
        raise ValueError(f"A feature is a Polygon or MultiPolygon with one of the roles {', '.join(ROLES)}, not {geometry['type']} {role}")
    for polygon in [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]:
        for ring in polygon:
            if len(ring) < CORNERS:
                raise ValueError(f"A ring of {role} has fewer than {CORNERS} points")
            yield Outline(role, tuple((float(longitude), float(latitude)) for longitude, latitude, *_height in ring))


@register()
def check_map_file(**_kwargs: Any) -> list[Error]:  # Any: as Django calls checks
    """Tell the operator at the start what is wrong with the file of outlines."""
    try:
        read(Path(settings.MAP_FILE))
    except (OSError, ValueError) as error:
        return [Error(f"Maps cannot be drawn: {error}", hint="MAP_FILE names the file; static/maps/README.md tells its form.", id="actors.E010")]
    return []
