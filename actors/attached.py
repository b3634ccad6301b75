"""What hangs on a person or an office in small rows: the sources of its facts, its other names, its numbers elsewhere. One query for all of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast

from actors.histories import MOST_NAMES, NOTHING, Cut
from actors.models import Actor, ActorIdentifier, ActorName, Office, OfficeName, Remit, Tenure
from library.models import Source

SOURCE = ("title", "language", "publisher", "url", "archived_url")


@dataclass
class Attached:
    """The small rows of a record; the sources are lent to the facts themselves."""

    names: Cut = NOTHING
    identifiers: list[ActorIdentifier] = field(default_factory=list)


def read(record: Actor | Office, told: Iterable[Tenure | Remit]) -> Attached:
    """Return the small rows of a record, and let the facts that its page tells have their sources. One query."""
    told = list(told)
    model: Any = ActorName if isinstance(record, Actor) else OfficeName
    parts = [sources(Tenure, told), sources(Remit, told), names(record, model)]
    if isinstance(record, Actor):
        parts.append(identifiers(record))
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for what, *row in parts[0].union(*parts[1:], all=True):
        found[what].append(row)
    lend(told, found["source"])
    rows = sorted(found["name"], key=lambda row: (row[-2], row[0]))
    all_names = [model(pk=row[0], name=row[1], language=row[2]) for row in rows[:MOST_NAMES]]
    numbers = sorted(found["identifier"], key=lambda row: (row[-2], row[0]))
    known = [ActorIdentifier(pk=row[0], value=row[1], scheme=row[2], url=row[4]) for row in numbers]
    return Attached(Cut(all_names, rows[0][-1]) if rows else NOTHING, known)


def sources(model: Any, told: Iterable[Tenure | Remit]) -> QuerySet:  # Any: a kind of fact
    """Return the query for the sources of the facts of a kind."""
    name = model._meta.model_name
    rows = model.sources.through.objects.filter(**{f"{name}__in": [fact.pk for fact in told if isinstance(fact, model)]}).order_by()
    return rows.values_list(text("source"), f"{name}_id", *(f"source__{column}" for column in SOURCE), number(0), number(0))


def names(record: Actor | Office, model: Any) -> QuerySet:  # Any: the model of the names
    """Return the query for the first other names of a record, and how many there are."""
    name = str(record._meta.model_name)
    of = model.objects.filter(**{name: record})
    first = of.filter(pk__in=of.order_by("position", "id").values("pk")[: MOST_NAMES + 1]).order_by()
    counted = of.order_by().values(name).annotate(number=Count("pk")).values("number")
    return first.values_list(text("name"), "id", "name", "language", *[text("")] * 3, Cast("position", IntegerField()), Subquery(counted))


def identifiers(actor: Actor) -> QuerySet:
    """Return the query for what registers elsewhere call a person."""
    rows = actor.identifiers.order_by()
    return rows.values_list(text("identifier"), "id", "value", "scheme", text(""), "url", text(""), Cast("position", IntegerField()), number(0))


def text(value: str) -> Cast:
    """Return a constant text of a query."""
    return Cast(Value(value), TextField())


def number(value: int) -> Value:
    """Return a constant number of a query."""
    return Value(value, output_field=IntegerField())


def lend(told: Iterable[Any], rows: Iterable[list[Any]]) -> None:  # Any: facts, and columns of several types
    """Let facts have their sources, by title."""
    found: defaultdict[Any, list[Source]] = defaultdict(list)
    for row, *columns in rows:
        found[row].append(Source(**dict(zip(SOURCE, columns[: len(SOURCE)], strict=True))))
    for fact in told:
        lent = sorted(found[fact.pk], key=lambda source: source.title)
        fact.__dict__.setdefault("_prefetched_objects_cache", {})["sources"] = lent
