"""Events with all that belongs to them, from one workbook and back into one."""

import datetime as dt

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from actors.models import Actor, Tenure
from actors.tables import running
from actors.tables.kinds import KINDS
from chronicle.models import Event, Outcome, Statement
from library.models import Source
from publishing import audit, drafts, locks
from publishing.models import Audit, Draft
from publishing.publishable import State
from tests.chronicle.books import brought, cells_of, downloaded, put, said, workbook
from tests.factories import (
    make_image,
    make_published_chronology,
    make_published_event,
    make_published_format,
    make_published_office,
    make_published_place,
    make_superuser,
    make_tag,
    publisher,
)
from tests.roles import member_of

pytestmark = pytest.mark.django_db


def visit() -> dict[str, list[list[object]]]:
    """Return the sheets of a visit with a leg; whom and what they name is made."""
    office = make_published_office("Minister", name_en="Ministry of Foreign Affairs")
    actor = drafts.create(Actor, {"name_en": "Sergey Lavrov", "tenures": [{"post": office.posts.get().pk, "start": "2004"}]}, by=publisher())
    drafts.publish(actor, by=publisher())
    for name in ("Tskhinvali", "Sokhumi"):
        make_published_place(name)
    make_published_chronology(title_en="Chronology of Visits")
    make_published_event(title_en="War of August 2008")
    make_tag("Visits")
    return {
        "events": [
            ["key", "title_en", "title_ka", "body_en", "date", "kind", "tags", "chronologies", "parent", "links"],
            ["leg", "Day in Tskhinvali", None, None, dt.date(2008, 9, 15), "visit", None, None, "trip", None],
            [
                "trip",
                "The trip",
                "მოგზაურობა",
                "First.\n\nThen & there.",
                "2008-09-15/2008-09-16",
                "working visit",
                "visits | New word",
                "chronology-of-visits",
                None,
                None,
            ],
        ],
        "stops": [
            ["event", "place", "date", "came_from", "sources"],
            ["leg", "tskhinvali", "15 September 2008", "Sokhumi", "Archive <https://example.org/a>"],
        ],
        "participants": [
            ["event", "actor", "post", "role", "capacity_en", "is_former"],
            ["trip", "Sergei Lavrov", None, "visitor", "Foreign Minister", False],
            ["trip", None, "Ministry of Foreign Affairs: minister", "host", None, None],
        ],
        "statements": [
            ["event", "actor", "attribution_en", "mode", "text_en", "about"],
            ["leg", None, "the host", "verbatim", "'=We will come\nagain.", "tskhinvali | Sokhumi"],
        ],
        "outcomes": [
            ["event", "kind", "status", "is_main", "text_en", "date", "led_to"],
            ["trip", "opening", "done", "yes", "An embassy opened.", "April 2009", "Day in Tskhinvali"],
        ],
        "sources": [["event", "source", "locator", "quote"], ["trip", "Archive <https://example.org/a>", "p. 2", "Verbatim"]],
    }


def test_workbook_brings_events_with_all_that_belongs_to_them():
    sheets = visit()
    sheets["events"][2][1] = "The trip"
    sheets["events"][1][9] = "soon_after: war-of-august-2008"

    run = brought(workbook(**sheets), publish=True)

    trip, leg = (Event.objects.live().get(title_en=title) for title in ("The trip", "Day in Tskhinvali"))
    assert run.report["counts"] == {"new": 8}
    assert (leg.parent, str(leg.date), str(trip.date), trip.kind) == (trip, "2008-09-15", "2008-09-15/2008-09-16", "working_visit")
    assert (trip.body_en, {str(row) for row in trip.tagged.all()}) == ("<p>First.</p><p>Then &amp; there.</p>", {"Visits", "New word"})
    stop, (visitor, host), statement, outcome = leg.stops.get(), trip.participants.all(), leg.statements.get(), trip.outcomes.get()
    assert (str(stop.place), str(stop.came_from), stop.sources.get().url) == ("Tskhinvali", "Sokhumi", "https://example.org/a")
    assert (str(visitor.actor), visitor.capacity_en, str(host.post)) == ("Sergey Lavrov", "Foreign Minister", str(Tenure.objects.get().post))
    assert (statement.attribution_en, statement.text_en, statement.about.count()) == ("the host", "=We will come\nagain.", 2)
    assert (outcome.is_main, str(outcome.date), outcome.led_to) == (True, "2009-04", leg)
    assert (trip.citations.get().quote, trip.entries.count(), leg.links.get().relation) == ("Verbatim", 1, "soon_after")
    assert Source.objects.filter(url="https://example.org/a").count() == 1
    assert next(audit.broken_links(), None) is None


