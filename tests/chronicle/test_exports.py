"""A chronology as files: what they hold, what they leave out and say so, and what no reader may find in them."""

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.conf import settings
from icalendar import Calendar

from chronicle.models import Event
from publishing import drafts
from publishing.publishable import State
from publishing.workflow import transition
from tests.factories import (
    make_actor,
    make_event,
    make_published_actor,
    make_published_chronology,
    make_published_place,
    make_tag,
    publisher,
)

pytestmark = pytest.mark.django_db
FILES = ("calendar.ics", "timeline.json", "events.geojson", "events.csv")
# What breaks files that are put together carelessly; the Georgian is longer than a line of a calendar may be.
GEORGIAN = "დე ფაქტო ხელისუფლებასთან გამართული მოლაპარაკებები ცხინვალის რეგიონში"
TITLES = [
    'Talks, signed; "quoted" \\n and \\ a bar | {braces}',
    "=HYPERLINK(1)",
    "@cmd",
    f"{GEORGIAN} {GEORGIAN}",
    "🇬🇪👩‍👩‍👧‍👦 flags and families 🇬🇪" * 3,
    "מפגש בירושלים و اجتماع في موسكو",
    "<script>alert(1)</script> & <b>bold</b>",
]


@pytest.fixture
def visits():
    return make_published_chronology(title_en="Visits")


def event(chronology, **fields) -> Event:
    made = drafts.create(Event, {"title_en": "Visit", "date": "2008-09-15", "entries": [{"chronology": chronology.pk}], **fields}, by=publisher())
    drafts.publish(made, by=publisher())
    return made


def content(client, name: str, path: str = "/en/chronology/visits/") -> bytes:
    response = client.get(f"{path}{name}")
    assert response.status_code == 200
    return response.getvalue()


def entries(client) -> list:
    return Calendar.from_ical(content(client, "calendar.ics")).walk("VEVENT")


def slides(client) -> list[dict]:
    return json.loads(content(client, "timeline.json"))["events"]


def rows(client) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(client, "events.csv").decode("utf-8-sig"), newline="")))


def test_calendar_holds_what_is_known_to_the_day_and_says_what_it_leaves_out(client, visits):
    for date in ("2008-09-15", "2024-09-24/2024-09-26", "9999-12-31", "2009-04", "2008-09-14?", "2008-09-14~/2008-09-15", "2020/..", ""):
        event(visits, title_en=date or "none", date=date)

    calendar = Calendar.from_ical(content(client, "calendar.ics"))
    found = {str(entry["summary"]): entry for entry in calendar.walk("VEVENT")}

    assert set(found) == {"2008-09-15", "2024-09-24/2024-09-26", "9999-12-31"}
    assert [found["2008-09-15"][name].dt for name in ("dtstart", "dtend")] == [dt.date(2008, 9, 15), dt.date(2008, 9, 16)]
    assert found["2024-09-24/2024-09-26"]["dtend"].dt == dt.date(2024, 9, 27)
    assert "dtend" not in found["9999-12-31"]
    assert "5 events whose day is not known are left out" in calendar["x-wr-caldesc"]
    assert calendar["version"], calendar["prodid"]
    assert calendar["x-wr-calname"] == calendar["name"] == "Visits"
    for entry in found.values():
        assert entry.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "LAST-MODIFIED", "SEQUENCE", "STATUS", "SUMMARY", "URL"} <= set(entry)


def test_texts_that_break_files_break_none(client, visits):
    for title in TITLES:
        event(visits, title_en=title, lead_en=f"{title}\r\nnext line, {title}", kind="visit", tags=[make_tag(f"tag, {title[:30]};").pk])

    raw = content(client, "calendar.ics")
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert sorted(str(entry["summary"]) for entry in entries(client)) == sorted(TITLES)
    assert all(f"{entry['summary']}\nnext line, {entry['summary']}" in entry["description"] for entry in entries(client))
    table = {row["title"]: row for row in rows(client)}
    assert set(table) == {f"'{title}" if title[0] in "=@" else title for title in TITLES}
    assert all("\nnext line" in row["lead"] for row in table.values())
    assert not any(cell[:1] in "=+-@\t\r\n" for row in table.values() for cell in row.values() if cell)
    html = json.dumps(slides(client), ensure_ascii=False)
    assert "<script" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html


