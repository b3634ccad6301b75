"""Keeps a web server and a worker: begins them, begins them again when they die, and replaces them by those of a new release."""

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL

from config.server.sockets import notify

LOOK_EVERY = 0.1
# Seconds that a web server gets to load the site, and that a program gets to finish what it has begun.
LOADS, FINISHES = 60.0, 40.0
# A program that dies is begun again after so many seconds: doubled each time, up to the last, and forgiven after so long.
PAUSE, LONGEST_PAUSE, FORGIVEN = 0.5, 30.0, 60.0


@dataclass
class Program:
    """A running program, with whatever it began."""

    process: subprocess.Popen[bytes]
    begun: float = field(default_factory=time.monotonic)

    def is_running(self) -> bool:
        """Tell whether it runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End it and all that it began, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, SIGKILL)
        self.process.wait()


@dataclass
class Pause:
    """How long to wait before a program is begun again."""

    seconds: float = 0.0

    def after(self, lived: float) -> float:
        """Return the seconds to wait, given how long it lived."""
        self.seconds = PAUSE if lived > FORGIVEN or not self.seconds else min(self.seconds * 2, LONGEST_PAUSE)
        return self.seconds


class Keeper:
    """The programs of a site, on one socket."""

    def __init__(self, home: Path, handed: socket.socket, *, workers: int, web_only: bool = False) -> None:
        self.home, self.handed, self.workers, self.web_only = home, handed, workers, web_only
        self.stops, self.renews = False, False
        self.web: Program | None = None
        self.tasks: Program | None = None
        # Those that finish what they have begun: (program, until when they may).
        self.leaving: list[tuple[Program, float]] = []
        self.pauses = {"web": Pause(), "worker": Pause()}
        self.next_at = {"web": 0.0, "worker": 0.0}

    def stop(self) -> None:
        """Have `run` end. May be called by a handler of signals."""
        self.stops = True

    def renew(self) -> None:
        """Have `run` begin the programs anew. May be called by a handler of signals."""
        self.renews = True

    def run(self) -> int:
        """Run the programs until told to stop; 1 if the web server did not load the site at the start."""
        self.web = self.begun_web()
        if self.web is None:
            return 0 if self.stops else 1
        self.tasks = self.begun_worker()
        self.tell_release()
        notify("READY=1")
        while not self.stops:
            if self.renews:
                self.renews = False
                self.replace()
            self.revive()
            self.bury()
            time.sleep(LOOK_EVERY)
        notify("STOPPING=1")
        self.dismiss(self.web)
        self.dismiss(self.tasks)
        while self.leaving:
            self.bury()
            time.sleep(LOOK_EVERY)
        return 0

    def replace(self) -> None:
        """Begin what stands at home now, and end what ran once that answers. What does not load changes nothing."""
        web = self.begun_web()
        if web is None:
            say("The new web server did not load the site; the one before goes on.")
            return
        before, self.web = (self.web, self.tasks), web
        self.tasks = self.begun_worker()
        self.tell_release()
        for program in before:
            self.dismiss(program)

    def revive(self) -> None:
        """Begin again what died."""
        now = time.monotonic()
        for name in ("web", "worker"):
            program = self.web if name == "web" else self.tasks
            if program is not None and not program.is_running():
                say(f"The {name} ended by itself (status {program.process.returncode}); it is begun again.")
                # What it began may hold on to something.
                program.kill()
                self.next_at[name] = now + self.pauses[name].after(now - program.begun)
                self.forget(name)
            elif program is None and now >= self.next_at[name]:
                self.begin(name)

    def forget(self, name: str) -> None:
        if name == "web":
            self.web = None
        else:
            self.tasks = None

    def begin(self, name: str) -> None:
        """Begin a program; one that does not load is tried again."""
        if name == "worker":
            self.tasks = self.begun_worker()
            return
        self.web = self.begun_web()
        if self.web is None:
            self.next_at["web"] = time.monotonic() + self.pauses["web"].after(0)

    def begun_web(self) -> Program | None:
        """Begin a web server and return it once all its workers have loaded the site; None if they do not."""
        read, write = os.pipe()
        release = self.release()
        command = [python_of(release), "-m", "config.server.web", str(self.handed.fileno()), str(write), str(self.workers)]
        kept = (self.handed.fileno(), write)
        program = Program(subprocess.Popen(command, cwd=release, pass_fds=kept, start_new_session=True))  # noqa: S603 - our own command
        os.close(write)
        try:
            if self.loaded(program, read):
                return program
        finally:
            os.close(read)
        program.kill()
        return None

    def loaded(self, program: Program, ready: int) -> bool:
        """Wait until every worker has said that it loaded the site; False if one cannot."""
        until, left = time.monotonic() + LOADS, self.workers
        while left and program.is_running() and not self.stops and time.monotonic() < until:
            if select.select([ready], [], [], LOOK_EVERY)[0]:
                said = os.read(ready, left)
                if not said:
                    break
                left -= len(said)
        return not left

    def begun_worker(self) -> Program | None:
        """Begin a worker; several at a time share what there is to do. None where it runs elsewhere."""
        if self.web_only:
            return None
        release = self.release()
        return Program(subprocess.Popen([python_of(release), "manage.py", "work"], cwd=release, start_new_session=True))  # noqa: S603 - as above

    def release(self) -> Path:
        """Return the folder of the release that stands at home. No link: a program goes on to load from it when another one stands there."""
        return self.home.resolve()

    def dismiss(self, program: Program | None) -> None:
        """Ask a program to finish."""
        if program is not None and program.is_running():
            program.process.terminate()
            self.leaving.append((program, time.monotonic() + FINISHES))

    def bury(self) -> None:
        """Take note of those that have finished, and kill those that do not."""
        for program, until in list(self.leaving):
            if not program.is_running() or time.monotonic() > until:
                program.kill()
                self.leaving.remove((program, until))

    def tell_release(self) -> None:
        """Write down which release runs, for who waits for it."""
        if folder := os.environ.get("RUNTIME_DIRECTORY"):
            note = Path(folder) / "release"
            unfinished = note.with_suffix(".new")
            unfinished.write_text(f"{self.release()}\n")
            unfinished.replace(note)


def python_of(release: Path) -> str:
    """Return the Python of a release, or this one where it has none."""
    own = release / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def say(words: str) -> None:
    """Tell the log."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
