"""What the pages over all records cost at the desk: board, front page, calendar and quick search; database time, queries, the whole.

    .venv/bin/python -m bench.board [--articles 100000] [--seed 2008] [--rounds 9] [--database postgres://…]

Short articles in one language or two over twenty years, a fifth of the others outdated, with readers; in this month 300 scheduled and, of
texts that are public, 60 steps, some refused; 300 drafts and 200 reviews. Without an address an SQLite database is made.
"""

import argparse
import datetime as dt
import os
import random
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

from bench.actors import set_up
from bench.meetings import row

SCHEDULED, STEPS, DRAFTS, REVIEWS = 300, 60, 300, 200
# Articles that are made one by one; the others are copies of them, at most 255 of each.
FIRST = 2000
WORDS = [
    "the",
    "talks",
    "commission",
    "border",
    "statement",
    "visit",
    "minister",
    "session",
    "agreement",
    "protest",
    "embassy",
    "report",
    "council",
    "Geneva",
    "Ergneti",
    "Sokhumi",
    "Moscow",
]


def multiply(model: type[Any], key: str, times: int, unique: list[str]) -> None:
    """Copy the rows of a table so often, under keys of their own: the last byte of a key, and the end of what else is unique."""
    from django.db import connection  # noqa: PLC0415

    columns = [field.column for field in model._meta.concrete_fields]
    first = f"first_of_{model._meta.model_name}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {first} AS SELECT {key} FROM {model._meta.db_table}")  # noqa: S608 - names of our own
        for copy in range(1, times):
            end = f"{copy:02x}"
            whole = (
                f"CAST(substr(CAST({key} AS text), 1, 34) || '{end}' AS uuid)"
                if connection.vendor == "postgresql"
                else f"substr({key}, 1, 30) || '{end}'"
            )
            changed = {key: whole} | {name: f"substr({name}, 1, 8) || '{end}'" if name == "short_id" else f"{name} || '-{end}'" for name in unique}
            values = ", ".join(changed.get(name, name) for name in columns)
            where = f"{key} IN (SELECT {key} FROM {first})"  # noqa: S608 - as above
            cursor.execute(f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {values} FROM {model._meta.db_table} WHERE {where}")  # noqa: S608 - as above


def fill(articles: int, seed: int) -> None:
    """Make the archive, and what waits in it for an editor."""
    from django.contrib.auth.models import Group, User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from news.models import Article, Kind  # noqa: PLC0415
    from publishing import listing, standings  # noqa: PLC0415
    from publishing.models import Draft, Review, ScheduledStep, Standing  # noqa: PLC0415

    draw, now = random.Random(seed), timezone.now()
    kind = Kind.objects.get_or_create(key="news", defaults={"label_en": "News"})[0]
    made = []
    for number in range(FIRST):
        at = now - dt.timedelta(days=20 * 365) * (1 - number / FIRST)
        title = " ".join(draw.choices(WORDS, k=6))
        record = Article(kind=kind, state="published", title_en=title, body_en="<p>Text.</p>", first_published_at=at, edited_at=at, created_at=at)
        record.published_at_en, record.slug_en, record.working_title = at, f"article-{number}", title
        if draw.random() < 0.8:
            record.title_ka, record.body_ka, record.published_at_ka = f"{title} {number}", "<p>ტექსტი.</p>", at
        # Its copies end otherwise.
        record.pk, record.short_id = uuid.UUID(int=record.pk.int >> 8 << 8), f"{record.short_id[:8]}00"
        listing.derive(record)
        made.append(record)
    Article.objects.bulk_create(made)
    rows = [Standing(record=each.pk, readers=int(draw.paretovariate(0.8)), **standings.columns(each, {}, standings.Drafted())) for each in made]
    for each in rows:
        if not each.is_gap and draw.random() < 0.2:
            each.cell_ka, each.behind_ka, each.is_gap = "outdated", draw.randint(1, 9), True
    Standing.objects.bulk_create(rows)
    multiply(Article, "id", articles // FIRST, ["short_id", "slug_en"])
    multiply(Standing, "record", articles // FIRST, [])
    people = [User.objects.create_user(name, is_staff=True) for name in ("editor", "author")]
    for person, role in zip(people, ("Editor", "Author"), strict=True):
        person.groups.add(Group.objects.get(name=role))
    keys = list(Standing.objects.filter(kind="article").order_by("record").values_list("record", flat=True))
    for key in keys[-SCHEDULED:]:
        at = now + dt.timedelta(hours=draw.randint(1, 24 * 25))
        moments = {"live_at": at, "published_at_en": at, "published_at_ka": at, "first_published_at": None}
        Article.objects.filter(pk=key).update(**moments)
        Standing.objects.filter(pk=key).update(public_at=at)
    steps = [(key, now + dt.timedelta(hours=draw.randint(1, 24 * 25))) for key in draw.sample(keys[:-SCHEDULED], STEPS)]
    refused = {"refused_at": now, "refusal_en": "Meanwhile it was changed."}
    ScheduledStep.objects.bulk_create(
        ScheduledStep(record=key, kind="article", step="publish", languages=["en"], at=at, by=people[0], **(refused if place < 9 else {}))
        for place, (key, at) in enumerate(steps)
    )
    chosen = draw.sample(keys, DRAFTS)
    Draft.objects.bulk_create(Draft(record=key, kind="article", data={}, base={}, by=people[0]) for key in chosen)
    day = timezone.localdate()
    Review.objects.bulk_create(
        Review(record=key, kind="article", by=people[1], assignee=people[0], due_on=day + dt.timedelta(days=draw.randint(-9, 9)))
        for key in chosen[:REVIEWS]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


ASKED = {
    "front page": "/admin/",
    "board, longest waiting": "/admin/languages/",
    "board, most read": "/admin/languages/?sort=readers",
    "board, page 200": "/admin/languages/?p=200",
    "board, all, page 1,900": "/admin/languages/?standing=all&p=1900",
    "board, outdated Georgian": "/admin/languages/?standing=outdated&language=ka",
    "board, drafts (none)": "/admin/languages/?standing=draft",
    "board, mine (none)": "/admin/languages/?standing=all&mine=on",
    "calendar, this month": "/admin/calendar/",
    "calendar, ten years ago": "/admin/calendar/?month=2016-10",
    "calendar, a day": "/admin/calendar/2016-10-12/",
    "search, a frequent word": "/admin/search/?part=1&q=the",
    "search, three words": "/admin/search/?part=1&q=border+commission+sokh",
    "search, nothing": "/admin/search/?part=1&q=nothing+is+called+so",
}


def main() -> None:
    """Read the arguments, fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2008)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", default="", help="the address of an empty database; SQLite without")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"CACHE_URL": "dummycache://"}
        set_up(Path(folder), given.database)
        measure(given.articles, given.seed, given.rounds)


def measure(articles: int, seed: int, rounds: int) -> None:
    """Fill the database and print a table for an editor and one for an author."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tests.verified import let_force_login_verify  # noqa: PLC0415

    began = time.monotonic()
    fill(articles, seed)
    print(f"{connection.vendor}, {articles:,} articles (filled in {time.monotonic() - began:.0f} s), seed {seed}")
    let_force_login_verify()
    for name in ("editor", "author"):
        client = Client()
        client.force_login(User.objects.get(username=name))

        def ask(address: str, client: Client = client) -> None:
            if client.get(address).status_code != 200:
                raise RuntimeError(address)

        print(f"\n| {name} | database, ms | queries | whole, ms |\n|---|---:|---:|---:|")
        for title, address in ASKED.items():
            print(row(title, lambda address=address, ask=ask: ask(address), rounds), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    main()
