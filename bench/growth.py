"""What a replica, PgBouncer and Redis take off the primary: CPU time of each machine per page, side by side in one run.

    .venv/bin/python -m bench.growth [--articles 20000] [--rounds 5] [--requests 60] [--keep DIR]

Four sites on one database ask in turns: the first as on one machine, the others with one thing more each. Prints a table in Markdown.
"""

import argparse
import contextlib
import statistics
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, cycle
from pathlib import Path

from bench.pages import prepare
from bench.servers import Server, cpu_seconds, environment, family, granian, manage, pgbouncer, postgres, redis, replica

WATCHED = ("web", "PgBouncer", "primary", "replica")


@dataclass
class Site:
    """A site, and what a page of it cost each machine in each round (milliseconds of CPU)."""

    name: str
    server: Server
    costs: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def measure(self, machines: dict[str, int], paths: list[str]) -> None:
        """Ask for pages and keep the mean costs."""
        watched = {"web": self.server.pids(), **{name: family(pid) for name, pid in machines.items()}}
        before = {name: cpu_seconds(pids) for name, pids in watched.items()}
        for path in paths:
            self.server.get(path)
        for name, pids in watched.items():
            self.costs[name].append((cpu_seconds(pids) - before[name]) * 1000 / len(paths))

    def median(self, machine: str) -> float:
        """The middle cost of all rounds."""
        return statistics.median(self.costs[machine])


def sites(stack: contextlib.ExitStack, keep: Path, articles: int) -> tuple[list[Site], dict[str, int], list[str]]:
    """Start everything; return (the sites, {machine: process}, the pages to ask for)."""
    cluster, primary = stack.enter_context(postgres(keep / "primary"))
    subprocess.run(["psql", "-q", f"{cluster}/postgres", "-c", "CREATE DATABASE site"], check=False, capture_output=True)
    direct = {"DATABASE_URL": f"{cluster}/site"}
    env = environment(keep / "data", **direct)
    manage(env, "collectstatic", "--noinput", "-v0")
    places = prepare(env, articles)
    subprocess.run(["psql", "-q", f"{cluster}/site", "-c", "VACUUM ANALYZE"], check=True)
    follower, second = stack.enter_context(replica(keep / "replica", cluster))
    pool = stack.enter_context(pgbouncer(keep / "pgbouncer", {"matiane": f"{cluster}/site", "matiane_replica": f"{follower}/site"}))
    pooled = {"DATABASE_URL": f"{pool}/matiane", "DATABASE_POOLED": "1"}
    following = {**pooled, "DATABASE_REPLICA_URL": f"{pool}/matiane_replica"}
    kept = {**following, "CACHE_URL": stack.enter_context(redis())}
    settings = {"one machine": direct, "PgBouncer": pooled, "PgBouncer, replica": following, "PgBouncer, replica, pages kept in Redis": kept}
    found = []
    for name, more in settings.items():
        # Whoever runs the benchmark asks from one address.
        server = stack.enter_context(granian("config.wsgi:application", environment(keep / "data", API_RATE="0", **more)))
        found.append(Site(name, server))
    # One process in each, the only child of what was started.
    lent = next(int(line.split()[0]) for line in processes("pgbouncer") if str(keep) in line)
    paths = list(chain.from_iterable([where] if isinstance(where, str) else where[:40] for where in places.values()))
    return found, {"primary": primary, "replica": second, "PgBouncer": lent}, [*paths, "/en/", "/api/v1/articles/"]


def processes(program: str) -> list[str]:
    """Return the processes of a program, as numbers and command lines."""
    found = subprocess.run(["pgrep", "-a", "-x", program], check=True, capture_output=True, text=True)
    return found.stdout.splitlines()


def report(found: list[Site]) -> str:
    """Return the table."""
    alone = found[0].median("primary")
    lines = ["| a page, in ms of CPU | " + " | ".join(WATCHED) + " | primary, against one machine |", "|---|" + "---:|" * (len(WATCHED) + 1)]
    for site in found:
        costs = " | ".join(f"{site.median(name):.2f}" for name in WATCHED)
        lines.append(f"| {site.name} | {costs} | {site.median('primary') / alone:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Read the arguments, measure in turns, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="an empty folder for the databases")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        keep = (given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))).resolve()
        keep.mkdir(parents=True, exist_ok=True)
        keep.chmod(0o755)
        found, machines, paths = sites(stack, keep, given.articles)
        turns = cycle(paths)
        for site in found:
            # What is kept is kept by now, and what a process remembers it knows.
            site.measure(machines, paths)
            site.costs.clear()
        for _round in range(given.rounds):
            asked = [next(turns) for _number in range(given.requests)]
            for site in found:
                site.measure(machines, asked)
        print(f"PostgreSQL, {given.articles:,} articles, {given.rounds} rounds of {given.requests} pages\n\n{report(found)}")


if __name__ == "__main__":
    main()
