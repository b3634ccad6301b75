"""The places of a chronology as GeoJSON (RFC 7946): each stop a point, and the way between them where its order is known."""

import json
from itertools import pairwise
from typing import Any, BinaryIO

from chronicle.exports import words
from chronicle.exports.chosen import Chosen
from chronicle.exports.parts import At, Told, events_of
from publishing import date_words, navigation
from publishing.partial_dates import Certainty

NAME, CONTENT_TYPE = "events.geojson", "application/geo+json"
# A line has two ends.
SHORTEST = 2
# Values of every type, as JSON has them.
Data = dict[str, Any]


def write(file: BinaryIO, chosen: Chosen) -> None:
    """Write the features; behind them how many stops have no coordinates, and how many events no place."""
    left_out = {"stops_without_coordinates": 0, "events_without_a_place": 0}
    file.write(b'{"type":"FeatureCollection","features":[')
    is_first = True
    for event in events_of(chosen.rows, chosen.language):
        left_out["stops_without_coordinates"] += sum(at.point is None for at in event.stops)
        left_out["events_without_a_place"] += not event.stops
        for feature in features(event, chosen.language):
            file.write((b"" if is_first else b",\n") + encoded(feature))
            is_first = False
    about = {"title": chosen.title, "url": chosen.url, "language": chosen.language, "rights": chosen.rights, "left_out": left_out}
    file.write(b"]," + encoded(about)[1:] + b"\n")


def encoded(data: Data) -> bytes:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def features(event: Told, language: str) -> list[Data]:
    """Return the stops of an event that have coordinates, and its way."""
    about = about_event(event)
    found = [
        feature(at.key, "Point", at.point, {**about, **about_stop(at, number, language)})
        for number, at in enumerate(event.stops, start=1)
        if at.point is not None
    ]
    line = way(event.stops)
    if line:
        found.append(feature(event.event.pk, "LineString", line, {**about, "feature": "route"}))
    return found


def feature(key: Any, kind: str, coordinates: Any, properties: Data) -> Data:  # Any: a UUID; a point or a list of points
    """Return a feature."""
    return {"type": "Feature", "id": str(key), "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def about_event(event: Told) -> Data:
    """Return what every feature of an event says of it."""
    return {
        "event": str(event.event.pk),
        "title": event.title,
        "language": event.lang,
        "url": event.url,
        "kind": event.event.kind,
        "status": event.event.status,
        "date": event.date.as_data() if event.date else None,
        "date_words": words.date(event),
        "sources": [{"title": each.title, "publisher": each.publisher, "url": each.url, "archived_url": each.archived_url} for each in event.sources],
    }


def about_stop(at: At, number: int, language: str) -> Data:
    """Return what the feature of a stop says of it."""
    return {
        "feature": "stop",
        "place": at.place.label,
        "place_url": navigation.absolute(at.place.url),
        "number": number,
        "stop_date": at.date.as_data() if at.date else None,
        "stop_date_words": date_words.words(at.date, language),
        "came_from": at.came_from.label if at.came_from else None,
    }


def way(stops: list[At]) -> list[tuple[float, float]]:
    """Return the line through the stops, from where they came from; [] unless it is known where every one lies and which was after which."""
    if not stops or any(at.point is None for at in stops) or not all(follows(before, after) for before, after in pairwise(stops)):
        return []
    points = [at.point for at in stops if at.point is not None]
    if stops[0].came_from_point is not None:
        points.insert(0, stops[0].came_from_point)
    line = points[:1] + [after for before, after in pairwise(points) if after != before]
    return line if len(line) >= SHORTEST else []


def follows(before: At, after: At) -> bool:
    """Tell whether a stop surely was the next one: it was reached from the other, or on a later day."""
    if after.came_from_key is not None:
        return after.came_from_key == before.place_key
    return before.date is not None and after.date is not None and before.date.before(after.date) == Certainty.SURELY
