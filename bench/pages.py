"""What every kind of public page costs: CPU time per uncached request, web and database processes together, side by side in one run.

    .venv/bin/python -m bench.pages [--sizes 1000,100000,1000000] [--databases PostgreSQL,SQLite] [--rounds 5] [--requests 40] [--only WORD]
                                    [--keep DIR]

Every case is asked in turns, so that a noisy neighbour disturbs all alike. Prints tables in Markdown: what a page costs at each size of the
archive, how many times what it costs at the smallest, and how many times a constant view without middleware (the floor).
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bench.addresses import places
from bench.servers import ROOT, Server, archive, cpu_seconds, environment, family, granian, manage, postgres

FLOOR = "floor: constant view"
# The floor costs little: it is asked more often, for a cost that can be read from a clock of hundredths.
FLOOR_TIMES = 10
# With so many articles go so many events and actors, but never fewer than these.
PER_EVENT, PER_ACTOR, FEWEST_EVENTS, FEWEST_ACTORS = 10, 50, 500, 100


@dataclass
class Case:
    """One kind of page on one server, and what it cost in each round (milliseconds of CPU per request)."""

    name: str
    database: str
    size: int
    server: Server
    paths: Iterator[str]
    others: list[int] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)
    bytes: int = 0

    def measure(self, requests: int) -> None:
        """Ask a number of times and keep the mean cost."""
        watched = [*self.server.pids(), *(pid for other in self.others for pid in family(other))]
        before = cpu_seconds(watched)
        for _number in range(requests):
            self.bytes = self.server.get(next(self.paths))
        self.costs.append((cpu_seconds(watched) - before) * 1000 / requests)

    @property
    def median(self) -> float:
        """The middle cost of all rounds."""
        return statistics.median(self.costs)


def fill(env: dict[str, str], size: int) -> None:
    """Make a database with `size` articles, and events and actors to match, unless it stands already."""
    manage(env, "migrate", "-v0")
    if "True" in manage(env, "shell", "-v0", "-c", "from news.models import Article; print(Article.objects.exists())"):
        return
    events, actors = max(FEWEST_EVENTS, size // PER_EVENT), max(FEWEST_ACTORS, size // PER_ACTOR)
    begun = time.monotonic()
    manage(env, "seed_archive", "--articles", str(size), "--events", str(events), "--actors", str(actors))
    print(f"{size:,} articles, {events:,} events and {actors:,} actors written in {time.monotonic() - begun:.0f} s.", file=sys.stderr)


def cases(stack: contextlib.ExitStack, keep: Path, sizes: list[int], databases: list[str], only: str) -> list[Case]:
    """Start the floor and one site per database and size."""
    floor = stack.enter_context(granian("bench.floor:application", environment(keep / "floor")))
    found = [Case(FLOOR, "", 0, floor, cycle(["/"]))]
    cluster, postmaster = stack.enter_context(postgres(keep / "postgres"))
    manage(environment(keep / str(sizes[0])), "collectstatic", "--noinput", "-v0")
    for size in sizes:
        for database in databases:
            others = [postmaster] if database == "PostgreSQL" else []
            url = archive(cluster, size) if others else f"sqlite:///{keep}/{size}/matiane.sqlite3"
            env = environment(keep / str(size), DATABASE_URL=url, API_RATE="0", API_KEY_RATE="0")
            fill(env, size)
            if others:
                subprocess.run(["psql", "-q", url, "-c", "VACUUM ANALYZE"], check=True)
            asked = {name: paths for name, paths in places(env).items() if only in name}
            server = stack.enter_context(granian("config.wsgi:application", env))
            found += [Case(name, database, size, server, cycle(paths), others) for name, paths in asked.items()]
    return found


def report(found: list[Case]) -> str:
    """Return a table for each database: a row for each kind of page."""
    floor = found[0].median
    lines = [f"The floor, a constant view of {found[0].bytes / 1000:.0f} kB: {floor:.2f} ms."]
    for database in dict.fromkeys(case.database for case in found[1:]):
        of = {(case.name, case.size): case for case in found if case.database == database}
        names, sizes = list(dict.fromkeys(name for name, _size in of)), sorted({size for _name, size in of})
        columns = ["page", *(f"{size:,}: ms CPU" for size in sizes), *(f"{size:,}: times {sizes[0]:,}" for size in sizes[1:])]
        columns += [f"{size:,}: times the floor" for size in sizes] + ["kB"]
        lines += ["", f"{database}:", "", f"| {' | '.join(columns)} |", "|---" + "|---:" * (len(columns) - 1) + "|"]
        for name in names:
            # A kind of page that a small archive does not have stands empty there.
            costs = [of[name, size].median if (name, size) in of else 0.0 for size in sizes]
            times = [f"{cost / costs[0]:.2f}" if costs[0] else "" for cost in costs[1:]]
            cells = [
                *(f"{cost:.2f}" for cost in costs),
                *times,
                *(f"{cost / floor:.1f}" for cost in costs),
                f"{of[name, sizes[-1]].bytes / 1000:.1f}",
            ]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--databases", default="PostgreSQL", help="PostgreSQL, SQLite, or both with a comma")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=40)
    parser.add_argument("--only", default="", help="only the kinds of page whose name has this in it")
    parser.add_argument("--keep", type=Path, help="a folder in which the databases stay for the next run")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        keep = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        keep = keep.resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        found = cases(stack, keep, [int(size) for size in given.sizes.split(",")], given.databases.split(","), given.only)
        for case in found:
            case.measure(5)
            case.costs.clear()
        for _round in range(given.rounds):
            for case in found:
                case.measure(given.requests * (FLOOR_TIMES if case is found[0] else 1))
        print(report(found))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
