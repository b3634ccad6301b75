"""The demo from an empty folder to the last process gone, as somebody runs it who has never seen it."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.config.test_supervisor import is_running, wait_until

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.sqlite


@pytest.fixture(scope="module")
def folder(tmp_path_factory, made_demo: Path) -> Path:
    """One folder for all tests: to fill it takes seconds. What is made from nothing is made by the one that starts over."""
    return copied(made_demo, tmp_path_factory.mktemp("demo"))


@pytest.fixture
def environment(folder: Path) -> dict[str, str]:
    """The environment of `make demo`, in the folder of these tests."""
    return demo_environment(folder)


def copied(made: Path, folder: Path) -> Path:
    """Return the folder, with a demo in it that was set up."""
    return Path(shutil.copytree(made, folder, dirs_exist_ok=True))


def demo_environment(folder: Path) -> dict[str, str]:
    """Return the environment of `make demo`, in a folder and on a port of its own."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"DEMO": "1", "PORT": str(port), "DATA_DIR": str(folder / "data"), "STATIC_ROOT": str(folder / "static")}
    return {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", **own}


def command(*options: str) -> list[str]:
    return [sys.executable, "manage.py", "demo", *options]


def run(environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*options), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)


@contextmanager
def running_demo(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start the demo and wait for its invitation; make sure that it ends."""
    demo = subprocess.Popen(command(), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    said = ""
    try:
        while "Ctrl-C stops it." not in said and (line := demo.stdout.readline()):
            said += line
        yield demo, said
    finally:
        demo.terminate()
        demo.communicate(timeout=120)


def children_of(number: int) -> list[int]:
    """Return the processes below one, at any depth."""
    listed = subprocess.run(["ps", "axo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    below = [child for child, parent in pairs if parent == number]
    return below + [each for child in below for each in children_of(child)]


def titles(environment: dict[str, str]) -> set[str]:
    with closing(sqlite3.connect(Path(environment["DATA_DIR"]) / "matiane.sqlite3")) as database:
        return {row[0] for row in database.execute("SELECT working_title FROM news_article")}


def test_demo_serves_the_site_says_how_to_log_in_and_leaves_no_process(environment):
    with running_demo(environment) as (demo, said):
        address = f"http://127.0.0.1:{environment['PORT']}"
        with urllib.request.urlopen(f"{address}/en/news/tag/tskhinvali-region/", timeout=30) as page:  # noqa: S310 - our own address
            assert page.status == 200
        family = children_of(demo.pid)

    assert f"{address}/ and its desk at {address}/admin/" in said
    assert "Log in as author, editor, translator or admin, password matiane-demo." in said
    # The web server, its two workers and the worker behind the pages, at the least.
    assert len(family) >= 4
    assert demo.returncode == 0
    wait_until(lambda: not any(is_running(number) for number in family))


def test_demo_started_again_keeps_what_an_editor_added_and_reset_starts_over(environment):
    assert run(environment, "--no-serve").returncode == 0
    with closing(sqlite3.connect(Path(environment["DATA_DIR"]) / "matiane.sqlite3")) as database:
        fresh = titles(environment)
        database.execute("UPDATE news_article SET working_title = 'Edited' WHERE id = (SELECT min(id) FROM news_article)")
        database.commit()
    (Path(environment["DATA_DIR"]) / "notes.txt").write_text("An editor's own.")

    run(environment, "--no-serve")
    assert "Edited" in titles(environment)

    assert run(environment, "--no-serve", "--reset").returncode == 0
    assert titles(environment) == fresh
    assert (Path(environment["DATA_DIR"]) / "notes.txt").exists()


def test_demo_refuses_a_taken_port(environment):
    with closing(socket.create_server(("127.0.0.1", int(environment["PORT"])))):
        refused = run(environment)

    assert refused.returncode != 0
    assert refused.stderr == f"CommandError: Port {environment['PORT']} is taken: stop what uses it, or choose another: make demo PORT=8001\n"


def test_second_demo_on_the_same_folder_is_refused(environment):
    with running_demo(environment):
        refused = run({**environment, "PORT": "1"})

    assert refused.returncode != 0
    assert refused.stderr.startswith(f"CommandError: A demo runs in {environment['DATA_DIR']} already")


def test_demo_of_a_matiane_with_other_steps_says_to_start_over(tmp_path):
    older = demo_environment(tmp_path)
    Path(older["DATA_DIR"]).mkdir()
    with closing(sqlite3.connect(Path(older["DATA_DIR"]) / "matiane.sqlite3")) as database:
        database.execute("CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied text)")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('pages', '0003_moving_in', '2026-11-01')")
        database.commit()

    refused = run(older, "--no-serve")

    assert refused.returncode != 0
    assert refused.stderr.endswith("start over with RESET=1.\n")


def test_demo_command_without_demo_mode_is_refused(environment):
    production = {name: value for name, value in environment.items() if name != "DEMO"}
    refused = run({**production, "DEBUG": "1"})

    assert refused.returncode != 0
    assert refused.stderr.startswith("CommandError: This command makes accounts with known passwords: set DEMO=1")
