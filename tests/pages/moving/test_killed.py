import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.conftest import DRILL
from tests.factories import make_superuser
from tests.pages.moving.sites import SAMPLE, post, wxr

ROOT = Path(__file__).resolve().parents[3]
ITEMS = 260 if DRILL else 110
# How many batches a run may finish before it is killed.
POINTS = (0, 1, 2, 3, 4) if DRILL else (0,)
# What a run leaves, without what no two runs share: moments, random keys of rows, who ran it.
TABLES = {
    "news_article": "id, short_id, state, published_at_en, title_en, slug_en, body_en, image_id IS NULL, live_at, first_published_at, has_draft",
    "news_articletag": "content_object_id, listed_at_en, available_en",
    "library_tag": "name, slug_en",
    "library_tagcount": "kind, listed",
    "library_image": "title, alt_en",
    "library_imageuse": "kind, record",
    "publishing_redirect": "path, kind, record, language, target",
    "publishing_address": "kind, slug, record IN (SELECT id FROM news_article)",
    "publishing_change": "sequence, kind, languages, at",
    "publishing_version": "record, number, published",
    "publishing_draft": "record",
    "pages_importeditem": "source, key, kind, digest, problems",
}


def environment(folder):
    database = {"DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "DATA_DIR": str(folder), "STATIC_ROOT": str(folder / "static")}
    return {**os.environ, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.settings", **database}


def manage(folder, *arguments):
    return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment(folder), check=True, capture_output=True, text=True)


def prepared(folder):
    """Write the database of the tests, with somebody in it, as a file of its own."""
    folder.mkdir()
    make_superuser()
    with sqlite3.connect(folder / "site.sqlite3") as copy:
        connection.connection.backup(copy)
    copy.close()
    return folder


def killed(folder, source, point):
    """Begin a run, and kill it once it has brought more than `point` items."""
    out = subprocess.DEVNULL
    run = subprocess.Popen([sys.executable, "manage.py", *command(source)], cwd=ROOT, env=environment(folder), stderr=out, stdout=out)
    while run.poll() is None and brought(folder) <= point:
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()


def command(source):
    return ["import_site", str(source), "--media", str(SAMPLE / "uploads"), "--run"]


def rows(folder):
    with sqlite3.connect(folder / "site.sqlite3") as database:
        found = {table: sorted(map(repr, database.execute(f"SELECT {columns} FROM {table}"))) for table, columns in TABLES.items()}  # noqa: S608
    database.close()
    return found


def brought(folder):
    with sqlite3.connect(folder / "site.sqlite3") as database:
        count = database.execute("SELECT count(*) FROM pages_importeditem WHERE kind = 'article'").fetchone()[0]
    database.close()
    return count


@pytest.mark.sqlite
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_run_that_is_killed_is_completed_by_the_next_and_leaves_what_an_unbroken_one_does(tmp_path):
    picture = '<img src="https://old.example/wp-content/uploads/2019/05/bridge.jpg" alt="A bridge">'
    tags = '<category domain="post_tag" nicename="t{0}">Tag {0}</category>'
    items = [post(n, f'{picture} <a href="/post-{ITEMS - n}/">Another</a>', more=tags.format(n % 7)) for n in range(1, ITEMS + 1)]
    source = wxr(tmp_path, *items, post(ITEMS + 1, status="private"))
    whole, broken = prepared(tmp_path / "whole"), tmp_path / "broken"
    shutil.copytree(whole, broken)
    manage(whole, *command(source))

    for point in POINTS:
        killed(broken, source, point * 50)
    assert 0 < brought(broken) < ITEMS
    manage(broken, *command(source), "--report", str(tmp_path / "report.json"))

    assert rows(broken) == rows(whole)
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"]["made"] + report["counts"]["unchanged"] == ITEMS + 1
    assert report["silent"] == {}
