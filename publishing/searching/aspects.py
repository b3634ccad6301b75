"""What records have in common beside words, and a search can be narrowed by: tags, people, places.

Which records have them is asked of the rows that say so anyway (apps register these), so nothing here can become wrong. What is named
is public itself: a person or a place by a text that can be found, a tag by a public record that has it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, F, QuerySet, Value
from django.utils import timezone

from publishing import languages
from publishing.addresses import record_at
from publishing.models import Findable

# In the order in which they are offered.
NAMES = ("tag", "actor", "place")
# So many of each are offered: those that most of what is found has.
MOST = 4


@dataclass(frozen=True)
class Links:
    """Rows that say what records have: what returns them, their column of the record, and that of what it has."""

    rows: Callable[[], QuerySet]
    record: str
    target: str

    def sql(self) -> tuple[str, list[Any]]:  # Any: parameters of a query
        """Return (SQL of rows (record_of, target_of), its parameters)."""
        found = self.rows().order_by().annotate(record_of=F(self.record), target_of=F(self.target))
        return sql_of(found.exclude(target_of=None).values_list("record_of", "target_of"))


@dataclass(frozen=True)
class Labels:
    """What is no record itself, but has words and an address in each language: the columns of these, and what returns those that are public."""

    model: Any  # Any: a model
    label: str
    slug: str
    public: Callable[[], QuerySet]

    def rows(self, language: str, among: QuerySet | None = None) -> QuerySet:
        """Return rows (key, language, words, slug) of those that have words in a language."""
        found = self.model._default_manager.all() if among is None else among
        column = f"{self.label}_{language}"
        columns = ("pk", Value(language, CharField()), column, f"{self.slug}_{language}")
        return found.exclude(**{column: ""}).order_by().values_list(*columns)


@dataclass(frozen=True)
class Named:
    """One thing that records have, by the words that readers know it by, in a language; `slug` is how addresses name it."""

    key: UUID
    language: str
    words: str
    slug: str


_links: dict[str, dict[Any, Links]] = {name: {} for name in NAMES}
_labels: dict[str, Labels] = {}


def register(name: str, of: object, links: Links) -> None:
    """Let rows say which records have a tag, name a person, or are of a place; `of` is what they are registered as."""
    _links[name][of] = links


def register_labels(name: str, labels: Labels) -> None:
    """Say what those are called that are no records."""
    _labels[name] = labels


def sql_of(queryset: QuerySet) -> tuple[str, list[Any]]:  # Any: parameters of a query
    """Return a query as SQL, to stand within another."""
    sql, given = queryset.query.get_compiler(connection=connection).as_sql()
    return sql, list(given)


def having(name: str, key: UUID) -> tuple[str, list[Any]]:  # Any: as above
    """Return (SQL of the condition that a record has something, its parameters)."""
    parts = [links.sql() for links in _links[name].values()]
    rows = " UNION ALL ".join(f"SELECT record_of FROM ({sql}) AS linked WHERE target_of = %s" for sql, _given in parts)
    exact = Findable._meta.get_field("record").get_db_prep_value(key, connection)
    return f"record IN ({rows})", [value for _sql, given in parts for value in (*given, exact)]


def texts(kind: str) -> QuerySet[Findable]:
    """Return the public texts of records of a kind."""
    return Findable.objects.filter(kind=kind, public_at__lte=timezone.now()).order_by()


def names(name: str) -> QuerySet:
    """Return rows (key, language, words, slug) of all that may be named: one for each language in which it can."""
    if name not in _labels:
        return texts(name).values_list("record", "language", "title", "slug")
    first, *others = [_labels[name].rows(code) for code in languages.codes()]
    return first.union(*others, all=True) if others else first


def counted(name: str, where: str, chosen: list[Any]) -> tuple[str, list[Any]]:  # Any: as above
    """Return (SQL of rows (name, key, how many of `answering` have it, language, words, slug), its parameters) of what most have."""
    parts, given = [], []
    for links in _links[name].values():
        sql, values = links.sql()
        parts.append(f"SELECT asked.record, linked.target_of FROM asked JOIN ({sql}) AS linked ON linked.record_of = asked.record")
        given += values
    named, known_values = sql_of(names(name))
    most = f"SELECT target_of, COUNT(*) AS number FROM ({' UNION '.join(parts)}) AS linked GROUP BY target_of"
    steps = f"asked AS (SELECT DISTINCT record FROM answering WHERE {where}), most AS ({most}), named(known, language, words, slug) AS ({named})"
    columns = f"'{name}', CAST(known AS text), number, language, words, slug"
    # A row for each language: as many as make sure that there are enough.
    rows = f"SELECT {columns} FROM most JOIN named ON known = target_of ORDER BY number DESC, known LIMIT {MOST * len(languages.codes()):d}"
    return f"SELECT * FROM (WITH {steps} {rows}) AS of_{name}", [*chosen, *given, *known_values]


def known(name: str, said: UUID | str, language: str) -> Named | None:
    """Return what a key or a part of an address means, in the reader's language if it has words there; None for what the public does not know."""
    key = record_at(name, said) if isinstance(said, str) else said
    if key is None:
        return None
    if name in _labels:
        one = _labels[name].public().filter(pk=key)
        rows = [Named(*row) for code in languages.codes() for row in _labels[name].rows(code, one)]
    else:
        rows = [Named(*row) for row in names(name).filter(record=key)]
    return min(rows, key=lambda row: row.language != language, default=None)
