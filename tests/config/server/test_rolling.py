"""A site is renewed, broken and killed while readers ask: nobody is refused. Real processes on a real socket."""

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench.servers import ROOT, family, free_port
from tests import migrated

pytestmark = pytest.mark.sqlite

# How often the site is renewed, and how many readers ask meanwhile.
RENEWALS = 50 if os.environ.get("DRILL") else 3
READERS = 2


class Readers:
    """Ask without a pause, each time on a connection of their own, and note whatever is no page."""

    def __init__(self, port: int) -> None:
        self.port, self.asked, self.failed = port, 0, []
        self.lock, self.done = threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.read) for _reader in range(READERS)]

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join()

    def read(self) -> None:
        while not self.done.is_set():
            said = ask(self.port)
            with self.lock:
                self.asked += 1
                if said != 200:
                    self.failed.append(said)


def ask(port: int) -> int | str:
    """Return the status of a page, or what went wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/en/", headers={"Connection": "close"})
        answer = connection.getresponse()
        return answer.status if answer.read() else "empty"
    except (OSError, http.client.HTTPException) as error:
        return repr(error)
    finally:
        connection.close()


def wait_for(what: Callable[[], bool]) -> None:
    until = time.monotonic() + 90
    while not what():
        assert time.monotonic() < until, "It did not come about."
        time.sleep(0.05)


class Service:
    """A site as its service runs it."""

    def __init__(self, folder: Path) -> None:
        self.port, self.home, self.note = free_port(), folder / "current", folder / "release"
        self.home.symlink_to(ROOT)
        own = {"DEMO": "1", "DATA_DIR": str(folder / "data"), "STATIC_ROOT": str(folder / "static"), "RUNTIME_DIRECTORY": str(folder)}
        where = {"LISTEN": f"127.0.0.1:{self.port}", "WEB_WORKERS": "1", "ALLOWED_HOSTS": "127.0.0.1"}
        environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tests.settings", **own, **where}
        command = [sys.executable, "-m", "config.server", "--web", str(self.home)]
        self.log = (folder / "log").open("w+")
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True, stderr=self.log)
        wait_for(self.note.exists)

    def web(self) -> set[int]:
        """Return the processes of the web server."""
        return {pid for pid in family(self.process.pid) if b"config.server.web" in command_of(pid)}

    def told(self) -> str:
        """Return what stands in the log."""
        return Path(self.log.name).read_text()

    def renew(self) -> None:
        """Have it renewed; return once no process of before is left."""
        before = self.web()
        os.kill(self.process.pid, signal.SIGHUP)
        wait_for(lambda: (now := self.web()) and not now & before)


def command_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.fixture
def service(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "data").mkdir()
    shutil.copyfile(migrated.file_in(request.config.cache.mkdir("migrated")), tmp_path / "data" / "matiane.sqlite3")
    running = Service(tmp_path)
    yield running
    for pid in family(running.process.pid):
        with_signal(pid, signal.SIGKILL)
    running.process.wait()
    running.log.close()


def with_signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@pytest.mark.drill
def test_no_request_fails_while_the_site_is_renewed_and_stopped_at_the_end(service):
    with Readers(service.port) as readers:
        for _time in range(RENEWALS):
            service.renew()
    left = family(service.process.pid)
    service.process.terminate()

    assert service.process.wait(60) == 0
    assert readers.failed == []
    assert readers.asked > RENEWALS
    assert [pid for pid in left if command_of(pid)] == []


def test_release_that_does_not_load_changes_nothing_and_what_dies_is_begun_again(service, tmp_path):
    (tmp_path / "broken").mkdir()
    service.home.unlink()
    service.home.symlink_to(tmp_path / "broken")
    before = service.web()
    with Readers(service.port) as readers:
        os.kill(service.process.pid, signal.SIGHUP)
        wait_for(lambda: "the one before goes on" in service.told())
    assert (readers.failed, service.web(), service.note.read_text()) == ([], before, f"{ROOT}\n")

    service.home.unlink()
    service.home.symlink_to(ROOT)
    for pid in before:
        with_signal(pid, signal.SIGKILL)

    # Whoever asks meanwhile waits: the socket is open.
    assert ask(service.port) == 200
    assert "it is begun again" in service.told()
