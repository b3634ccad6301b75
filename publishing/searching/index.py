"""The one writer of `publishing.models.Findable`: what of each record may be found, in the words that the public reads.

A step of a record writes its rows in its own transaction; the databases follow them by triggers and generated columns. A row says only
what its own record says in its own language, so nothing that becomes public or is taken back elsewhere makes it wrong.
"""

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from publishing import languages, registry
from publishing.fields.richtext import RichTextField, plain_text
from publishing.models import Findable
from publishing.partial_dates import PartialDate
from publishing.publishable import Publishable
from publishing.registry import RecordType, record_type, record_types
from publishing.search import fold
from publishing.searching import words

# Characters of a text that are looked through: PostgreSQL's index of one text ends at a megabyte.
LONGEST = 200_000
BATCH = 500
# What of a row may change.
COLUMNS = ("kind", "public_at", "date", "first_day", "slug", "title", "names", "lead", "body")


@dataclass(frozen=True)
class Source:
    """Where the words of a record type stand, beside its title and its main text."""

    # The translated column of its lead; "" for none.
    lead: str = ""
    # Returns its other names that may be told to whom the text in a language is, in any script. One query at most.
    names: Callable[[Any, str], Iterable[str]] = lambda _record, _language: ()  # Any: a record of this type
    # Returns its date, None where it has none; not given for what is dated by its publication.
    date: Callable[[Any], PartialDate | None] | None = None  # Any: as above
    # Whether it has a page to be led to.
    has_page: Callable[[Any], bool] = lambda _record: True  # Any: as above


def dateless(_record: Publishable) -> None:
    """Say of a record that it belongs to no day."""


_sources: dict[type[Publishable], Source] = {}


def register(model: type[Publishable], source: Source) -> None:
    """Let the records of a type be found."""
    _sources[model] = source
    registry.follow(model, settle)


def kinds() -> list[RecordType]:
    """Return the record types that can be found, in the order of registration."""
    return [kind for kind in record_types() if kind.model in _sources]


def settle(record: Publishable) -> None:
    """Bring what may be found of a record up to date, at the end of a step. Inside its transaction; two queries where all languages are public."""
    write(record.pk, rows_of(record), is_new=record.is_begun)


def write(record: UUID, should: Sequence[Findable], *, is_new: bool = False) -> None:
    """Let the rows of a record be those that should be. What was written before is written over: that costs less than to look first."""
    codes = [row.language for row in should]
    if not is_new and set(codes) != set(languages.codes()):
        Findable.objects.filter(record=record).exclude(language__in=codes).delete()
    Findable.objects.bulk_create(should, update_conflicts=True, unique_fields=["record", "language"], update_fields=COLUMNS)
    words.learn(should)


def rows_of(record: Publishable, plain: Callable[[str], str] = plain_text) -> list[Findable]:
    """Return the rows that a record should have: one for each language in which it can be read, now or from a moment on that is set.

    `plain` returns the words of a text in HTML.
    """
    source = _sources[type(record)]
    codes = [code for code in languages.codes() if getattr(record, f"available_{code}")]
    return [row_of(record, source, code, plain) for code in codes] if codes and source.has_page(record) else []


def row_of(record: Publishable, source: Source, code: str, plain: Callable[[str], str]) -> Findable:
    """Return what may be found of a record in one language."""
    title, body = (getattr(record, f"{name}_{code}") for name in (record.title_field, record.body_field))
    if isinstance(record._meta.get_field(f"{record.body_field}_{code}"), RichTextField):
        body = plain(body)
    public_at = getattr(record, f"published_at_{code}")
    date = source.date(record) if source.date is not None else PartialDate.of(timezone.localtime(public_at).date())
    return Findable(
        record=record.pk,
        kind=record_type(record).kind,
        language=code,
        public_at=public_at,
        date=str(date or ""),
        first_day=first_day(date) if date else None,
        slug=getattr(record, f"{record.slug_field}_{code}") or record.slug_in(code),
        title=title,
        names="\n".join(dict.fromkeys(filter(None, map(fold, (title, *source.names(record, code)))))),
        lead=getattr(record, f"{source.lead}_{code}") if source.lead else "",
        body=body[:LONGEST],
    )


def first_day(date: PartialDate) -> dt.date:
    """Return the first day of a date; the last one of a time that has no known beginning."""
    return date.upper if date.lower == dt.date.min else date.lower


def out_of_step() -> Iterator[tuple[RecordType, UUID, list[Findable], list[Findable]]]:
    """Yield (type, record, its rows as they should be, its rows as they are) of each record where these differ."""
    for kind in kinds():
        keys = kind.model._default_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
        for some in batches(keys):
            stored: defaultdict[UUID, list[Findable]] = defaultdict(list)
            for row in Findable.objects.filter(record__in=some):
                stored[row.record].append(row)
            for record in kind.model._default_manager.filter(pk__in=some):
                should = rows_of(record)
                if said(should) != said(stored[record.pk]):
                    yield kind, record.pk, should, stored[record.pk]


def batches(keys: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield keys, so many at a time."""
    while some := list(itertools.islice(keys, BATCH)):
        yield some


def said(rows: Iterable[Findable]) -> dict[str, list[object]]:
    """Return what rows of a record say, by language."""
    return {row.language: [getattr(row, name) for name in COLUMNS] for row in rows}


def strays() -> Iterator[int]:
    """Yield the keys of rows whose record is no more."""
    for kind in kinds():
        yield from Findable.objects.filter(kind=kind.kind).exclude(record__in=kind.model._default_manager.values("pk")).values_list("pk", flat=True)
    yield from Findable.objects.exclude(kind__in=[kind.kind for kind in kinds()]).values_list("pk", flat=True)


def differences() -> Iterator[str]:
    """Yield each record of which something else may be found than should be, and each text of no record."""
    for kind, record, should, stored in out_of_step():
        languages_now, right = (", ".join(sorted(said(rows))) or "none" for rows in (stored, should))
        yield f"{kind.kind} {record}: found in {languages_now} by other words than it has in {right}"
    for key in strays():
        yield f"text {key}: of no record"


def fix() -> None:
    """Write what differs again."""
    Findable.objects.filter(pk__in=list(strays())).delete()
    for _kind, record, should, _stored in list(out_of_step()):
        write(record, should)