def test_dry_run_writes_nothing_and_drafts_come_unless_publication_is_ticked():
    data = workbook(**visit())
    events, drafts_before = Event.objects.count(), Draft.objects.count()

    put(data)
    assert (Event.objects.count(), Draft.objects.count(), Source.objects.count()) == (events, drafts_before, 0)
    brought(data)

    assert Event.objects.filter(state=State.DRAFT).count() == 2
    assert Audit.objects.latest("pk").detail == {"file": "events.xlsx", "table": "events", "new": 8, "changed": 0, "published": False}


def test_round_trip_changes_nothing_and_computes_nothing():
    brought(workbook(**visit()), publish=True)
    brought(workbook(events=[["title_ka", "date"], ["'=1+1", "2008?"]], sources=[["event", "source"], ["'=1+1", "Paper | 'Other"]]))
    long = "x" * 40_000
    drafts.save(Event.objects.get(title_en="The trip"), {"body_en": f"<p>{long}</p>"}, by=publisher())

    data = downloaded()
    run = put(data)

    assert (run.stage, run.report["counts"].keys(), run.report["rows"]) == ("checked", {"unchanged"}, []), run.report
    texts = [str(cell) for rows in cells_of(data).values() for row in rows for cell in row if cell is not None]
    assert [text for text in texts if text.startswith(("=", "+", "-", "@"))] == []
    assert {"'=1+1", "[unchanged]", "ministry-of-foreign-affairs: Minister"} <= set(texts)
    assert list(cells_of(data)) == [key.capitalize() for key in KINDS["events"].every]


def test_image_is_named_by_title_or_key_and_must_be_in_the_library():
    chairs, first, _second = make_image(title="Two chairs"), make_image(title="Flag"), make_image(title="Flag")
    brought(workbook(events=[["title_en", "image"], ["One", "two CHAIRS"], ["Two", str(first.pk)], ["Three", None]]))

    heads, *rows = cells_of(downloaded())["Events"]
    written = {row[heads.index("title_en")]: row[heads.index("image")] for row in rows}

    assert written == {"One": "Two chairs", "Two": str(first.pk), "Three": None}
    assert put(downloaded()).report["counts"].keys() == {"unchanged"}
    refused = put(workbook(events=[["title_en", "image"], ["Four", "Flag"], ["Five", "Nothing"]]))
    several, unknown = (lines for _action, lines in said(refused).values())
    assert "Several images are called “Flag”. Write the key: " in several[0]
    assert "There is no image called “Nothing” in the library." in unknown[0]
    assert chairs.events.count() == 0


