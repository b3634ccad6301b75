"""Places on a map of our own: what is drawn, what is named beside it, and whose outlines those are."""

import json

import pytest
from django.core.checks import run_checks
from lxml import html

from actors.maps import drawing, outlines
from actors.maps.drawing import Spot
from publishing.record_page import Label
from tests.factories import make_place, make_published_event, make_published_place

pytestmark = pytest.mark.django_db
TOWNS = {"Tskhinvali": (42.23, 43.97), "Sokhumi": (43.0, 41.02), "Moscow": (55.75, 37.62), "Washington": (38.9, -77.04)}


def town(name: str, **fields):
    latitude, longitude = TOWNS[name]
    return make_published_place(name, latitude=latitude, longitude=longitude, slug_en=name.lower(), **fields)


def trip(*places):
    event = make_published_event(title_en="Trip", slug_en="trip")
    for position, place in enumerate(places):
        event.stops.create(place=place, position=position)
    return event


def map_of(client, path="/en/events/trip/"):
    found = html.fromstring(client.get(path).content).cssselect("figure.map")
    return found[0] if found else None


def marks(figure) -> list[tuple[str, str]]:
    return [(mark.get("aria-label"), mark.get("href")) for mark in figure.cssselect("a.map__mark")]


def test_map_draws_the_stops_in_order_with_the_numbers_and_links_of_its_list(client):
    trip(town("Sokhumi"), town("Tskhinvali"), town("Moscow"))

    figure = map_of(client)

    assert marks(figure) == [("1. Sokhumi", "/en/places/sokhumi/"), ("2. Tskhinvali", "/en/places/tskhinvali/"), ("3. Moscow", "/en/places/moscow/")]
    assert [(link.text, link.get("href")) for link in figure.cssselect(".map__list a")] == [(name[3:], url) for name, url in marks(figure)]
    assert len(figure.cssselect(".map__way")[0].get("points").split()) == 3
    assert len(figure.cssselect(".map__country")) == len(figure.cssselect(".map__occupied")) == 1
    assert "internationally recognised border; the occupied regions are hatched" in figure.text_content()


def test_map_names_what_it_cannot_show_and_says_nothing_of_hidden_places(client):
    latitude, longitude = TOWNS["Moscow"]
    hidden = make_place(name_en="Secret camp", slug_en="secret", latitude=latitude, longitude=longitude)
    trip(make_published_place("Harbour"), hidden, town("Washington"), town("Sokhumi"))

    figure = map_of(client)

    assert marks(figure) == [("1. Sokhumi", "/en/places/sokhumi/")]
    assert figure.cssselect(".map__way") == []
    notes = [" ".join(note.text_content().split()) for note in figure.cssselect(".map__note")[:2]]
    assert notes == ["Not on the map, because their coordinates are not recorded: Harbour", "Beyond the edge of the map: Washington"]
    assert "Secret" not in html.tostring(figure).decode()


def test_no_place_with_coordinates_no_map(client):
    trip(make_published_place("Harbour"))

    assert map_of(client) is None


def test_place_with_coordinates_has_a_map(client):
    town("Tskhinvali")

    assert marks(map_of(client, "/en/places/tskhinvali/")) == [("1. Tskhinvali", "/en/places/tskhinvali/")]


def test_marks_do_not_cover_one_another_and_a_place_seen_twice_has_one():
    spots = [Spot(Label(f"Place {at % 6}", f"/{at % 6}/"), (44 + at % 6 / 50, 42.0)) for at in range(7)]

    found = drawing.drawn(spots, "en")

    assert found is not None
    assert [mark.numbers for mark in found.marks] == ["1, 7", "2", "3", "4", "5", "6"]
    places = [(float(mark.x), float(mark.y)) for mark in found.marks]
    near = [(a, b) for a in places for b in places if a < b and abs(a[0] - b[0]) < 25 and abs(a[1] - b[1]) < 25]
    assert near == []
    assert [mark.is_moved for mark in found.marks] == [False, True, True, True, True, True]


def test_occupied_regions_lie_within_the_country_and_the_border_is_whole():
    base = outlines.base()

    assert base is not None
    west, south, east, north = base.around("country")
    assert [round(each, 1) for each in (west, south, east, north)] == [40.0, 41.0, 46.7, 43.6]
    regions = [outline for outline in base.outlines if outline.role == "occupied"]
    assert len(regions) == 2
    assert all(west <= x <= east and south <= y <= north for region in regions for x, y in region.ring)


def test_operator_may_draw_on_another_file_and_a_broken_one_is_told_at_the_start(client, settings, tmp_path):
    trip(town("Sokhumi"))
    square = [[[40, 41], [47, 41], [47, 44], [40, 44], [40, 41]]]
    features = [{"properties": {"role": role}, "geometry": {"type": "Polygon", "coordinates": square}} for role in ("land", "country")]
    own, broken = tmp_path / "own.geojson", tmp_path / "broken.geojson"
    own.write_text(json.dumps({"features": features, "caption": {"en": "A square."}}))
    broken.write_text(json.dumps({"features": features[:1]}))

    settings.MAP_FILE = str(own)
    figure = map_of(client)
    assert figure.cssselect(".map__note")[0].text == "A square."
    assert [error.id for error in run_checks() if error.id == "actors.E010"] == []

    for wrong in (broken, tmp_path / "missing.geojson", tmp_path):
        settings.MAP_FILE = str(wrong)
        assert [error.id for error in run_checks() if error.id == "actors.E010"] == ["actors.E010"]
        assert drawing.drawn([Spot(Label("Sokhumi", "/"), (41.02, 43.0))], "en") is None
