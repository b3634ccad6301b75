"""Run several programs as one: they start together, and all stop when one ends or a signal comes."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

# Seconds that a program gets to finish what it does before it is killed.
GRACE = 10.0
LOOK_EVERY = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_together(commands: Mapping[str, Sequence[str]], *, ready: Callable[[], bool], announce: Callable[[], None]) -> int:
    """Run the commands until a signal comes (0) or one of them ends (1); none outlives this call.

    `announce` is called once, when `ready` first says so.
    """
    asked: list[int] = []
    # A note instead of an exception: a program that is just being started must not slip through.
    before = {number: signal.signal(number, lambda number, _frame: asked.append(number)) for number in SIGNALS}
    programs: dict[str, subprocess.Popen[bytes]] = {}
    announced = False
    try:
        for name, command in commands.items():
            # Each in a session of its own: Ctrl-C reaches this process only, and a whole group can be stopped at once.
            programs[name] = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands
        while not asked:
            if ended := first_ended(programs):
                sys.stderr.write(f"{ended} ended by itself (status {programs[ended].returncode}); the rest is stopped.\n")
                return 1
            if not announced and ready():
                announce()
                announced = True
            time.sleep(LOOK_EVERY)
        return 0
    finally:
        stop_all(list(programs.values()))
        for number, handler in before.items():
            signal.signal(number, handler)


def first_ended(programs: Mapping[str, subprocess.Popen[bytes]]) -> str | None:
    """Return the name of a program that ended, or None while all run."""
    return next((name for name, program in programs.items() if program.poll() is not None), None)


def stop_all(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask every group of processes to end, wait, and kill what is left of it."""
    for program in programs:
        signal_group(program, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    for program in programs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            program.wait(max(0.0, deadline - time.monotonic()))
    # Also where the leader ended well: a worker it left behind would keep the port.
    for program in programs:
        signal_group(program, signal.SIGKILL)
        program.wait()


def signal_group(program: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal to a program and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, number)
