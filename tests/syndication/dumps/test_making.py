"""A dump of everything public: what is in it, as of which change, and that it comes whole or not at all."""

import csv
import gzip
import hashlib
import io
import json
import re
import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from config.api import router
from publishing import changes, drafts, site
from publishing.cells import BOM
from publishing.feeds import rights
from syndication.dumps import making
from syndication.dumps.handing import current
from syndication.dumps.making import OccupiedError, StoppedError, folder, make
from syndication.static_site.making import alone_in
from tests.factories import make_published_actor, make_published_article, make_published_event, publisher
from tests.publishing.hidden import FILLED, published
from tests.publishing.words import Words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]


def read(name: str) -> str:
    """Return the text of a file of the dump."""
    dump = current()
    assert dump is not None
    data = (dump.folder / name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode()


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in read(f"{name}.jsonl.gz").splitlines()]


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read(f"{name}.csv.gz").removeprefix(BOM), newline="")))


def listed(basename: str) -> list[dict[str, Any]]:
    """Return every object of a list of the API, each as its own address answers it."""
    client = Client()
    found = client.get(reverse(f"api:{basename}-list"), {"limit": 100, "fields": "id"}).json()
    assert found["next"] is None
    return [client.get(reverse(f"api:{basename}-detail", kwargs={"pk": row["id"]})).json() for row in found["results"]]


def test_every_line_is_the_object_that_the_api_answers():
    for kind in FILLED:
        published(kind, Words(kind))

    make()

    for prefix, _view, basename in router.registry:
        objects = listed(basename)
        assert objects, prefix
        assert lines(prefix) == sorted(objects, key=lambda each: each["id"]), prefix


def test_table_has_a_column_for_each_language_and_for_each_bound_of_a_date():
    actor = make_published_actor(name_en="=SUM(A1)", name_ka="სახელი", born="1950")

    make()

    (row,) = rows("actors")
    dates = {name: row[name] for name in ("born", "born_earliest", "born_latest", "died")}
    assert (row["id"], row["name_ka"]) == (str(actor.pk), "სახელი")
    assert row["name_en"] == "'=SUM(A1)"
    assert dates == {"born": "1950", "born_earliest": "1950-01-01", "born_latest": "1950-12-31", "died": ""}
    assert (row["available_languages"], row["rights"]) == ("en | ka", rights(site.read()))


def test_dictionary_says_what_each_member_and_each_column_is():
    make_published_article(title_en="Talks")

    make()

    known = json.loads(read("dictionary.json"))
    assert set(known["lists"]) == {prefix for prefix, _view, _basename in router.registry}
    article = known["lists"]["articles"]
    assert [member["name"] for member in article["members"]] == list(lines("articles")[0])
    assert [column["name"] for column in article["columns"]] == list(rows("articles")[0])
    assert {"name": "title_ka", "way": ["title", "ka"], "about": "By language; also where only the title exists."} in article["columns"]
    assert article["schema"]["$ref"].removeprefix("#/components/schemas/") in known["components"]["schemas"]


def test_manifest_names_change_rights_sizes_and_checksums(settings):
    make_published_article(title_en="Talks")
    changes.touch()

    manifest = make()

    dump = current()
    assert dump is not None
    assert manifest["sequence"] == changes.head().sequence == 2
    assert manifest["changes"] == f"{settings.SITE_URL}/api/v1/changes/?after=2"
    assert (manifest["licence"]["code"], manifest["languages"]) == ("CC-BY-4.0", ["en", "ka"])
    assert [file["name"] for file in manifest["files"] if file.get("list") == "articles"] == ["articles.csv.gz", "articles.jsonl.gz"]
    assert len(manifest["files"]) == 2 * len(router.registry) + 1
    for file in manifest["files"]:
        data = (dump.folder / file["name"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert next(file["objects"] for file in manifest["files"] if file["name"] == "articles.jsonl.gz") == 1


def test_same_content_has_the_same_checksums():
    make_published_article(title_en="Talks")

    first, second = make(), make()

    assert first["files"] == second["files"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("shared_database")
def test_dump_is_of_one_moment_whatever_is_published_meanwhile(monkeypatch):
    article = make_published_article(title_en="Before", title_ka="მანამდე")
    by, read_objects = publisher(), making.objects

    def edit() -> None:
        drafts.save(article, {"title_en": "After"}, by=by)
        drafts.publish(article, by=by)
        make_published_article(title_en="Another")
        make_published_event(title_en="Visit", date="2008")
        connection.close()

    def meanwhile(kind, head):
        if kind.name == "articles":
            editor = threading.Thread(target=edit)
            editor.start()
            editor.join(60)
        return read_objects(kind, head)

    monkeypatch.setattr(making, "objects", meanwhile)
    manifest = make()

    assert [each["title"]["en"] for each in lines("articles")] == ["Before"]
    assert lines("events") == []
    assert manifest["sequence"] == 1
    later = Client().get(reverse("api:changes"), {"after": manifest["sequence"]}).json()["results"]
    assert sorted((change["kind"], change["object"]["type"]) for change in later) == [
        ("published", "article"),
        ("published", "event"),
        ("retitled", "article"),
    ]


def test_dump_that_is_broken_off_leaves_the_last_one():
    make_published_article(title_en="Talks")
    make()
    stop = threading.Event()
    stop.set()
    make_published_article(title_en="More talks")

    with pytest.raises(StoppedError):
        make(stop)

    assert len(lines("articles")) == 1
    assert len(list((folder() / "copies").iterdir())) == 1


def test_of_two_who_make_it_one_is_told():
    with alone_in(folder()), pytest.raises(OccupiedError):
        make()
    with alone_in(folder()), pytest.raises(CommandError, match="another run is at work"):
        call_command("make_dump")


def test_command_says_what_it_made(capsys):
    make_published_article(title_en="Talks")

    call_command("make_dump")

    assert re.search(r"/dumps: 1 objects, 0\.\d MB, as of the public change 1; \d+ s\.$", capsys.readouterr().out.strip())
