"""`deploy/install` and `deploy/update`, run for real in a folder of their own: the site starts, answers, is renewed, and is put back.

What a machine has and this one may lack is played: systemd (by a program that starts and stops what the unit says), accounts and
packages. All else is done as on a server: settings, code, database, static files, the service on its socket, pages.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.servers import ROOT, family, free_port
from tests import migrated

pytestmark = [pytest.mark.sqlite, pytest.mark.skipif(os.geteuid() != 0, reason="needs root, as an installation does")]

# Starts, reloads and stops the service as its unit says, and notes everything else it is asked.
SYSTEMCTL = """#!{python}
import os, pathlib, re, signal, subprocess, sys, time
root = pathlib.Path("{root}")
with (root / "asked").open("a") as asked:
    asked.write(" ".join(sys.argv[1:]) + "\\n")
unit, note = root / "etc/systemd/system/matiane.service", root / "pid"
words = sys.argv[1:]
def stop():
    if note.exists():
        os.kill(int(note.read_text()), signal.SIGTERM)
        while note.exists() and pathlib.Path(f"/proc/{{note.read_text()}}").exists():
            if "Z" in pathlib.Path(f"/proc/{{note.read_text()}}/stat").read_text().split()[2]: break
            time.sleep(0.05)
        note.unlink()
def start():
    text = unit.read_text()
    env = dict(line.split("=", 1) for line in (root / "etc/matiane/env").read_text().splitlines() if re.match("[A-Z_]+=", line))
    (root / "run/matiane").mkdir(parents=True, exist_ok=True)
    env |= {{"PATH": os.environ["PATH"], "LISTEN": os.environ["LISTEN"], "RUNTIME_DIRECTORY": str(root / "run/matiane"), "WEB_WORKERS": "1"}}
    command = re.search("^ExecStart=(.*)$", text, re.M)[1].split()
    home = re.search("^WorkingDirectory=(.*)$", text, re.M)[1]
    log = (root / "log").open("a")
    note.write_text(str(subprocess.Popen(command, cwd=home, env=env, start_new_session=True, stdout=log, stderr=log).pid))
if "matiane.service" in words:
    if words[0] == "enable" or words[0] == "start": start()
    elif words[0] == "reload": os.kill(int(note.read_text()), signal.SIGHUP)
    elif words[0] in ("stop", "disable"): stop()
"""
# `runuser -u ACCOUNT -- WORDS`: runs them, and has no other account to do so.
RUNUSER = '#!/bin/sh\nshift 3\nexec "$@"\n'
NOTHING = "#!/bin/sh\nexit 0\n"
# There is no such account.
NOBODY = '#!/bin/sh\n[ "$1" != matiane ] && exec /usr/bin/id "$@"\nexit 1\n'
PLAYED = {"runuser": RUNUSER, "useradd": NOTHING, "userdel": NOTHING, "chown": NOTHING, "id": NOBODY}


class Machine:
    """A machine to install on."""

    def __init__(self, root: Path) -> None:
        self.root, self.site, self.port = root, root / "srv" / "matiane", free_port()
        programs = root / "played"
        programs.mkdir(parents=True)
        for name, text in {**PLAYED, "systemctl": SYSTEMCTL.format(python=sys.executable, root=root)}.items():
            (programs / name).write_text(text)
            (programs / name).chmod(0o755)
        self.environment = {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PREFIX": str(root),
            "LISTEN": f"127.0.0.1:{self.port}",
            # Nobody waits for packages to be installed again.
            "PACKAGES": str(Path(sys.executable).parent.parent),
            "PATIENCE": "60",
            "ACCOUNT": "matiane",
        }

    def run(self, program: Path, *words: str, **more: str) -> tuple[int, str]:
        """Run a script of `deploy`; return how it ended and what it said."""
        done = subprocess.run([program, *words], env=self.environment | more, capture_output=True, text=True, check=False, timeout=1200)
        return done.returncode, done.stdout + done.stderr

    def asked(self) -> list[str]:
        """Return what systemd was asked."""
        return (self.root / "asked").read_text().splitlines()

    def running(self) -> Path:
        """Return the release that runs."""
        return Path((self.root / "run" / "matiane" / "release").read_text().strip())

    def stop(self) -> None:
        """Stop what runs."""
        with suppress(FileNotFoundError):
            for pid in family(int((self.root / "pid").read_text())):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Machine]:
    found = Machine(tmp_path / "machine")
    yield found
    found.stop()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A release as it comes in an archive."""
    folder = tmp_path / "matiane"
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ".", ":!tests", ":!bench"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


