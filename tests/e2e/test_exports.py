"""The files of a chronology in the hands of others: a second reader of calendars, the checker of GeoJSON, the timeline of a partner's page."""

import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.chronicle.test_exports import TITLES
from tests.e2e.conftest import MODULES
from tests.factories import make_published_chronology, make_published_event, make_published_place

pytestmark = pytest.mark.browser
READER = """
import ICAL from "ical.js";
import { check } from "@placemarkio/check-geojson";
import { readFileSync } from "node:fs";
const [calendar, map] = process.argv.slice(1).map((path) => readFileSync(path, "utf8"));
const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent").map((each) => new ICAL.Event(each));
const entries = events.map((each) => [each.summary, each.description, each.startDate.toString(), each.endDate.toString()]);
console.log(JSON.stringify({ entries, features: check(map).features }));
"""
EMBEDDING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A partner</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/dist/css/timeline.css"><script src="/dist/js/timeline.js"></script></head>
<body><div id="timeline" style="width: 100%; height: 600px"></div>
<script>new TL.Timeline("timeline", "ADDRESS", {font: null, script_path: location.origin + "/dist/js/", language: "en"})</script></body></html>
"""


@pytest.fixture
def partner() -> Iterator[ThreadingHTTPServer]:
    """The site of a partner, which has the library and nothing else."""

    class Partner(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self.path.startswith("/?"):
                super().do_GET()
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(EMBEDDING.replace("ADDRESS", self.path.removeprefix("/?")).encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Partner, directory=str(MODULES / "@knight-lab" / "timelinejs")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def fill() -> None:
    """Make a chronology of titles that break files, one of them on a way of two days."""
    visits = make_published_chronology(title_en="Visits")
    for day, title in enumerate(TITLES, start=10):
        made = make_published_event(title_en=title, lead_en=f"{title}\nnext line", date=f"2008-09-{day}", chronologies=[visits])
    made.stops.create(place=make_published_place("Sokhumi", latitude="43.0015", longitude="41.0234"), date="2008-09-14")
    made.stops.create(place=make_published_place("Tskhinvali", latitude="42.225", longitude="43.9701"), date="2008-09-15", position=1)


@pytest.mark.django_db
def test_other_programs_read_calendar_and_map_as_they_are_meant(tmp_path):
    fill()
    files = []
    for name in ("calendar.ics", "events.geojson"):
        files.append(tmp_path / name)
        files[-1].write_bytes(Client().get(f"/en/chronology/visits/{name}").getvalue())

    asked = subprocess.run(
        ["node", "--input-type=module", "-e", READER, *map(str, files)], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
    )

    assert asked.returncode == 0, asked.stderr
    read = json.loads(asked.stdout)
    assert [entry[0] for entry in read["entries"]] == TITLES
    assert all(f"{summary}\nnext line" in description for summary, description, _start, _end in read["entries"])
    assert [entry[2:] for entry in read["entries"]] == [[f"2008-09-{day}", f"2008-09-{day + 1}"] for day in range(10, 10 + len(TITLES))]
    assert [feature["geometry"]["type"] for feature in read["features"]] == ["Point", "Point", "LineString"]


def test_timeline_stands_in_the_page_of_a_partner(page: Page, live_server, partner):
    fill()
    home, complaints = f"http://127.0.0.1:{partner.server_port}", []
    timeline = f"{live_server.url}/en/chronology/visits/timeline.json"
    page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
    page.on("request", lambda asked: asked.url.startswith((home, timeline, "data:")) or complaints.append(f"leaves: {asked.url}"))

    page.goto(f"{home}/?{timeline}")

    expect(page.locator(".tl-timemarker")).to_have_count(len(TITLES))
    headlines = page.locator(".tl-slide:not(.tl-slide-titleslide) .tl-headline")
    expect(headlines).to_have_text(TITLES, use_inner_text=False)
    expect(page.locator(".tl-slide-titleslide .tl-headline")).to_have_text("Visits")
    expect(page.locator(".tl-slide .tl-headline-date").nth(1)).to_have_text("10 September 2008")
    assert complaints == []
