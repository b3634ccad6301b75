"""What who met whom costs over very many participations: the questions, the page, the table, and how the database plans them.

    .venv/bin/python -m bench.meetings [--events 20000] [--seed 6] [--rounds 9] [--database postgres://…]

Ten take part in every event; one person went to each fourth of them, another received at each fourth. Times are those that the
database driver was waited for, medians; the archive is generated in bulk from the seed. Without an address an SQLite database is made.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.actors import set_up


@contextmanager
def waited() -> Iterator[list[float]]:
    """Give a list of the milliseconds that each query of the block took, with its rows fetched by the driver."""
    from django.db import connection  # noqa: PLC0415

    found: list[float] = []

    def timed(execute: Callable[..., Any], *given: Any) -> Any:  # Any: as Django calls it
        before = time.perf_counter()
        try:
            return execute(*given)
        finally:
            found.append((time.perf_counter() - before) * 1000)

    with connection.execute_wrapper(timed):
        yield found


def row(name: str, act: Callable[[], object], rounds: int) -> str:
    """Return a row of the table: the name, the database time of doing something, its queries, the whole time."""
    times, wholes, queries = [], [], 0
    for _round in range(rounds + 1):
        before = time.perf_counter()
        with waited() as found:
            act()
        wholes.append((time.perf_counter() - before) * 1000)
        times.append(sum(found))
        queries = len(found)
    return f"| {name} | {statistics.median(times[1:]):.1f} | {queries} | {statistics.median(wholes[1:]):.1f} |"


def main() -> None:
    """Read the arguments, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), given.database)
        from django.db import connection  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from bench.meetings_stock import fill, pairs  # noqa: PLC0415
        from chronicle.acquaintances import met_most  # noqa: PLC0415
        from publishing.middleware import bypassing_page_cache  # noqa: PLC0415

        begun = time.monotonic()
        number = fill(given.events, seed=given.seed)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        sys.stdout.write(f"{connection.vendor}, seed {given.seed}: {given.events:,} events, {number:,} rows of who was there, ")
        sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n\n| what | database, ms | queries | whole, ms |\n|---|---|---|---|\n")
        client = Client()
        with bypassing_page_cache():
            for name, pair in pairs().items():
                sys.stdout.write(row(f"{name}: by year", pair.years, given.rounds) + "\n")
                sys.stdout.write(row(f"{name}: met most", lambda pair=pair: met_most(pair.a, "a", "en", untranslated=True), given.rounds) + "\n")
                query = f"?a={pair.a.key}&b={pair.b.key}"
                for what, path in (("page", "meetings/"), ("table", "meetings.csv")):
                    address = f"/en/{path}{query}"
                    sys.stdout.write(row(f"{name}: {what}", lambda address=address: list(client.get(address)), given.rounds) + "\n")
        plan = next(iter(pairs().values())).rows.explain()
        sys.stdout.write(f"\n```\n{plan}\n```\n")


if __name__ == "__main__":
    main()
