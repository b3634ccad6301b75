"""A site of real processes that are killed: web server, task worker and database, and editors who work through HTTP meanwhile."""

import http.client
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from bench.servers import ROOT, family, free_port, postgres, postgres_bin
from tests.browser import Form, form_of, posted_by
from tests.deploy.fronts import NAME, Site

# Nobody waits for ever if something is stuck.
PATIENCE = 60


def reachable(tmp_path: Path) -> Path:
    """Return a folder that PostgreSQL's own user reaches."""
    # Those of pytest are closed to others; how many lie above it depends on the number of processes.
    for each in (tmp_path, *tmp_path.parents):
        if each == Path(tempfile.gettempdir()):
            return tmp_path
        each.chmod(0o755)
    raise AssertionError("The folder of the test is not a temporary one.")


def copied(cluster: str) -> str:
    """Copy what the test wrote into a cluster that may be killed; return its address."""
    dump = subprocess.run(
        [str(postgres_bin() / "pg_dump"), "--no-owner", "postgres://{USER}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)],
        check=True,
        capture_output=True,
    )
    subprocess.run(["psql", "-q", f"{cluster}/postgres", "-c", "CREATE DATABASE site"], check=True, capture_output=True)
    subprocess.run(["psql", "-q", f"{cluster}/site"], input=dump.stdout, check=True, capture_output=True)
    return f"{cluster}/site"


def wait_for(what: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it never came so far"
        time.sleep(0.05)


class House(Site):
    """Web server, task worker and a database of their own, which begins as a copy of what the test wrote. To be left as a context."""

    def __enter__(self) -> "House":
        self.stack = ExitStack()
        if connection.vendor == "postgresql":
            self.postgres_port = free_port()
            self.database = copied(self.start_database())
        else:
            path = self.folder / "matiane.sqlite3"
            connection.ensure_connection()
            with closing(sqlite3.connect(path)) as copy:
                connection.connection.backup(copy)
            self.database = f"sqlite:///{path}"
        self.start()
        self.start_worker()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        if connection.vendor == "postgresql":
            # Nobody needs what is in it: to be asked to stop, a server that has recovered from a kill may take long.
            self.kill_database()
            (self.folder / "postgres" / "postmaster.pid").unlink(missing_ok=True)
        self.stack.close()

    @property
    def victims(self) -> list[str]:
        """What there is to kill."""
        return ["web", "worker", *(["database"] if connection.vendor == "postgresql" else [])]

    def start_worker(self) -> None:
        """Start the task worker."""
        self.worker = subprocess.Popen([sys.executable, "manage.py", "work"], cwd=ROOT, env=self.environment(), start_new_session=True)
        self.running.append(self.worker)

    def start_database(self) -> str:
        """Start PostgreSQL on its folder and port; return its address."""
        address, self.postmaster = self.stack.enter_context(postgres(self.folder / "postgres", self.postgres_port))
        return address

    def kill_database(self) -> None:
        """Kill -9 PostgreSQL with all its processes; return once they are gone."""
        processes = family(self.postmaster)
        for pid in processes:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes))

    def kill_and_restart(self, victim: str) -> float:
        """Kill -9 one of them and start it again at once, as a supervisor does; return after how many seconds the site answered."""
        if victim == "database":
            self.kill_database()
        elif victim == "worker":
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.running.remove(self.worker)
            self.worker.wait(20)
        else:
            self.kill()
        began = time.monotonic()
        {"web": self.start, "worker": self.start_worker, "database": self.start_database}[victim]()
        wait_for(self.answers)
        return time.monotonic() - began

    def answers(self) -> bool:
        """Tell whether a page is there that needs the database."""
        with suppress(OSError, http.client.HTTPException):
            return Wire(self.port, {}).get("/readyz").status_code == 200
        return False

    def ask(self, name: str, *given: Any) -> Any:
        """Have a function of `verdicts` called in a process of the site; return what it returned. Both as JSON."""
        asked = f"from tests.publishing import verdicts; print(json.dumps(verdicts.{name}(*json.load(sys.stdin))))"
        program = f"import django, json, sys; django.setup(); {asked}"
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", program],
            cwd=ROOT,
            env=self.environment(),
            input=json.dumps(given),
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


class Answer:
    """What the server said, as Django's test client has it."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status_code, self.content, self.headers = response.status, response.read(), response.headers


class Wire:
    """A browser over the wire, with cookies."""

    def __init__(self, port: int, cookies: dict[str, str]) -> None:
        self.port, self.cookies = port, dict(cookies)

    def get(self, url: str, headers: Any = None) -> Answer:
        """Ask for a page."""
        return self.ask("GET", url, None, dict(headers or {}))

    def post(self, url: str, body: str, content_type: str, headers: Any = None) -> Answer:
        """Send a form."""
        return self.ask("POST", url, body, {"Content-Type": content_type, **dict(headers or {})})

    def ask(self, method: str, url: str, body: str | None, headers: dict[str, str]) -> Answer:
        """Ask on a connection of its own."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            wire.request(method, quote(url, safe="/?=&%"), body, {"Host": NAME, "Cookie": cookies, **headers})
            answer = Answer(wire.getresponse())
        finally:
            wire.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


class Editor(threading.Thread):
    """Saves, publishes and withdraws one record after the other, with a number in its title that grows with each try.

    `saved` and `published` are the last numbers that the server acknowledged, `tried` the last that was sent.
    """

    def __init__(self, port: int, cookies: dict[str, str], key: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.client, self.url = Wire(port, cookies), f"/admin/news/article/{key}/change/"
        self.draw, self.stopped = random.Random(seed), threading.Event()  # noqa: S311 - drawn to be repeated, not to be secret
        self.tried = self.saved = self.published = self.acknowledged = self.public_acts = 0
        self.wrong = ""

    def run(self) -> None:
        """Work until told to stop; whatever fails is tried anew with the next number."""
        while not self.stopped.is_set() and not self.wrong:
            with suppress(OSError, http.client.HTTPException):
                self.act(self.draw.choices(["_save_draft", "_publish", "_withdraw"], [5, 4, 1])[0])
            time.sleep(0.02)

    def act(self, button: str) -> None:
        """Open the form, type the next number, press a button."""
        page = self.client.get(self.url)
        if page.status_code != 200:
            self.wrong = f"{page.status_code} {page.headers.get('Location')}" if page.status_code < 500 else ""
            return
        form = Form(self.client)  # type: ignore[arg-type]  # it asks as the client of the tests does
        form.url, form.fields = self.url, posted_by(form_of(page.content.decode()))
        if f'name="{button}"' not in page.content.decode():
            return
        if button != "_withdraw":
            self.tried += 1
            form.fill(title_en=f"Talks {self.tried}", body_en=f"<p>Text {self.tried}.</p>")
        if form.press(button).status_code == 302:
            self.acknowledged += 1
            self.public_acts += button != "_save_draft"
            if button != "_withdraw":
                self.saved = self.tried
            if button == "_publish":
                self.published = self.tried

    def stop(self) -> None:
        """Stop after the act in hand."""
        self.stopped.set()
        self.join(PATIENCE)
        assert not self.is_alive(), "an editor waits for ever"
        assert not self.wrong, self.wrong