def test_update_changes_what_the_workbook_says_and_nothing_else():
    brought(workbook(**visit()), publish=True)
    trip = Event.objects.get(title_en="The trip")
    visitor = trip.participants.first()

    sheets = {
        "events": [["id", "body_en", "date", "kind"], [str(trip.pk), "", 2008, None]],
        "participants": [["id", "capacity_en", "role"], [str(visitor.pk), "Minister", "speaker"]],
        "statements": [["event", "text_en", "attribution_en"], ["the-trip", "Something new.", "the visitor"]],
    }
    run = brought(workbook(**sheets), publish=True)

    trip.refresh_from_db()
    assert said(run)["Participants", 2] == ("changed", ["role: visitor → speaker", "capacity_en: Foreign Minister → Minister"])
    assert (trip.title_en, trip.title_ka, str(trip.date), trip.kind, trip.body_en) == ("The trip", "მოგზაურობა", "2008", "other", "")
    assert [row.role for row in trip.participants.all()] == ["speaker", "host"]
    assert (trip.statements.get().text_en, trip.outcomes.count(), trip.citations.count()) == ("Something new.", 1, 1)
    again = put(workbook(statements=sheets["statements"]))
    assert said(again)["Statements", 2][1] == ["This is there already, or twice in the file. To change it, put its key into the column “id”."]


def test_errors_are_told_by_sheet_and_row():
    sheets = visit()
    sheets["events"][1][4:6] = [dt.datetime(2008, 9, 15, 12, 30, tzinfo=None), "nonsense"]  # noqa: DTZ001 - as a cell has it
    sheets["stops"].append(["nowhere", "Atlantis", "2008-13-45", None, None])
    sheets["participants"] += [["trip", None, "Ministry of Foreign Affairs: King", "guest", None, "perhaps"], ["trip", None, None, None, None, None]]
    sheets["statements"].append(["trip", None, None, None, "Nobody says this.", None])
    sheets["outcomes"].append(["trip", "decision", None, "yes", "Another main one.", 1999, None])

    run = put(workbook(**sheets), publish=True)

    refused = {place: [line.partition(":")[0] for line in lines] for place, (action, lines) in said(run).items() if action == "refused"}
    assert refused == {
        ("Events", 2): ["date", "kind"],
        ("Stops", 3): ["event", "place", "date"],
        ("Participants", 4): ["post", "role", "is_former"],
        ("Participants", 5): ["actor"],
        ("Statements", 3): ["actor"],
        ("Outcomes", 3): ["is_main", "date"],
    }
    assert Event.objects.count() == 1


def test_rows_name_events_by_key_address_title_or_nickname():
    one, other = make_published_event(title_en="Talks in Geneva"), make_published_event(title_en="The talks")
    make_published_event(title_en="The talks")
    make_published_format(title_en="Geneva International Discussions")
    place = make_published_place("Geneva")
    names = [str(one.pk), "talks-in-geneva", "talks in GENEVA", "mine", "the TALKS", "t"]

    run = put(
        workbook(
            events=[
                ["key", "title_en", "format", "ordinal"],
                ["mine", "Session", "Geneva International Discussions", 10.0],
                ["MINE", "Twice", None, None],
            ],
            stops=[["event", "place", "date"], *([name, place.slug_en, 1990 + at] for at, name in enumerate(names))],
        )
    )

    assert {at: action for (sheet, at), (action, _lines) in said(run).items() if sheet == "Stops"} == {
        2: "new",
        3: "new",
        4: "new",
        5: "new",
        6: "refused",
        7: "refused",
    }
    assert f"The talks ({other.slug_en})" in said(run)["Stops", 6][1][0]
    assert said(run)["Events", 3][1] == ["key: Another row of the file is called “MINE” too."]


def test_new_events_that_name_each_other_become_public_together():
    ring = [["title_en", "links"], ["One", "before: Two"], ["Two", "after: One"], ["Three", "after: Two"]]

    brought(workbook(events=ring), publish=True)

    one, two, three = (Event.objects.live().get(title_en=title) for title in ("One", "Two", "Three"))
    assert (one.links.get().other, two.links.get().other, three.links.get().other) == (two, one, two)
    assert all(each.created_by_id for each in (one, two, three))


