"""A backup, and what a machine that has nothing makes of it, on the real database and in real processes."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections import namedtuple
from contextlib import closing, nullcontext
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from config.backups import databases, files, making, places, restoring, verifying
from config.backups.opening import DamagedError, open_backup
from config.management.commands import try_pages
from library.models import Image
from publishing.work import run_next_task
from syndication.static_site.asking import asked
from tests.factories import make_document, make_image, make_published_actor, make_published_article, make_published_event

Done = namedtuple("Done", "returncode stdout stderr")
# How many articles there are, and how many pages of each kind are compared: more than 500 in a drill.
ARTICLES, PAGES = (250, 1000) if os.environ.get("DRILL") else (3, 100)
PHRASE = "sixteen letters and more"
SHOWN = "import json; from tests.config.backups.test_restoring import shown; print(json.dumps(shown()))"


@pytest.fixture(autouse=True)
def _sealed(settings, tmp_path):
    settings.BACKUP_TO, settings.BACKUP_RECIPIENTS, settings.BACKUP_PASSPHRASE = str(tmp_path / "backups"), [], PHRASE


@pytest.fixture
def empty_database(tmp_path):
    """Give the address of a database that has nothing yet, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'machine' / 'matiane.sqlite3'}"
        return
    params = connection.get_connection_params()
    name = f"{connection.settings_dict['NAME']}_restored"
    with psycopg.connect(**{**params, "dbname": "postgres", "cursor_factory": None}, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"postgres://{params['user']}@{params['host']}:{params['port']}/{name}"
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def machine(folder: Path, database: str, *command: str) -> subprocess.CompletedProcess:
    """Run a command of the site on a machine of its own."""
    own = {name: value for name, value in os.environ.items() if name != "PYTEST_XDIST_WORKER"}
    environment = {
        **own,
        "DEMO": "1",
        "DATABASE_URL": database,
        "DATA_DIR": str(folder),
        "BACKUP_PASSPHRASE": PHRASE,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "manage.py", *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )


def rows(database: str) -> dict[str, str]:
    """Return a digest of all rows of each table."""
    if database.startswith("sqlite"):
        with closing(sqlite3.connect(database.removeprefix("sqlite:///"), uri="mode=memory" in database)) as found:
            return digests(found.execute)
    with psycopg.connect(database) as found:
        return digests(found.execute)


def digests(execute) -> dict[str, str]:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table'" if connection.vendor == "sqlite" else "SELECT relname FROM pg_stat_user_tables"
    names = [name for (name,) in execute(tables).fetchall()]
    return {name: digest(sorted(map(repr, execute(f'SELECT * FROM "{name}"').fetchall()))) for name in sorted(names)}  # noqa: S608 - names from the catalogue


def digest(lines) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def own_database() -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{connection.settings_dict['NAME']}"
    params = connection.get_connection_params()
    return f"postgres://{params['user']}@{params['host']}:{params['port']}/{params['dbname']}"


def shown() -> dict[str, list]:
    """Return status and digest of every page that the site answers."""
    found = {}
    for address in try_pages.addresses(PAGES):
        with asked(address) as answer:
            found[address] = [answer.status, hashlib.sha256(b"".join(answer.body)).hexdigest()]
    return found


def some_content():
    image = make_image()
    for number in range(ARTICLES):
        make_published_article(title_en=f"Article {number}", title_ka=f"სტატია {number}", image=image)
    make_published_actor(name_en="Nino", name_ka="ნინო")
    make_published_event(title_en="Meeting", title_ka="შეხვედრა")
    make_document()
    while run_next_task():
        pass


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_restored_site_has_every_row_and_file_and_answers_the_same_pages(tmp_path, empty_database):
    some_content()
    call_command("backup")
    # What happens afterwards is in no backup.
    before, pages = rows(own_database()), shown()
    make_published_article(title_en="Later")

    restored = machine(tmp_path / "machine", empty_database, "restore", str(tmp_path / "backups"))

    assert restored.returncode == 0, restored.stderr
    assert rows(empty_database) == before
    assert json.loads(machine(tmp_path / "machine", empty_database, "shell", "-v0", "-c", SHOWN).stdout) == pages
    for image in Image.objects.all():
        for store, names in (("originals", [image.file.name]), ("media", [entry["name"] for entry in image.renditions])):
            for name in names:
                assert (tmp_path / "machine" / store / name).read_bytes() == (files.folders()[store] / name).read_bytes()
    assert machine(tmp_path / "machine", empty_database, "check_content").stdout == "Everything agrees.\n"
    again = machine(tmp_path / "machine", empty_database, "restore", str(tmp_path / "backups"))
    assert (again.returncode, "The database has tables already" in again.stderr) == (1, True)


@pytest.mark.django_db(transaction=True)
def test_backup_is_tried_beside_the_site(tmp_path, capsys):
    some_content()
    call_command("backup")
    capsys.readouterr()

    call_command("verify_backup")

    assert capsys.readouterr().out.endswith("pages answered.\n")
    assert list(files.workshop().iterdir()) == [files.workshop() / "at-work"]


@pytest.mark.django_db(transaction=True)
def test_file_that_goes_while_a_backup_is_made_is_in_it(tmp_path, monkeypatch):
    make_published_article(image=(image := make_image()))
    taken = files.folders()["originals"] / image.file.name
    original, save = taken.read_bytes(), databases.save

    def save_and_lose(folder):
        saved = save(folder)
        taken.unlink()
        return saved

    monkeypatch.setattr(databases, "save", save_and_lose)

    found = open_backup(making.make(), tmp_path / "opened")

    assert (found.folder / "files" / "originals" / image.file.name).read_bytes() == original


@pytest.mark.django_db(transaction=True)
def test_damaged_backup_is_refused_and_told(tmp_path):
    make_published_article()
    backup = making.make()
    content = backup.folder / places.CONTENT
    content.write_bytes(content.read_bytes()[:-1] + b"x")

    with pytest.raises(CommandError, match="not as it was written"):
        call_command("verify_backup")

    assert "The backup cannot be relied on" in mail.outbox[0].subject
    # Even if somebody wrote a new digest beside it.
    about = {**backup.about, "sha256": hashlib.sha256(content.read_bytes()).hexdigest()}
    (backup.folder / places.ABOUT).write_text(json.dumps(about))
    with pytest.raises(CommandError, match="it is damaged"):
        call_command("verify_backup")


@pytest.mark.django_db(transaction=True)
def test_backup_that_fails_is_told_and_leaves_the_older_ones(settings, tmp_path, monkeypatch):
    make_published_article()
    settings.OPERATORS_EMAIL = "operator@example.org"
    old = making.make()
    shutil.move(old.folder, old.folder.with_name("20261101T000000Z"))

    def full(_path, _content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making, "write_whole", full)

    with pytest.raises(CommandError, match="No space left"):
        call_command("backup")

    assert [backup.folder.name for backup in places.backups()] == ["20261101T000000Z"]
    assert [path.name for path in (tmp_path / "backups").iterdir()] == ["20261101T000000Z"]
    assert (mail.outbox[0].to, "No space left" in mail.outbox[0].body) == (["operator@example.org"], True)


@pytest.mark.django_db(transaction=True)
def test_late_backup_is_told(tmp_path):
    make_published_article()
    made = making.make()
    shutil.move(made.folder, made.folder.with_name("20261101T000000Z"))

    with pytest.raises(CommandError, match="hours old"):
        call_command("verify_backup", "--only-age", "--at-most", "26")

    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_backup_holds_no_file_that_would_lie_elsewhere(tmp_path, monkeypatch):
    make_published_article()
    monkeypatch.setattr(making, "INSIDE", "../inside.json")

    with pytest.raises(DamagedError, match="no backup holds such a file"):
        open_backup(making.make(), tmp_path / "opened")


@pytest.mark.django_db(transaction=True)
def test_restore_that_was_killed_is_begun_again_and_what_lay_there_is_moved_aside(settings, tmp_path, monkeypatch):
    originals = tmp_path / "originals"
    originals.mkdir()
    (originals / "left.jpg").write_bytes(b"left")
    settings.DATA_DIR = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": originals}},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    backup = making.make()
    shutil.rmtree(originals)
    originals.mkdir()
    (originals / "of-the-killed-one.jpg").write_bytes(b"half")
    (tmp_path / restoring.UNDER_WAY).touch()
    monkeypatch.setattr(databases, "is_empty", lambda: True)
    monkeypatch.setattr(databases, "put_back", lambda _file: None)

    restoring.restore(backup)

    assert [path.name for path in originals.iterdir()] == ["left.jpg"]
    (aside,) = tmp_path.glob("originals-before-*")
    assert (aside / "of-the-killed-one.jpg").read_bytes() == b"half"
    assert not (tmp_path / restoring.UNDER_WAY).exists()


@pytest.mark.django_db(transaction=True)
def test_trial_tells_nobody_of_anything(monkeypatch):
    asked = []
    make_published_article()
    backup = making.make()
    monkeypatch.setenv("PURGE_URL", "http://127.0.0.1:9/")
    run = verifying.subprocess.run

    def trial(command, env, **more):
        # The programs of PostgreSQL, which read what the backup holds, are run as ever.
        if "try_pages" not in command:
            return run(command, env=env, **more)
        asked.append(env)
        return Done(0, '{"pages": 1}', "")

    monkeypatch.setattr(verifying.subprocess, "run", trial)
    monkeypatch.setattr(databases, "another", lambda _file, _folder: nullcontext("sqlite:///nowhere"))

    verifying.verify(backup)

    assert [(env["PURGE_URL"], env["EMAIL_URL"], env["WEBSUB_HUB"]) for env in asked] == [("", "dummymail://", "")]


def test_two_backups_at_once_are_refused():
    with making.alone(), pytest.raises(making.BusyError), making.alone():
        pass
