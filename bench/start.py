"""What a started site takes: seconds to its first answer, and the memory of two workers that have answered every kind of page.

    .venv/bin/python -m bench.start [--rounds 5] [--size 1000] [--keep DIR]

Over PostgreSQL, by the production server. The wait is by the clock and from nothing, so it holds on a calm machine only; beside it stands the
CPU time until then, which is less disturbed. Memory is PSS, what the processes share counted once.
"""

import argparse
import contextlib
import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.addresses import places
from bench.pages import fill
from bench.servers import ROOT, Server, archive, cpu_seconds, environment, family, free_port, granian, manage, postgres

READ = "/en/news/"
SIZES = ("Pss", "Rss")


def memory(pids: list[int], what: str) -> float:
    """Return the memory of processes in MB: "Pss", or "Rss", in which shared pages count in each."""
    found = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            found += sum(int(line.split()[1]) for line in lines if line.startswith(f"{what}:"))
    return found / 1024


def first_answer(env: dict[str, str]) -> tuple[float, float]:
    """Start a site with one worker; return (seconds, CPU seconds) until it answered for the first time."""
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--workers", "1", "--blocking-threads", "2", "--no-ws", "--log-level", "error", "config.wsgi:application"]
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env={**env, "PORT": str(port)}, start_new_session=True)
    try:
        while True:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request("GET", READ)
                connection.getresponse().read()
                return time.monotonic() - begun, cpu_seconds(family(process.pid))
            except OSError:
                time.sleep(0.01)
            finally:
                connection.close()
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def held(env: dict[str, str]) -> list[str]:
    """Return rows of what two workers hold after they started, and after they answered."""
    asked = [path for paths in places(env).values() for path in paths[:20]]
    with granian("config.wsgi:application", env, threads=2, more=("--workers", "2")) as server:
        found = [("after the start, a page asked", [READ]), ("after every kind of page, each four times", asked * 4)]
        rows = []
        for name, paths in found:
            for path in paths:
                # Each on a connection of its own, so that both workers have their share.
                Server(server.pid, server.port).get(path)
            rows.append(f"| {name} | {' | '.join(f'{memory(family(server.pid), what):.0f}' for what in SIZES)} |")
    return rows


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=1000)
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        keep = (given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        cluster, _postmaster = stack.enter_context(postgres(keep / "postgres"))
        url = archive(cluster, given.size)
        env = environment(keep / str(given.size), DATABASE_URL=url, API_RATE="0", API_KEY_RATE="0", CACHE_URL="locmemcache://")
        manage(env, "collectstatic", "--noinput", "-v0")
        fill(env, given.size)
        waits = [first_answer(env) for _round in range(given.rounds)]
        print("| start to the first answer | s |\n|---|---:|")
        for name, at in (("by the clock", 0), ("CPU", 1)):
            print(f"| {name} | {statistics.median(wait[at] for wait in waits):.2f} |")
        print("\n| two workers | MB, PSS | MB, RSS |\n|---|---:|---:|")
        print("\n".join(held(env)))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