def test_rights_and_locks_are_those_of_the_form():
    author, mine = member_of("Author"), make_published_event(title_en="Locked")
    hidden = drafts.create(Event, {"title_en": "Hidden"}, by=publisher())

    own = brought(workbook(events=[["title_en"], ["Own"]]), by=author, publish=True)
    others = put(workbook(events=[["id", "date"], [str(mine.pk), "2008"]], statements=[["event", "text_en"], ["Hidden", "x"]]), by=author)
    locks.lock(mine, by=make_superuser(), note="Court")
    locked = put(workbook(events=[["id", "date"], [str(mine.pk), "2008"]]))

    assert (own.report["counts"], Event.objects.get(working_title="Own").state) == ({"new": 1}, State.DRAFT)
    assert said(others)["Events", 2] == ("refused", ["You have no right to do this with this record."])
    assert said(others)["Statements", 2][1] == ["event: Nothing here is called “Hidden”."]
    assert said(locked)["Events", 2][0] == "refused"
    assert str(hidden.pk) not in str(others.report)


def test_workbook_is_downloaded_by_list_and_by_chronology_as_far_as_one_may_see(client):
    visits = make_published_chronology(title_en="Visits")
    public, withdrawn = (make_published_event(title_en=title, chronologies=[visits]) for title in ("Public", "Withdrawn"))
    other = make_published_event(title_en="Other")
    drafts.save(public, {"title_en": "Better"}, by=publisher())
    drafts.withdraw(withdrawn, by=publisher())

    found = {}
    for role in ("Author", "Editor"):
        client.force_login(member_of(role))
        for model, action, key in (("chronology", "download_events", visits.pk), ("event", "download_events", other.pk)):
            response = client.post(reverse(f"admin:chronicle_{model}_changelist"), {"action": action, ACTION_CHECKBOX_NAME: [str(key)]})
            assert "-events-" in response.headers["Content-Disposition"]
            rows = cells_of(b"".join(response.streaming_content))["Events"]
            found[role, model] = {row[rows[0].index("title_en")] for row in rows[1:]}

    assert (found["Author", "chronology"], found["Author", "event"]) == ({"Public"}, {"Other"})
    assert (found["Editor", "chronology"] >= {"Better"}, found["Editor", "event"]) == (True, {"Other"})
    template = client.get(reverse("admin:actors_tableimport_template", args=["events"]))
    assert list(cells_of(b"".join(template.streaming_content))) == ["Events", "Stops", "Participants", "Statements", "Outcomes", "Sources"]


def test_import_that_breaks_off_leaves_whole_events_and_goes_on(monkeypatch):
    sheets = {
        "events": [["title_en"], *([f"Event {number}"] for number in range(4))],
        "statements": [["event", "attribution_en", "text_en"], *([f"Event {number}", "they", "Words."] for number in range(4))],
    }
    known = make_published_event(title_en="Known")
    sheets["events"][0].append("id")
    sheets["events"].insert(1, ["Known still", str(known.pk)])
    run = put(workbook(**sheets), publish=True)
    written = []
    write_group = running.write.__globals__["write_group"]

    def failing(plan, rows, *more, **how):
        if len(written) == 3:
            raise RuntimeError("the power went")
        written.append(rows)
        write_group(plan, rows, *more, **how)

    with monkeypatch.context() as patched:
        patched.setattr("actors.tables.writing_in.write_group", failing)
        type(run).objects.filter(pk=run.pk).update(stage="writing")
        run.refresh_from_db()
        with pytest.raises(RuntimeError):
            running.told(run, running.bring)
    run.refresh_from_db()
    assert (run.stage, bool(run.content), Event.objects.live().count(), Statement.objects.count()) == ("stopped", True, 3, 2)

    running.bring(run)
    run.refresh_from_db()

    assert (run.stage, run.report["counts"]) == ("done", {"new": 8, "changed": 1})
    assert (Event.objects.live().count(), Statement.objects.count(), Outcome.objects.count()) == (5, 4, 0)
    assert Audit.objects.filter(action="table imported").count() == 1
