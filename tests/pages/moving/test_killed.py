import hashlib
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
from PIL import Image

from tests.conftest import DRILL
from tests.factories import make_superuser
from tests.files import pdf
from tests.pages.moving.sites import post, wxr

ROOT = Path(__file__).resolve().parents[3]
ITEMS = 260 if DRILL else 110
PICTURES = 40 if DRILL else 12
# What a run leaves, without what no two runs share: moments, random keys of rows, who ran it.
TABLES = {
    "news_article": "id, short_id, state, published_at_en, title_en, slug_en, body_en, image_id IS NULL, live_at, first_published_at, has_draft",
    "news_articletag": "content_object_id, listed_at_en, available_en",
    "news_articledocument": "article_id, document_id, position",
    "library_tag": "name, slug_en",
    "library_tagcount": "kind, listed",
    "library_image": "id, title, alt_en",
    "library_imageuse": "image_id, kind, record",
    "library_document": "id, short_id, title_en",
    "library_documentfile": "document_id, language, number, digest",
    "library_documentuse": "document_id, kind, record, has_ended",
    "publishing_redirect": "path, kind, record, language, target",
    "publishing_address": "kind, slug, record IN (SELECT id FROM news_article)",
    "publishing_change": "sequence, kind, languages, at",
    "publishing_version": "record, number, published, note",
    "publishing_edition": "record, number, language",
    "publishing_draft": "record",
    "pages_importeditem": "source, key, kind, digest, addresses, problems",
}


def environment(folder):
    database = {"DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}", "DATA_DIR": str(folder), "STATIC_ROOT": str(folder / "static")}
    # Side by side, workers have folders of their own below the one they are told: this process is none.
    own = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    return {**own, "DEMO": "1", "DJANGO_SETTINGS_MODULE": "tests.settings", **database}


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


def asked(folder, query):
    with sqlite3.connect(folder / "site.sqlite3") as database:
        found = database.execute(query).fetchall()
    database.close()
    return found


def brought(folder):
    return asked(folder, "SELECT count(*) FROM pages_importeditem WHERE kind = 'article'")[0][0]


def originals(folder):
    return [path for path in (folder / "originals").rglob("*") if path.is_file()]


def is_begun(folder):
    """In the first reading of the source."""
    return asked(folder, "SELECT 1 FROM pages_importrun WHERE ended_at IS NULL AND done = 0")


def brings_pictures(folder):
    """Within a transaction: files are seen before it ends."""
    return len(originals(folder)) > PICTURES // 4


def is_between(folder):
    """After a batch, and somewhere within the next."""
    return brought(folder) > 0


def is_far(folder):
    return brought(folder) > ITEMS // 2


def asks(folder):
    """While the addresses are asked, all of them brought."""
    return asked(folder, "SELECT 1 FROM pages_importrun WHERE ended_at IS NULL AND total > 0 AND done = total")


# Each run goes on where the one before was killed.
POINTS = (is_begun, brings_pictures, is_between, is_far, asks) if DRILL else (brings_pictures, is_between)


def killed(folder, source, has_come):
    """Begin a run, and kill it where it has come to."""
    out = subprocess.DEVNULL
    run = subprocess.Popen([sys.executable, "manage.py", *command(source)], cwd=ROOT, env=environment(folder), stderr=out, stdout=out)
    while run.poll() is None and not has_come(folder):
        time.sleep(0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()


def command(source):
    return ["import_site", str(source), "--media", str(source.parent / "uploads"), "--run"]


def rows(folder):
    return {table: sorted(map(repr, asked(folder, f"SELECT {columns} FROM {table}"))) for table, columns in TABLES.items()}  # noqa: S608


def files(folder):
    """Return the contents of the files that rows name."""
    names = asked(folder, "SELECT file FROM library_image UNION ALL SELECT file FROM library_documentfile")
    return sorted(hashlib.sha256((folder / "originals" / name).read_bytes()).hexdigest() for (name,) in names)


def queued(folder):
    """Return for which images files are to be made, and of how many documents the text is to be read."""
    tasks = [
        (path, json.loads(said)["args"][0]) for path, said in asked(folder, "SELECT task_path, args_kwargs FROM django_tasks_database_dbtaskresult")
    ]
    waiting = {key for path, key in tasks if path.endswith("read_document")}
    return {key for path, key in tasks if path.endswith("make_renditions")}, len(waiting)


def written(folder):
    """Write a site with pictures and documents."""
    uploads = folder / "uploads"
    uploads.mkdir()
    for number in range(PICTURES):
        Image.new("RGB", (60, 40), (number, 7 * number % 256, 90)).save(uploads / f"{number}.jpg")
    (uploads / "minutes.pdf").write_bytes(pdf())
    items = []
    for number in range(1, ITEMS + 1):
        picture = f'<img src="https://old.example/{number % PICTURES}.jpg" alt="A bridge">'
        document = '<a href="https://old.example/minutes.pdf">Minutes</a>' if number % 50 == 0 else ""
        tag = f'<category domain="post_tag" nicename="t{number % 7}">Tag {number % 7}</category>'
        items.append(post(number, f'{picture} <a href="/post-{ITEMS - number}/">Another</a> {document}', more=tag))
    return wxr(folder, *items, post(ITEMS + 1, status="private"))


@pytest.mark.sqlite
@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_run_that_is_killed_is_completed_by_the_next_and_leaves_what_an_unbroken_one_does(tmp_path):
    source = written(tmp_path)
    whole, broken = prepared(tmp_path / "whole"), tmp_path / "broken"
    shutil.copytree(whole, broken)
    manage(whole, *command(source))

    for point in POINTS:
        killed(broken, source, point)
    assert brought(broken) > 0
    manage(broken, *command(source), "--report", str(tmp_path / "report.json"))

    assert rows(broken) == rows(whole)
    assert files(broken) == files(whole)
    (images, documents), (others, more) = queued(whole), queued(broken)
    assert (images - others, documents) == (set(), more)
    assert asked(broken, "SELECT count(*) FROM pages_importrun WHERE ended_at IS NULL") == [(0,)]
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["counts"]["made"] + report["counts"].get("unchanged", 0) == ITEMS + 1
    assert report["silent"] == {}
