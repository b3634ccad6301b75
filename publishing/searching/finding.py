"""Finding records by words: the one way in, whatever the database."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from publishing import reading
from publishing.models import Findable
from publishing.partial_dates import PartialDate
from publishing.searching import aspects, postgres, sqlite
from publishing.searching.asked import MOST, Asked

# What stands around what was found, until the text is escaped: no text holds these (Unicode, section 23.2).
MARKS = ("\x02", "\x03")
# A rank is compared in whole numbers: a cursor in an address is to be exactly where it was.
PARTS = 1_000_000_000
# Of what is equally good, what is nearest to today counts up to twice as much; a year away, past or planned, half of that is left.
RECENT = f"CAST(ranked.rank * {PARTS} * (1.0 + 1.0 / (1.0 + ABS(COALESCE(ranked.age, 10.0)))) AS BIGINT)"
# What is called as the question says, and no longer, counts so many times as much as what has the words among others.
CALLED_SO = "CASE WHEN CAST('\n' AS text) || text.names || '\n' LIKE %s THEN 3.0 ELSE 1.0 END"


@dataclass(frozen=True)
class Narrowed:
    """What else is asked of what is found; "" and None ask for nothing."""

    kind: str = ""
    language: str = ""
    year: int | None = None
    # The first and the last day of a time in which its date begins.
    begin: dt.date | None = None
    end: dt.date | None = None
    # What it has or names (`aspects.NAMES`), by key.
    tag: uuid.UUID | None = None
    actor: uuid.UUID | None = None
    place: uuid.UUID | None = None


@dataclass(frozen=True)
class Place:
    """Where one hit stands: by its score, then by its key."""

    score: int
    key: int


@dataclass(frozen=True)
class Hit:
    """One record that answers, in the language in which it is shown; texts have `MARKS` around what was found."""

    place: Place
    record: uuid.UUID
    kind: str
    language: str
    slug: str
    title: str
    lead: str
    text: str
    date: PartialDate | None


@dataclass(frozen=True)
class Offer:
    """One thing that some of what was found has, by what readers call it in a language; `slug` is how addresses name it."""

    slug: str
    words: str
    language: str
    count: int


@dataclass
class Found:
    """A page of what was found, whether there are others, and how many answer by kind, language, year and aspect, each as if it was not chosen."""

    hits: list[Hit] = field(default_factory=list)
    goes_on: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    offers: Mapping[str, Sequence[Offer]] = field(default_factory=dict)
    # How many texts have the words, whatever else is asked; and whether more have them than were looked at (`asked.MOST`).
    texts: int = 0
    is_cut: bool = False


def engine() -> Any:  # Any: a module of one database
    """Return the module that speaks the database's own language."""
    return sqlite if connection.vendor == "sqlite" else postgres


def find(question: Asked, language: str, narrowed: Narrowed = Narrowed(), *, after: Place | None = None, size: int | None = None) -> Found:
    """Return what answers, the best first, from a place on: three queries. A record is found once, in the reader's language where that answers."""
    if question.is_empty:
        return Found()
    size = size or settings.PAGE_SIZE
    rows = page(question, language, narrowed, after, size + 1)
    marked = engine().highlights(question, [row[0] for row in rows[:size]], MARKS) if rows else {}
    hits = [hit_of(row, marked.get(row[0], ("", "", ""))) for row in rows[:size]]
    numbers, offers = counts(question, language, narrowed)
    texts = numbers.pop("texts", {}).values()
    return Found(hits, len(rows) > size, numbers, offers, sum(texts), is_cut=max(texts, default=0) >= MOST)


def best(question: Asked, language: str, size: int) -> list[tuple[str, uuid.UUID]]:
    """Return (kind, record) of what answers, the best first. One query."""
    rows = page(question, language, Narrowed(), None, size) if not question.is_empty else []
    return [(row[3], uuid.UUID(str(row[2]))) for row in rows]


def newest(question: Asked, language: str, narrowed: Narrowed = Narrowed(), *, since: dt.datetime | None = None, limit: int) -> list[Findable]:
    """Return the texts of a language that answer and became public after a moment, those that did last first. Two queries."""
    if question.is_empty:
        return []
    begun, given = answering(question)
    where, chosen = conditions(replace(narrowed, language=language))
    if since is not None:
        where, chosen = f"{where} AND public_at > %s", [*chosen, connection.ops.adapt_datetimefield_value(since)]
    with reading.connection().cursor() as cursor:
        cursor.execute(f"{begun} SELECT id FROM answering WHERE {where} ORDER BY public_at DESC, id DESC LIMIT {limit:d}", [*given, *chosen])
        keys = [key for (key,) in cursor.fetchall()]
    found = Findable.objects.defer("body", "names").in_bulk(keys)
    return [found[key] for key in keys if key in found]


