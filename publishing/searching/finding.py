"""Finding records by words: the one way in, whatever the database."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from publishing.partial_dates import PartialDate
from publishing.searching import postgres, sqlite
from publishing.searching.asked import MOST, Asked

# What stands around what was found, until the text is escaped: no text holds these (Unicode, section 23.2).
MARKS = ("\x02", "\x03")
# A rank is compared in whole numbers: a cursor in an address is to be exactly where it was.
PARTS = 1_000_000_000
# Of what is equally good, what is nearest to today counts up to twice as much; a year away, past or planned, half of that is left.
RECENT = f"CAST(ranked.rank * {PARTS} * (1.0 + 1.0 / (1.0 + ABS(COALESCE(ranked.age, 10.0)))) AS BIGINT)"


@dataclass(frozen=True)
class Narrowed:
    """What else is asked of what is found; "" and None ask for nothing."""

    kind: str = ""
    language: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Place:
    """Where one hit stands: by its score, then by its key."""

    score: int
    key: int


@dataclass(frozen=True)
class Hit:
    """One record that answers, in the language in which it is shown; texts have `MARKS` around what was found."""

    place: Place
    kind: str
    language: str
    slug: str
    title: str
    lead: str
    text: str
    date: PartialDate | None


@dataclass
class Found:
    """A page of what was found: its hits, whether there are others, and how many answer by kind, language and year, each as if it was not chosen."""

    hits: list[Hit] = field(default_factory=list)
    goes_on: bool = False
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # Whether more texts have the words than were looked at (`asked.MOST`).
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
    numbers = counts(question, narrowed)
    return Found(hits, len(rows) > size, numbers, is_cut=max(numbers.pop("texts", {}).values(), default=0) >= MOST)


def hit_of(row: Sequence[Any], marked: tuple[str, str, str]) -> Hit:  # Any: columns
    """Return a hit, its texts marked where something was found in them."""
    key, score, kind, language, slug, title, lead, body, date = row
    in_title, in_lead, in_text = marked
    text = in_text if MARKS[0] in in_text else body
    return Hit(Place(score, key), kind, language, slug, in_title or title, in_lead or lead, text, PartialDate.parse(date) if date else None)


def answering(question: Asked) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return (SQL that calls all texts which answer `answering`, its parameters). Of a row per language, `public_at` is all of `available_in`."""
    hits, given = engine().hits(question)
    columns = f"text.id, text.record, text.kind, text.language, hit.rank, {engine().AGE} AS age, {engine().YEAR} AS year"
    joined = f"SELECT {columns} FROM ({hits}) AS hit JOIN publishing_findable AS text ON text.id = hit.id WHERE text.public_at <= %s"
    return f"WITH answering AS ({joined})", [timezone.localdate().isoformat(), *given, moment()]


def moment() -> Any:  # Any: a moment, as the database's driver takes it
    """Return this moment as a parameter."""
    return connection.ops.adapt_datetimefield_value(timezone.now())


def conditions(narrowed: Narrowed, *, but: str = "") -> tuple[str, list[Any]]:  # Any: as above
    """Return (SQL of what else is asked, its parameters), leaving out one thing."""
    given = {name: value for name in ("kind", "language", "year") if name != but and (value := getattr(narrowed, name))}
    return " AND ".join(["1 = 1", *(f"{name} = %s" for name in given)]), list(given.values())


def page(question: Asked, language: str, narrowed: Narrowed, after: Place | None, size: int) -> list[tuple[Any, ...]]:  # Any: columns
    """Return the rows of a page."""
    begun, given = answering(question)
    where, chosen = conditions(narrowed)
    best = "ROW_NUMBER() OVER (PARTITION BY record ORDER BY CASE WHEN language = %s THEN 0 ELSE 1 END, rank DESC, id) AS place"
    ranked = f"SELECT answering.*, {best} FROM answering WHERE {where}"
    scored = f"SELECT ranked.id AS id, {RECENT} AS score FROM ({ranked}) AS ranked WHERE ranked.place = 1"
    beyond = "WHERE score < %s OR (score = %s AND scored.id < %s)" if after is not None else ""
    columns = "kind, language, slug, title, lead, substr(body, 1, 400), date"
    listed = f"SELECT scored.id AS id, score FROM ({scored}) AS scored {beyond} ORDER BY score DESC, scored.id DESC LIMIT {size:d}"
    sql = f"{begun} SELECT listed.id, score, {columns} FROM ({listed}) AS listed JOIN publishing_findable AS text ON text.id = listed.id"
    from_place = [after.score, after.score, after.key] if after is not None else []
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY score DESC, listed.id DESC", [*given, language, *chosen, *from_place])
        return cursor.fetchall()


def counts(question: Asked, narrowed: Narrowed) -> dict[str, dict[str, int]]:
    """Return {what is counted by: {value: how many records answer}}, and the texts by language however it is narrowed. One query."""
    begun, given = answering(question)
    parts = ["SELECT 'texts', language, COUNT(*) FROM answering GROUP BY 2"]
    for name in ("kind", "language", "year"):
        where, chosen = conditions(narrowed, but=name)
        parts.append(f"SELECT '{name}', CAST({name} AS text), COUNT(DISTINCT record) FROM answering WHERE {where} GROUP BY 2")
        given += chosen
    found: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(f"{begun} {' UNION ALL '.join(parts)}", given)
        for name, value, count in cursor.fetchall():
            if value is not None:
                found[name][value] = count
    return dict(found)
