"""What a slice of a long change log costs: database time, first, middle, last and of a rare type, and how the database plans it.

    .venv/bin/python -m bench.changes [--rows 1000000] [--seed 7] [--rounds 9] [--database postgres://…]

One change in twenty is of one of two thousand articles that the public sees, the rest are of records that are gone; one in a thousand is of
a page, one in fifty takes something back. The log is made in bulk from the seed. Without an address an SQLite database is made.
"""

import argparse
import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.actors import set_up
from bench.meetings import row

BATCH = 20_000


def fill(rows: int, seed: int) -> None:
    """Make the log, and the articles that stand."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from config.management.commands.seed_archive import Command  # noqa: PLC0415
    from news.models import Article  # noqa: PLC0415
    from publishing.models import Change, ChangeHead  # noqa: PLC0415

    Command().handle(articles=2000, seed=seed)
    draw, now = random.Random(seed), timezone.now()
    live, gone = list(Article.objects.values_list("pk", flat=True)), [uuid.UUID(int=draw.getrandbits(128)) for _each in range(rows // 20)]

    def made(first: int) -> Iterator[Any]:
        for sequence in range(first, min(first + BATCH, rows + 1)):
            is_live = draw.random() < 0.05
            kind = "updated" if is_live or draw.random() < 0.98 else "withdrawn"
            record_kind = "article" if is_live or draw.random() < 0.999 else "page"
            record = draw.choice(live if is_live else gone)
            yield Change(sequence=sequence, kind=kind, record_kind=record_kind, record=record, languages=["en", "ka"], at=now)

    # The archive comes with changes of its own.
    for first in range(Change.objects.count() + 1, rows + 1, BATCH):
        Change.objects.bulk_create(list(made(first)))
    ChangeHead.objects.update_or_create(pk=1, defaults={"sequence": rows, "moved_at": now})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    """Read the arguments, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"API_RATE": "0", "CACHE_URL": "dummycache://"}
        set_up(Path(folder), given.database)
        measure(given.rows, given.seed, given.rounds)


def measure(rows: int, seed: int, rounds: int) -> None:
    """Fill the database and print the table and the plan."""
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from publishing.models import Change  # noqa: PLC0415

    began = time.monotonic()
    fill(rows, seed)
    print(f"{connection.vendor}, {rows:,} changes (filled in {time.monotonic() - began:.0f} s), seed {seed}\n")
    asked = {
        "first 100": "",
        "100 in the middle": f"?after={rows // 2}",
        "last 100": f"?after={rows - 100}",
        "nothing new": f"?after={rows}",
        "first 1,000": "?limit=1000",
        "1,000 in the middle": f"?after={rows // 2}&limit=1000",
        "of a rare type, first 100": "?type=page",
        "of a rare type, in the middle": f"?type=page&after={rows // 2}",
        "of a type that never changed": "?type=event",
    }
    client = Client()

    def ask(query: str) -> None:
        if client.get(f"/api/v1/changes/{query}").status_code != 200:
            raise RuntimeError(query)

    print("| slice | database, ms | queries | whole, ms |\n|---|---:|---:|---:|")
    for name, query in asked.items():
        print(row(name, lambda query=query: ask(query), rounds))
    plan = Change.objects.seen_from_now().filter(sequence__gt=rows // 2, record_kind="page")[:101].explain()
    print(f"\nOf a rare type, in the middle:\n\n```\n{plan}\n```")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
