"""What long histories of people and offices cost: pages, `holders_on`, `check_content`, and the plans of the databases.

    .venv/bin/python -m bench.actors [--tenures 100000] [--seed 5] [--rounds 15] [--database postgres://…]

Pages are made in this process, in turns, past the page cache: CPU time of the process, medians, and ratios of one run. The archive
is generated in bulk from the seed. Without an address an SQLite database is made for the run.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path


def set_up(folder: Path, database: str) -> None:
    """Set Django up over an empty database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings", "DEMO": "1", "DATA_DIR": str(folder), "ALLOWED_HOSTS": "testserver"}
    os.environ |= {"STATIC_ROOT": str(folder / "static")} | ({"DATABASE_URL": database} if database else {})
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def milliseconds(act: Callable[[], object]) -> float:
    """Return the CPU time of this process for doing something once."""
    before = time.process_time()
    act()
    return (time.process_time() - before) * 1000


def pages(addresses: dict[str, str], rounds: int) -> list[str]:
    """Return the rows of the table of pages, each measured in turns with the others."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from bench.actors_stock import weight  # noqa: PLC0415
    from publishing.middleware import bypassing_page_cache  # noqa: PLC0415

    client = Client()
    costs: dict[str, list[float]] = {name: [] for name in addresses}
    rows = []
    with bypassing_page_cache():
        for _round in range(rounds + 2):
            for name, address in addresses.items():
                costs[name].append(milliseconds(lambda address=address: client.get(address)))
        for name, address in addresses.items():
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            if response.status_code != HTTPStatus.OK:
                raise SystemExit(f"{address} answers {response.status_code}.")
            cost, short = (statistics.median(costs[each][2:]) for each in (name, name.partition(":")[0] + ": 15"))
            rows.append(f"| {name} | {cost:.1f} | {cost / short:.2f} | {len(queries)} | {weight(response.content.decode()) / 1000:.1f} |")
    return rows


def main() -> None:
    """Read the arguments, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tenures", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), given.database)
        from django.core.management import call_command  # noqa: PLC0415
        from django.db import connection  # noqa: PLC0415

        from bench.actors_stock import fill, plans, questions  # noqa: PLC0415

        begun = time.perf_counter()
        addresses = fill(given.tenures, given.seed)
        filling = time.perf_counter() - begun
        print(f"{connection.vendor}, seed {given.seed}, {given.tenures:,} tenures (filled in {filling:.0f} s)\n")
        print("| page | ms CPU | times the one with 15 | queries | kB with styles and fonts |\n|---|---:|---:|---:|---:|")
        print("\n".join(pages(addresses, given.rounds)))
        print("\n| question | ms wall | answers |\n|---|---:|---:|")
        for name, ask in questions().items():
            walls = []
            for _round in range(given.rounds):
                begun = time.perf_counter()
                found = ask()
                walls.append((time.perf_counter() - begun) * 1000)
            print(f"| {name} | {statistics.median(walls):.1f} | {found} |")
        begun = time.perf_counter()
        call_command("check_content")
        print(f"\n`check_content`: {time.perf_counter() - begun:.1f} s\n\n{plans()}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
