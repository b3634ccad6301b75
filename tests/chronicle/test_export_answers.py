"""How the files of a chronology are answered: to whom again, how large, at which addresses, at what cost."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chronicle.exports import parts
from publishing import drafts, exports
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import (
    make_published_actor,
    make_published_chronology,
    make_published_event,
    make_published_place,
    publisher,
)

pytestmark = pytest.mark.django_db
FILES = {
    "calendar.ics": "text/calendar; charset=utf-8",
    "timeline.json": "application/json",
    "events.geojson": "application/geo+json",
    "events.csv": "text/csv; charset=utf-8; header=present",
}


@pytest.fixture
def visits():
    return make_published_chronology(title_en="Visits")


def path(name: str) -> str:
    return f"/en/chronology/visits/{name}"


def titles(client) -> list[str]:
    text = client.get(path("events.csv")).getvalue().decode("utf-8-sig")
    return [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]


@pytest.mark.parametrize("is_large", [False, True])
def test_files_have_names_types_and_validators(client, visits, monkeypatch, is_large):
    if is_large:
        monkeypatch.setattr(parts, "PIECE", 1)
        monkeypatch.setattr(exports, "KEPT_BYTES", 10)
    made = [make_published_event(title_en=f"Visit {day}", date=f"2008-09-{day}", chronologies=[visits]) for day in (15, 16)]

    for name, content_type in FILES.items():
        response = client.get(path(name))
        assert response.streaming is is_large
        assert response.headers["Content-Type"] == content_type
        assert response.headers["Content-Disposition"] == f'attachment; filename="visits-{name.rpartition(".")[0]}.{name.rpartition(".")[2]}"'
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert response.headers["Cache-Control"].startswith("public")
        assert int(response.headers["Content-Length"]) == len(response.getvalue())
        tag = {"If-None-Match": response.headers["ETag"]}
        again, head = client.get(path(name), headers=tag), client.head(path(name))
        assert (again.status_code, again.headers["ETag"]) == (304, response.headers["ETag"])
        assert (head.status_code, head.headers["ETag"], head.getvalue()) == (200, response.headers["ETag"], b"")
        transition(made[0], State.WITHDRAWN, by=publisher())
        after = client.get(path(name), headers=tag)
        assert (after.status_code, b"Visit 15" in after.getvalue()) == (200, False)
        drafts.publish(made[0], by=publisher())


def test_one_large_file_is_made_at_a_time_and_none_is_sent_in_half(client, visits, monkeypatch):
    monkeypatch.setattr(parts, "PIECE", 1)
    for day in (15, 16):
        make_published_event(date=f"2008-09-{day}", chronologies=[visits])
    meanwhile = []

    def asks_too(*args: object):
        meanwhile.append(client.get(path("events.csv")))
        return written(*args)

    written = parts.events_of
    monkeypatch.setattr("chronicle.exports.maps.events_of", asks_too)

    assert client.get(path("events.geojson")).status_code == 200
    assert [(each.status_code, each.headers["Retry-After"]) for each in meanwhile] == [(429, "10")]
    assert client.get(path("events.csv")).status_code == 200
    monkeypatch.setattr("chronicle.exports.timelines.slide", lambda *_args: 1 / 0)
    client.raise_request_exception = False
    assert client.get(path("timeline.json")).status_code == 500
    assert client.get(path("events.geojson")).status_code == 200


def test_old_addresses_lead_on_and_what_is_not_public_has_none(client, visits):
    make_published_event(chronologies=[visits])
    drafts.save(visits, {"slug_en": "journeys"}, by=publisher())
    drafts.publish(visits, by=publisher())

    moved = client.get(path("calendar.ics"))
    assert (moved.status_code, moved.headers["Location"]) == (301, "/en/chronology/journeys/calendar.ics")
    assert client.post("/en/chronology/journeys/calendar.ics").status_code == 405
    assert client.get("/en/chronology/journeys/calendar.xml").status_code == 404
    assert client.get("/en/chronology/nothing/calendar.ics").status_code == 404
    transition(visits, State.WITHDRAWN, by=publisher())
    assert [client.get(f"/en/chronology/journeys/{name}").status_code for name in FILES] == [410] * len(FILES)


def test_every_event_is_there_once_however_many_pieces_are_read(client, visits, monkeypatch):
    dates = ["", "2008-09-15", "2008-09-15", "2008-09-15", "2008-09", "2008", "2007", "2008-09-15/2008-09-16"]
    for number, date in enumerate(dates):
        make_published_event(title_en=f"Event {number}", date=date, chronologies=[visits])
    whole = titles(client)
    make_published_event(title_en="The last", date="2030", chronologies=[make_published_chronology()])

    monkeypatch.setattr(parts, "PIECE", 2)

    assert titles(client) == whole
    assert len(whole) == len(set(whole)) == len(dates)


def test_files_answer_the_question_of_the_page_and_refuse_what_it_refuses(client, visits):
    place = make_published_place("Tskhinvali", latitude="42.2", longitude="43.9")
    make_published_event(title_en="Asked for", kind="visit", date="2008-09-15", chronologies=[visits]).stops.create(place=place)
    make_published_event(title_en="Another", kind="meeting", date="2009-09-15", chronologies=[visits])
    shown = client.get("/en/chronology/visits/?kind=visit").content.decode()

    for name in FILES:
        assert f'href="{path(name)}?kind=visit"' in shown
        answer = client.get(f"{path(name)}?kind=visit&nothing=1")
        assert (answer.status_code, b"Asked for" in answer.content, b"Another" in answer.content) == (200, True, False)
        for nonsense in ("kind=feast", "kind=visit&kind=meeting", "when=yesterday", f"q={'x' * 10_000}"):
            wrong = client.get(f"{path(name)}?{nonsense}")
            assert (wrong.status_code, wrong.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
            assert wrong.content.decode().strip()
    assert b"\nname:visits (kind: visit)" in client.get(f"{path('calendar.ics')}?kind=visit").content.lower()


def test_empty_chronology_has_files_too(client, visits):
    assert json.loads(client.get(path("timeline.json")).content)["events"] == []
    assert json.loads(client.get(path("events.geojson")).content)["features"] == []
    assert b"BEGIN:VEVENT" not in client.get(path("calendar.ics")).content
    assert titles(client) == []


def test_files_cost_the_same_queries_for_three_events_and_for_thirty(client, visits):
    actor, place = make_published_actor(), make_published_place("Tskhinvali", latitude="42.2", longitude="43.9")

    def cost() -> list[int]:
        found = []
        for name in FILES:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path(name)).status_code == 200
            found.append(len(queries))
        return found

    def add(count: int) -> None:
        for number in range(count):
            made = make_published_event(date=f"2008-09-{number + 1:02}", chronologies=[visits])
            made.participants.create(actor=actor)
            made.stops.create(place=place)
            made.statements.create(actor=actor, text_en="Said.")
            made.outcomes.create(text_en="Came.")

    add(3)
    client.get("/en/")
    few = cost()
    add(27)
    client.get("/en/")

    assert cost() == few
    assert max(few) <= 24