def hit_of(row: Sequence[Any], marked: tuple[str, str, str]) -> Hit:  # Any: columns
    """Return a hit, its texts marked where something was found in them."""
    key, score, record, kind, language, slug, title, lead, body, date = row
    in_title, in_lead, in_text = marked
    text = in_text if MARKS[0] in in_text else body
    when = PartialDate.parse(date) if date else None
    return Hit(Place(score, key), uuid.UUID(str(record)), kind, language, slug, in_title or title, in_lead or lead, text, when)


def answering(question: Asked, *, by_names: bool = False) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return (SQL that calls all texts which answer `answering`, its parameters). Of a row per language, `public_at` is all of `available_in`."""
    hits, given = engine().hits(question, by_names=by_names)
    of_text = ", ".join(f"text.{name}" for name in ("id", "record", "kind", "language", "public_at", "first_day"))
    columns = f"{of_text}, hit.rank * {CALLED_SO} AS rank, {engine().AGE} AS age, {engine().YEAR} AS year"
    joined = f"SELECT {columns} FROM ({hits}) AS hit JOIN publishing_findable AS text ON text.id = hit.id WHERE text.public_at <= %s"
    return f"WITH answering AS ({joined})", [f"%\n{question.name}\n%", timezone.localdate().isoformat(), *given, moment()]


def moment() -> Any:  # Any: a moment, as the database's driver takes it
    """Return this moment as a parameter."""
    return connection.ops.adapt_datetimefield_value(timezone.now())


def conditions(narrowed: Narrowed, *, but: str = "") -> tuple[str, list[Any]]:  # Any: as above
    """Return (SQL of what else is asked, its parameters), leaving out one thing."""
    parts, given = ["1 = 1"], []
    for name, value in vars(narrowed).items():
        if not value or name == but:
            continue
        if name in aspects.NAMES:
            sql, values = aspects.having(name, value)
        elif name in ("begin", "end"):
            sql, values = f"first_day {'>=' if name == 'begin' else '<='} %s", [connection.ops.adapt_datefield_value(value)]
        else:
            sql, values = f"{name} = %s", [value]
        parts.append(sql)
        given += values
    return " AND ".join(parts), given


def page(question: Asked, language: str, narrowed: Narrowed, after: Place | None, size: int) -> list[tuple[Any, ...]]:  # Any: columns
    """Return the rows of a page."""
    begun, given = answering(question)
    where, chosen = conditions(narrowed)
    best = "ROW_NUMBER() OVER (PARTITION BY record ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank DESC, id) AS place"
    ranked = f"SELECT answering.*, {best} FROM answering WHERE {where}"
    scored = f"SELECT ranked.id AS id, {RECENT} AS score FROM ({ranked}) AS ranked WHERE ranked.place = 1"
    beyond = "WHERE score < %s OR (score = %s AND scored.id < %s)" if after is not None else ""
    columns = "record, kind, language, slug, title, lead, substr(body, 1, 400), date"
    listed = f"SELECT scored.id AS id, score FROM ({scored}) AS scored {beyond} ORDER BY score DESC, scored.id DESC LIMIT {size:d}"
    sql = f"{begun} SELECT listed.id, score, {columns} FROM ({listed}) AS listed JOIN publishing_findable AS text ON text.id = listed.id"
    from_place = [after.score, after.score, after.key] if after is not None else []
    with reading.connection().cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY score DESC, listed.id DESC", [*given, language, *chosen, *from_place])
        return cursor.fetchall()


def counts(question: Asked, language: str, narrowed: Narrowed) -> tuple[dict[str, dict[str, int]], dict[str, list[Offer]]]:
    """Return {what is counted by: {value: how many records answer}}, the texts by language however it is narrowed, and what is offered. One query."""
    begun, given = answering(question)
    parts = ["SELECT 'texts', language, COUNT(*), '', '', '' FROM answering GROUP BY 2"]
    for name in ("kind", "language", "year"):
        where, chosen = conditions(narrowed, but=name)
        parts.append(f"SELECT '{name}', CAST({name} AS text), COUNT(DISTINCT record), '', '', '' FROM answering WHERE {where} GROUP BY 2")
        given += chosen
    for name in aspects.NAMES:
        sql, values = aspects.counted(name, *conditions(narrowed, but=name))
        parts.append(sql)
        given += values
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    offered: dict[str, dict[str, Offer]] = {name: {} for name in aspects.NAMES}
    with reading.connection().cursor() as cursor:
        cursor.execute(f"{begun} {' UNION ALL '.join(parts)}", given)
        for name, value, count, code, words, slug in cursor.fetchall():
            if name in offered:
                if value not in offered[name] or code == language:
                    offered[name][value] = Offer(slug, words, code, count)
            elif value is not None:
                found[name][value] = count
    most = {name: sorted(rows.values(), key=lambda each: (-each.count, each.words))[: aspects.MOST] for name, rows in offered.items()}
    return dict(found), most
