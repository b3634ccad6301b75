"""The demo's programs live and die together. Real processes: what matters is what the kernel says is left."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A program with a child of its own, as the web server has workers; both write their number.
FAMILY = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
time.sleep(float(sys.argv[2]))
"""
# The same, deaf to every polite request.
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + FAMILY
SUPERVISOR = """
import sys
from config import supervisor
supervisor.GRACE = 1.0
one, two, script, seconds = sys.argv[1:]
commands = {"One": [sys.executable, "-c", script, one, "60"], "Two": [sys.executable, "-c", script, two, seconds]}
sys.exit(supervisor.run_together(commands, ready=lambda: True, announce=lambda: print("ready", flush=True)))
"""


def start(tmp_path: Path, *, script: str = FAMILY, seconds: str = "60") -> tuple[subprocess.Popen, list[int]]:
    """Start the supervisor and return it with the numbers of the four processes below it."""
    notes = [tmp_path / "one", tmp_path / "two"]
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, *map(str, notes), script, seconds], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_until(lambda: all(note.exists() and " " in note.read_text() for note in notes))
    return supervisor, [int(number) for note in notes for number in note.read_text().split()]


def wait_until(condition) -> None:
    deadline = time.monotonic() + 120
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail("It did not come about in two minutes.")
        time.sleep(0.05)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
        # A zombie has ended: it only waits for whoever inherits it to take note.
        return "State:\tZ" not in Path(f"/proc/{number}/status").read_text() if Path("/proc").exists() else True
    except (ProcessLookupError, FileNotFoundError):
        return False


def no_one_left(numbers: list[int]) -> bool:
    return not any(is_running(number) for number in numbers)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_supervisor_told_to_stop_leaves_no_process(tmp_path, number):
    supervisor, family = start(tmp_path)

    supervisor.send_signal(number)

    out, _err = supervisor.communicate(timeout=120)
    assert (supervisor.returncode, out) == (0, "ready\n")
    wait_until(lambda: no_one_left(family))


def test_supervisor_stops_everything_when_one_program_ends(tmp_path):
    supervisor, family = start(tmp_path, seconds="0.5")

    _out, err = supervisor.communicate(timeout=120)

    assert (supervisor.returncode, err) == (1, "Two ended by itself (status 0); the rest is stopped.\n")
    wait_until(lambda: no_one_left(family))


def test_supervisor_stops_everything_when_one_program_is_killed(tmp_path):
    supervisor, family = start(tmp_path)

    os.kill(family[0], signal.SIGKILL)

    _out, err = supervisor.communicate(timeout=120)
    assert (supervisor.returncode, err) == (1, "One ended by itself (status -9); the rest is stopped.\n")
    wait_until(lambda: no_one_left(family))


def test_supervisor_kills_what_does_not_listen(tmp_path):
    supervisor, family = start(tmp_path, script=STUBBORN)

    supervisor.terminate()

    supervisor.communicate(timeout=120)
    assert supervisor.returncode == 0
    wait_until(lambda: no_one_left(family))
