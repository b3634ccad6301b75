"""A mixed load that waits for nobody: requests go out at their moments, whether or not those before were answered.

    .venv/bin/python -m bench.load [--size 100000] [--seconds 600] [--cached 200] [--uncached 50] [--keep DIR]

60 % articles, 20 % lists, 10 % home, 5 % API, 3 % feeds, 2 % search, at so many a second to a site with its page cache, then to one without;
two workers of the production server over PostgreSQL. A request's time counts from the moment when it should have gone out. Prints a table in
Markdown; ends with 1 if a request failed or the slowest hundredth took longer than 300 ms.
"""

import argparse
import contextlib
import http.client
import queue
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.addresses import places
from bench.pages import fill
from bench.servers import ROOT, archive, cpu_seconds, environment, family, granian, manage, postgres

# Which kinds of page (`bench.addresses`) make up a share, and how many of a hundred requests go there.
SHARES = {
    ("article", "articles not asked before"): 60,
    ("news, first page", "news, deep page", "tag, first page", "tag, deep page"): 20,
    ("home",): 10,
    ("API: list", "API: article"): 5,
    ("feed", "feed of a tag"): 3,
    ("search", "search, two words"): 2,
}
# Readers at a time at most; more wait for one of them, and their wait counts.
READERS = 64
LONGEST = 0.3
SEED = 2008


@dataclass
class Answer:
    """What one request came to: seconds from its moment to its last byte, and whether it failed."""

    seconds: float
    failed: bool


def asked(addresses: Mapping[str, Sequence[str]], number: int) -> list[str]:
    """Return the addresses of so many requests, drawn by their shares; the same each time."""
    draw = random.Random(SEED)
    pools = [[path for name in names for path in addresses[name]] for names in SHARES]
    return [draw.choice(pool) for pool in draw.choices(pools, list(SHARES.values()), k=number)]


def reader(port: int, waiting: "queue.SimpleQueue[tuple[float, str] | None]", answers: list[Answer]) -> None:
    """Ask for what is waiting until nothing more comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    while (task := waiting.get()) is not None:
        moment, path = task
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            failed = response.status != http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            connection.close()
            failed = True
        answers.append(Answer(time.monotonic() - moment, failed))
    connection.close()


def run(port: int, paths: Sequence[str], rate: int) -> list[Answer]:
    """Send requests at a rate, at moments as far apart as chance has them; return what they came to."""
    answers: list[Answer] = []
    waiting: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
    readers = [threading.Thread(target=reader, args=(port, waiting, answers)) for _number in range(READERS)]
    for each in readers:
        each.start()
    draw, moment = random.Random(SEED), time.monotonic()
    for path in paths:
        moment += draw.expovariate(rate)
        time.sleep(max(0.0, moment - time.monotonic()))
        waiting.put((moment, path))
    for _each in readers:
        waiting.put(None)
    for each in readers:
        each.join()
    return answers


def row(name: str, rate: int, answers: Sequence[Answer], cores: float) -> str:
    """Return what a load came to as a row of the table."""
    times = sorted(answer.seconds * 1000 for answer in answers)
    errors, parts = sum(answer.failed for answer in answers), statistics.quantiles(times, n=100)
    cells = [f"{len(times)}", f"{errors}", *(f"{parts[at]:.0f}" for at in (49, 94, 98)), f"{times[-1]:.0f}", f"{cores:.2f}"]
    return f"| {name}, {rate} a second | {' | '.join(cells)} |"


def loaded(env: dict[str, str], postmaster: int, name: str, rate: int, seconds: int) -> tuple[str, bool]:
    """Run one load on a site of its own; return its row, and whether all was well."""
    addresses = places(env)
    with granian("config.wsgi:application", env, threads=2, more=("--workers", "2")) as server:
        # Both workers have answered before, and a cache has what it keeps.
        run(server.port, asked(addresses, rate * 5), rate)
        watched = [*family(server.pid), *family(postmaster)]
        before, begun = cpu_seconds(watched), time.monotonic()
        answers = run(server.port, asked(addresses, rate * seconds), rate)
        cores = (cpu_seconds([*family(server.pid), *family(postmaster)]) - before) / (time.monotonic() - begun)
    slowest = statistics.quantiles([answer.seconds for answer in answers], n=100)[98]
    return row(name, rate, answers, cores), slowest < LONGEST and not any(answer.failed for answer in answers)


def main() -> None:
    """Read the arguments, fill, load, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--cached", type=int, default=200)
    parser.add_argument("--uncached", type=int, default=50)
    parser.add_argument("--keep", type=Path, help="a folder in which the database stays for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        keep = (given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        cluster, postmaster = stack.enter_context(postgres(keep / "postgres"))
        env = environment(keep / str(given.size), DATABASE_URL=archive(cluster, given.size), API_RATE="0", API_KEY_RATE="0")
        manage(env, "collectstatic", "--noinput", "-v0")
        fill(env, given.size)
        loads = [("kept pages", {**env, "CACHE_URL": "locmemcache://"}, given.cached), ("nothing kept", env, given.uncached)]
        done = [loaded(of, postmaster, name, rate, given.seconds) for name, of, rate in loads]
    print(f"{given.seconds} seconds each, {given.size:,} articles.\n")
    print("| load | requests | errors | p50 ms | p95 ms | p99 ms | longest ms | cores |\n|---|---:|---:|---:|---:|---:|---:|---:|")
    print("\n".join(line for line, _well in done))
    sys.exit(not all(well for _line, well in done))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
