"""Files in a store that speaks S3, in a process whose settings say so: nothing of them is open, and what readers may see the site hands out."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from bench.servers import ROOT
from config.storage_settings import bucket
from tests.deploy.machines import store

pytestmark = [pytest.mark.any_database, pytest.mark.sqlite]
STORY = """
import json, django
django.setup()
from django.core.files.storage import storages
from django.test import Client
from config.backups import files
from config.doctor import beyond
from library import previews, renditions
from library.models import Image
from publishing.publishable import State
from publishing.work import run_next_task
from publishing.workflow import transition
from tests.factories import make_article, make_document, make_image, make_published_article, publisher
from pathlib import Path
import os, urllib3

def stored():
    return sorted(name for alias in ("default", "originals") for name in files.names(storages[alias]))

def kinds():
    return sorted({name.partition("/")[0] for name in files.names(storages["default"])})

by, client = publisher(), Client(raise_request_exception=False)
said = {}
image = make_image(alt_en="A hall")
previews.preview(image, "en", 160).close()
said["draft"] = [len(list(files.names(storages["originals"]))), kinds()]
article = make_published_article(title_en="Meeting", image=image, by=by)
renditions.settle(image.pk, formats={"jpg"})
image.refresh_from_db()
name = image.renditions[0]["name"]
page, picture = client.get("/en/news/meeting/"), client.get(f"/media/{name}")
said["address"] = f"/media/{name}" in page.content.decode()
said["picture"] = [picture.status_code, picture["Content-Type"], len(picture.getvalue()) == image.renditions[0]["bytes"]]
closed = [f"{folder}{image.file.name}" for folder in ("", "originals/", "../originals/")]
said["closed"] = [client.get(f"/media/{path}").status_code for path in closed]
said["open"] = [storages["originals"].is_open_to_all(image.file.name), storages["default"].is_open_to_all(name)]
try:
    image.file.url
except ValueError as error:
    said["url"] = str(error)
said["doctor"] = [str(words) for _grade, words in beyond.files_are_kept()][0][:20]
document = make_document(files={"en": b"a,b\\n1,2\\n"})
said["document"] = document.files.get().file.open().read().decode()
held = Path(os.environ["DATA_DIR"]) / "held"
files.hold(held)
before = stored()
transition(article, State.WITHDRAWN, by=by)
renditions.settle(image.pk)
said["withdrawn"] = [client.get(f"/media/{name}").status_code, kinds()]
for alias in ("default", "originals"):
    for each in list(files.names(storages[alias])):
        storages[alias].delete(each)
said["empty"] = files.any_there()
files.put_back(held)
said["back"] = stored() == before
said["there"] = files.any_there()
there = storages["default"]
there.endpoint_url, there._connections.connection, there._bucket = "http://127.0.0.1:9", None, None
gone = client.get(f"/media/{name}")
said["away"] = [gone.status_code, gone.headers.get("Retry-After")]
print(json.dumps(said))
"""


@pytest.mark.django_db(transaction=True)
def test_files_lie_in_a_closed_store_and_readers_see_what_is_public(tmp_path):
    connection.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "site.sqlite3")) as copy:
        connection.connection.backup(copy)
    with store() as address:
        mine = {"STORAGE_URL": address, "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3", "DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", STORY],
            cwd=ROOT,
            env={**os.environ, **mine, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "draft": [2, []],
        "address": True,
        "picture": [200, "image/jpeg", True],
        "closed": [404, 404, 404],
        "open": [False, False],
        "url": "This file is not accessible via a URL.",
        "doctor": "the store keeps them",
        "document": "a,b\n1,2\n",
        "withdrawn": [404, []],
        "empty": False,
        "back": True,
        "there": True,
        "away": [503, "30"],
    }
    # Nothing of the library was written to the disk of the machine.
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir() and path.name in ("media", "originals")) == []


def test_address_of_a_store_says_how_it_is_reached():
    assert bucket("s3://k:s%2Fx@s3.example.org:9000/files?region=eu-central-1&insecure=1") == {
        "bucket_name": "files",
        "endpoint_url": "http://s3.example.org:9000",
        "region_name": "eu-central-1",
        "access_key": "k",
        "secret_key": "s/x",
    }


@pytest.mark.parametrize(
    "address",
    [
        "s3://host",
        "s3:///bucket",
        "s3://host/a/b",
        "https://host/bucket",
        "s3://host/bucket?acl=public-read",
        "s3://host:x/bucket",
        "s3://host/bucket?region",
    ],
)
def test_address_that_is_none_is_refused_without_telling_its_secret(address):
    with pytest.raises(ImproperlyConfigured, match=r"STORAGE_URL: set an address such as s3://key:secret@s3.example.org/bucket") as refused:
        bucket(address)

    assert address not in str(refused.value)
