"""What a chronology of very many events costs beside one of 50: first page, last page, filtered pages, and how they are planned;
and what the page of a person, an office and a place with 5,000 events costs beside one with 15.

    .venv/bin/python -m bench.chronicle [--events 20000] [--seed 5] [--rounds 15] [--database postgres://…]

As `bench.actors`: CPU time of this process in turns, past the page cache; ratios of one run. Without an address an SQLite database
is made for the run.
"""

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
import uuid
from pathlib import Path

from bench.actors import milliseconds, pages, set_up

# What is asked, behind the address of a chronology.
FILTERS = {
    "kind": "?kind=visit",
    "person": "?actor=seed-person-7",
    "office": "?office=seed-ministry-7",
    "place": "?place=seed-place-1",
    "period": "?when=2008",
    "words": "?q=agreed+number",
    "all together": "?kind=visit&place=seed-place-1&when=2000/2015",
}


# So many events have a person, an office and a place each, and so few.
MANY, FEW = 5_000, 15


def cases() -> dict[str, str]:
    """Return {page: address}."""
    from chronicle.paging import Cursor  # noqa: PLC0415

    end = Cursor(dt.date.max, dt.date.max, uuid.UUID(int=2**128 - 1)).encode()
    found = {}
    for name in ("few", "all"):
        path = f"/en/chronology/seed-{name}/"
        found |= {f"{name}: first page": path, f"{name}: by kind": f"{path}?kind=visit"}
    path = "/en/chronology/seed-all/"
    found["all: last page"] = f"{path}?before={end}"
    return found | {f"all: by {name}": path + query for name, query in FILTERS.items()}


def measured(rounds: int, *, forgets: bool = False) -> list[str]:
    """Return the rows of the table, each page measured in turns with the others; what answered is known from the turn before unless it `forgets`."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client, addresses = Client(), cases()
    costs: dict[str, list[float]] = {name: [] for name in addresses}
    walls: dict[str, list[float]] = {name: [] for name in addresses}
    for _round in range(rounds + 2):
        for name, address in addresses.items():
            # No page comes from the cache; what a process remembers under a change, it may.
            clear(answers=forgets)
            begun = time.perf_counter()
            costs[name].append(milliseconds(lambda address=address: client.get(address)))
            walls[name].append((time.perf_counter() - begun) * 1000)
    rows, first = [], statistics.median(costs["few: first page"][2:])
    for name, address in addresses.items():
        clear(answers=forgets)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
        cost, wall = statistics.median(costs[name][2:]), statistics.median(walls[name][2:])
        rows.append(f"| {name} | {response.status_code} | {cost:.1f} | {wall:.1f} | {cost / first:.2f} | {len(queries)} |")
    return rows


def clear(*, answers: bool) -> None:
    """Forget the pages that are kept, and what answered before."""
    from django.core.cache import cache  # noqa: PLC0415

    from chronicle import filters  # noqa: PLC0415

    cache.clear()
    if answers:
        filters._answers.kept = (None, {})


def appear() -> dict[str, str]:
    """Let a person, an office and a place have very many events, and others few; return {page: address}."""
    from random import Random  # noqa: PLC0415

    from actors.models import Actor, Office, Place  # noqa: PLC0415
    from chronicle.models import Attendance  # noqa: PLC0415
    from config.seeding_events import made  # noqa: PLC0415
    from publishing import changes  # noqa: PLC0415

    # One row of each event, whose columns the new ones take.
    rows = list({row.event_id: row for row in Attendance.objects.filter(actor__isnull=False).order_by("event")}.values())
    found = {}
    for name, model in (("actor", Actor), ("office", Office), ("place", Place)):
        busy, quiet = made(model, 2, f"Busy{name}", Random(1))
        for record, number in ((busy, MANY), (quiet, FEW)):
            for row in rows[-number:]:
                row.pk, row.actor_id, row.office_id, row.place_id, row.statement_id, row.statements = None, None, None, None, None, 0
                row._state.adding = True
                setattr(row, f"{name}_id", record.pk)
            Attendance.objects.bulk_create(rows[-number:], batch_size=1000)
            found[f"{name}: {number}"] = f"/en/{name}s/{record.slug_en}/"
    changes.touch(None, "records made", number=len(found))
    return found


def plans() -> str:
    """Return how the database reads the first and the last page, and one of a person."""
    from chronicle.models import Chronology, Listing, Participant  # noqa: PLC0415
    from chronicle.paging import ORDER  # noqa: PLC0415

    listed = Listing.objects.filter(chronology=Chronology.objects.get(slug_en="seed-all")).listed_in("en")
    person = Participant.objects.filter(actor__slug_en="seed-person-7").values("event")
    asked = {
        "first page": listed.order_by(*ORDER)[:51],
        "last page": listed.order_by(*(f"-{name}" for name in ORDER))[:51],
        "of a person": listed.filter(event__in=person).order_by(*ORDER)[:51],
    }
    return "\n\n".join(f"{name}:\n\n```\n{rows.explain()}\n```" for name, rows in asked.items())


def main() -> None:
    """Read the arguments, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), given.database)
        from django.db import connection  # noqa: PLC0415

        from config.seeding_events import fill_events  # noqa: PLC0415

        begun = time.perf_counter()
        fill_events(given.events, given.seed)
        filling = time.perf_counter() - begun
        print(f"{connection.vendor}, seed {given.seed}, {given.events:,} events (filled in {filling:.0f} s)\n")
        for asked in ("again", "for the first time since a change"):
            print(f"\nAsked {asked}:\n")
            print("| page | status | ms CPU | ms wall | times the first page of 50 | queries |\n|---|---:|---:|---:|---:|---:|")
            print("\n".join(measured(given.rounds, forgets=asked != "again")))
        print("\n| page | ms CPU | times the one with 15 | queries | kB with styles and fonts |\n|---|---:|---:|---:|---:|")
        print("\n".join(pages(appear(), given.rounds)))
        print(f"\n{plans()}")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