INSTALL = ("--host", "www.example.org", "--mail", "operator@example.org", "--without-proxy")
# A table more, as a release may bring it.
MIGRATION = """
from django.db import migrations
class Migration(migrations.Migration):
    while_in_use = "the table of a test"
    dependencies = [("news", "{after}")]
    operations = [migrations.RunSQL("CREATE TABLE extra (id INTEGER)", "DROP TABLE extra")]
"""


def with_migration(source: Path) -> None:
    last = max(path.stem for path in (source / "news" / "migrations").glob("0*.py"))
    (source / "news" / "migrations" / "9999_extra.py").write_text(MIGRATION.format(after=last))


def tables(machine: Machine) -> set[str]:
    with closing(sqlite3.connect(machine.site / "data" / "matiane.sqlite3")) as database:
        return {name for (name,) in database.execute("SELECT name FROM sqlite_master")}


@pytest.mark.drill
def test_site_is_installed_updated_and_put_back(machine, source, request, tmp_path):
    # As if the first migrations had run: they alone take half a minute.
    (machine.site / "data").mkdir(parents=True)
    shutil.copyfile(migrated.file_in(request.config.cache.mkdir("migrated")), machine.site / "data" / "matiane.sqlite3")

    status, said = machine.run(source / "deploy" / "install", *INSTALL)
    assert (status, "pages answered" in said) == (0, True), said
    first = machine.running()
    settings = machine.root / "etc" / "matiane" / "env"
    assert (settings.stat().st_mode & 0o777, "SITE_URL=https://www.example.org\n" in settings.read_text()) == (0o640, True)
    assert "enable --now matiane.socket matiane.service matiane-backup.timer matiane-trial.timer matiane-doctor.timer" in machine.asked()

    # A release that changes the database, and then does not load: the last moment at which something can fail.
    with_migration(source)
    (source / "config" / "wsgi.py").write_text("raise RuntimeError('broken')\n")
    status, said = machine.run(machine.site / "current" / "deploy" / "update", str(source), PATIENCE="15")
    assert (status, "Changing over ..." in said, "The site runs as before" in said) == (1, True, True), said
    assert [path.name for path in (machine.site / "releases").iterdir()] == [first.name]
    assert (machine.running(), "extra" in tables(machine), (machine.site / "data" / "read-only").exists()) == (first, False, False)

    if not os.environ.get("DRILL"):
        # What is left is the end of the same script: `make drill` goes on.
        return
    shutil.copy2(ROOT / "config" / "wsgi.py", source / "config" / "wsgi.py")
    status, said = machine.run(machine.site / "current" / "deploy" / "update", str(source))
    assert (status, f"The one before is {first}." in said) == (0, True), said
    assert (machine.running() != first, "extra" in tables(machine), (machine.site / "data" / "read-only").exists()) == (True, True, False)
    # Of a day the last one stays.
    assert len(list((machine.site / "data" / "backups").iterdir())) == 1


def test_installation_that_fails_leaves_nothing(machine, source):
    (source / "config" / "settings.py").write_text("raise RuntimeError('broken')\n")

    status, said = machine.run(source / "deploy" / "install", *INSTALL)

    assert (status, "The machine is as it was." in said) == (1, True), said
    assert not machine.site.exists()
    assert not (machine.root / "etc" / "matiane").exists()


def test_what_is_missing_is_said_all_at_once_and_nothing_is_changed(machine):
    status, said = machine.run(ROOT / "deploy" / "install", "--host", "nonsense")

    assert status == 1
    assert "--host: the name of the site" in said
    assert "--mail: the address" in said
    assert not machine.site.exists()


def test_archive_without_its_checksum_or_with_a_wrong_one_is_refused(machine, tmp_path):
    (machine.site / "releases" / "one").mkdir(parents=True)
    (machine.site / "current").symlink_to(machine.site / "releases" / "one")
    archive = tmp_path / "matiane.tar.gz"
    archive.write_bytes(b"no archive")

    assert "nobody knows whether the archive is whole" in machine.run(ROOT / "deploy" / "update", str(archive))[1]

    (tmp_path / "matiane.tar.gz.sha256").write_text(f"{'0' * 64}  matiane.tar.gz\n")
    assert "not what its checksum says" in machine.run(ROOT / "deploy" / "update", str(archive))[1]