def test_calendar_says_how_an_event_stands_and_counts_its_versions(client, visits):
    made = event(visits, status="cancelled")
    part = event(visits, title_en="Talks", status="alleged", parent=made.pk)
    before = {str(entry["related-to"]) if "related-to" in entry else "": entry for entry in entries(client)}

    drafts.save(made, {"title_en": "Renamed", "slug_en": "renamed"}, by=publisher())
    drafts.publish(made, by=publisher())
    after = next(entry for entry in entries(client) if entry["uid"] == before[""]["uid"])

    assert (str(before[""]["summary"]), str(before[""]["status"])) == ("Visit (cancelled)", "CANCELLED")
    assert [str(entry["status"]) for key, entry in before.items() if key] == ["TENTATIVE"]
    assert set(before) == {"", str(before[""]["uid"])}
    assert (before[""]["sequence"], after["sequence"]) == (0, 1)
    assert after["last-modified"].dt >= before[""]["last-modified"].dt
    assert str(after["url"]).endswith("/en/events/renamed/")
    transition(made, State.WITHDRAWN, by=publisher())
    assert [str(entry["summary"]) for entry in entries(client)] == ["Talks (alleged)"]
    assert "related-to" not in entries(client)[0]
    assert part.parent_id == made.pk


def test_timeline_gives_dates_as_far_as_they_are_known(client, visits):
    day, month, year = {"year": 2008, "month": 9, "day": 15}, {"year": 2008, "month": 9}, {"year": 2008}
    known = {
        "2008-09-15": (day, None, "15 September 2008"),
        "2008-09": (month, None, "September 2008"),
        "2008": (year, None, "2008"),
        "2008~": (year, None, "about 2008"),
        "2008-21": (year, None, "spring 2008"),
        "2008-09-15/2008-09-17": (day, {**day, "day": 17}, "15–17 September 2008"),
        "2008/..": (year, None, "since 2008"),
    }
    for date in (*known, "../2019", "200X", ""):
        event(visits, title_en=f"On {date}", date=date)

    data = json.loads(content(client, "timeline.json"))

    found = {slide["text"]["headline"].partition(">")[2].removesuffix("</a>").removeprefix("On "): slide for slide in data["events"]}
    assert {date: (slide["start_date"], slide.get("end_date"), slide["display_date"]) for date, slide in found.items()} == known
    assert "3 events of which no beginning is known are left out." in data["title"]["text"]["text"]
    assert len({slide["unique_id"] for slide in data["events"]}) == len(known)


def test_map_has_stops_with_coordinates_and_a_way_only_where_its_order_is_known(client, visits):
    sokhumi = make_published_place("Sokhumi", latitude="43.00150", longitude="41.02340")
    tskhinvali = make_published_place("Tskhinvali", latitude="42.22500", longitude="43.97010")
    nowhere = make_published_place("Nowhere")
    hidden = make_published_place("Hidden", latitude="1", longitude="1")
    reached = {"place": tskhinvali.pk, "came_from": sokhumi.pk}
    dated = [{"place": sokhumi.pk, "date": "2008-09-14"}, {"place": tskhinvali.pk, "date": "2008-09-15"}]
    ways = {
        "reached": [{"place": sokhumi.pk}, reached],
        "dated": dated,
        "arrived": [reached],
        "unordered": [{"place": sokhumi.pk}, {"place": tskhinvali.pk}],
        "with a gap": [{"place": sokhumi.pk}, {"place": nowhere.pk, "came_from": sokhumi.pk}],
        "nowhere": [],
        "hidden": [{"place": hidden.pk}],
    }
    for title, stops in ways.items():
        event(visits, title_en=title, stops=stops)
    transition(hidden, State.WITHDRAWN, by=publisher())

    data = json.loads(content(client, "events.geojson"))

    lines = {each["properties"]["title"]: each["geometry"]["coordinates"] for each in data["features"] if each["properties"]["feature"] == "route"}
    assert lines == {title: [[41.0234, 43.0015], [43.9701, 42.225]] for title in ("reached", "dated", "arrived")}
    points = [each["geometry"]["coordinates"] for each in data["features"] if each["properties"]["title"] == "unordered"]
    assert points == [[41.0234, 43.0015], [43.9701, 42.225]]
    assert data["left_out"] == {"stops_without_coordinates": 1, "events_without_a_place": 2}


