"""Records of places as spots of a map."""

from collections.abc import Iterable

from actors import facts
from actors.maps.drawing import Spot
from actors.models import Place


def spots(places: Iterable[Place], language: str) -> list[Spot]:
    """Return places as spots of a map, without those that the public does not see."""
    return [Spot(shown, known(place)) for place in places if (shown := facts.public_place(place, language)) is not None]


def known(place: Place) -> tuple[float, float] | None:
    """Return where a place lies, as (longitude, latitude); None where that is not recorded."""
    return None if place.latitude is None or place.longitude is None else (float(place.longitude), float(place.latitude))
