"""Cells that a spreadsheet would run: in no table that the site hands out."""

import csv
import gzip
import io

from django.test import Client

from publishing.models import Redirect
from syndication.dumps import making
from tests.factories import (
    make_published_actor,
    make_published_article,
    make_published_chronology,
    make_published_event,
    make_published_office,
    make_published_place,
    make_superuser,
    make_tag,
)
from tests.publishing.walk import dump_files
from tests.roles import client_of
from tests.syndication.asking import keeping_connection

FORMULAS = ["=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1)", "\t=1", ' =HYPERLINK("https://evil.example")', "＝1+1", "'=1", "=1"]
RUN = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def cells(text: str) -> list[str]:
    """Return the cells of a table."""
    return [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]


def running(text: str) -> list[str]:
    """Return the cells of a table that a spreadsheet would run; plain numbers and dates are none."""
    return [cell for cell in cells(text) if cell.lstrip(" ").startswith(RUN) and not cell.replace(".", "").lstrip("+-").isdigit()]


def test_cve_2024_34448_no_table_has_a_cell_that_runs():
    """Ghost CVE-2024-34448: names of members were formulas in the table that an administrator opened."""
    chronology = make_published_chronology(title_en="=Visits")
    for formula in FORMULAS:
        make_published_article(title_en=formula, lead_en=formula, tags=[make_tag(f"x{formula}")])
        make_published_event(title_en=formula, lead_en=formula, date="2008-09-15", chronologies=[chronology], venue_en=formula)
        make_published_actor(name_en=formula, sort_name_en=formula)
        make_published_office(formula, name_en=formula)
        make_published_place(formula)
    Redirect.objects.create(path="/=1", target="https://example.org/")
    user = client_of(make_superuser())
    lists = [f"/api/v1/{name}/?format=csv" for name in ("articles", "actors", "offices", "places", "events", "tags", "posts")]
    paths = [*lists, f"/en/chronology/{chronology.slug_en}/events.csv", "/en/meetings.csv"]
    tables = ["/admin/publishing/redirect/export/", "/admin/publishing/visits/table/", "/admin/publishing/visits/output/table/"]

    told = {}
    for client, path in [*((Client(), path) for path in paths), *((user, path) for path in tables)]:
        answer = client.get(path)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        if answer.status_code == 200 and "csv" in answer["Content-Type"]:
            told[path] = running(text)
    for kind in ("actors.actor", "actors.office", "news.article", "chronicle.event"):
        app, model = kind.split(".")
        answer = user.post(f"/admin/{app}/{model}/", {"action": "export_csv", "select_across": "1", "_selected_action": "x"})
        if "csv" in answer.get("Content-Type", ""):
            told[kind] = running((b"".join(answer.streaming_content) if answer.streaming else answer.content).decode())
    with keeping_connection():
        making.make()
    for name in dump_files():
        if name.endswith(".csv.gz"):
            told[name] = running(gzip.decompress(b"".join(Client().get(f"/data/{name}").streaming_content)).decode())

    assert len(told) > 10
    assert {path: found for path, found in told.items() if found} == {}