def test_table_has_a_row_for_each_event_with_its_dates_people_and_sources(client, visits):
    lavrov = make_published_actor(name_en="Sergey Lavrov")
    spoken = [{"actor": lavrov.pk, "text_en": "We will come.\nAgain."}, {"attribution_en": "According to Tskhinvali", "text_en": "It was so."}]
    event(
        visits,
        date="2008-09",
        date_words_en="soon after the war",
        participants=[{"actor": lavrov.pk, "role": "visitor", "capacity_en": "minister"}],
        statements=spoken,
        outcomes=[{"text_en": "An embassy opened.", "date": "2009-04", "kind": "opening"}],
    )

    (row,) = rows(client)
    columns = (settings.BASE_DIR / "docs" / "api.md").read_text().partition("The columns of the table:")[2].partition("\n")[0]

    assert list(row) == [name for name in re.findall(r"`(\w+)`", columns) if name not in {"yes", "no"}]

    dates = ("date", "earliest", "latest", "date_in_words", "date_as_printed")
    assert [row[name] for name in dates] == ["2008-09", "2008-09-01", "2008-09-30", "September 2008", "soon after the war"]
    assert row["participants"] == "Sergey Lavrov, minister {visitor}"
    assert row["statements"] == "Sergey Lavrov: We will come.\nAgain. | According to Tskhinvali: It was so."
    assert row["outcomes"] == "April 2009: An embassy opened. [done]"


def test_files_hold_what_the_page_lists_and_nothing_that_is_hidden(client, visits):
    hidden = make_actor(name_en="Hidden Person")
    made = event(
        visits,
        title_en="Shown",
        participants=[{"actor": hidden.pk}, {"actor": hidden.pk, "role": "host", "capacity_en": "an adviser"}],
        statements=[{"actor": hidden.pk, "text_en": "Told by nobody."}],
    )
    make_event(title_en="A draft", date="2008-09-15").entries.create(chronology=visits)
    taken_back = event(visits, title_en="Taken back")
    transition(taken_back, State.WITHDRAWN, by=publisher())
    georgian = event(visits, title_en="", title_ka="მხოლოდ ქართულად", body_ka="<p>ტექსტი</p>", lead_ka="ქართული ლიდი")

    for name in FILES:
        text = content(client, name).decode().replace("\r\n ", "")
        for word in ("Hidden", "Told by nobody", "A draft", "Taken back", str(hidden.pk), str(taken_back.pk), "ქართული ლიდი"):
            assert word not in text, (name, word)
    assert [row["title"] for row in rows(client)] == ["Shown", "მხოლოდ ქართულად"]
    assert rows(client)[1]["title_language"] == "ka"
    assert rows(client)[1]["lead"] == "This page is available in Georgian."
    assert rows(client)[1]["url"].endswith(f"/ka/events/{georgian.slug_ka}/")
    assert rows(client)[0]["participants"] == "an adviser {host}"
    assert made.title_en in content(client, "calendar.ics").decode()
