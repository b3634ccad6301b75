"""Tables as files: what somebody may see of the records, row by row, in bounded memory."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from actors.tables.forms import entries
from actors.tables.kinds import Kind
from actors.tables.names import Names
from publishing import drafts, languages, site
from publishing.cells import BOM, neutral
from publishing.desk import desk_of
from publishing.models import Draft
from publishing.publishable import Publishable
from publishing.rights import User, may
from publishing.slugs import slugify
from publishing.state import Part, State, of_model, row_keys

# Records read at once.
PIECE = 200


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def file_name(kind: Kind, ending: str = "csv") -> str:
    """Return the name of an export: the site's, what it lists, the day."""
    return f"{slugify(site.current().name) or 'site'}-{kind.key}-{timezone.localdate():%Y-%m-%d}.{ending}"


def csv_lines(kind: Kind, records: QuerySet, by: User) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    writer = csv.writer(Echo())
    yield BOM + writer.writerow(kind.columns)
    for row in cells(kind, records, by, languages.active()):
        yield writer.writerow(row)


def template_lines(kind: Kind) -> Iterator[str]:
    """Yield a file with nothing but the headings that an import reads."""
    yield BOM + csv.writer(Echo()).writerow(kind.read_columns)


def cells(kind: Kind, records: QuerySet, by: User, language: str) -> Iterator[list[str]]:
    """Yield the rows of a table as texts that no spreadsheet computes."""
    return (row for _sheet, row in cells_of_all(kind, [kind], records, by, language))


def cells_of_all(kind: Kind, sheets: Sequence[Kind], records: QuerySet, by: User, language: str) -> Iterator[tuple[Kind, list[str]]]:
    """Yield the rows of several tables of the same records, record by record, each with its table."""
    names = Names(by)
    columns = {sheet.key: sheet.resource().get_export_fields() for sheet in sheets}
    for record, state in states(kind, sheets, records, by):
        for sheet in sheets:
            for row in rows(sheet, record, state, names, language):
                yield sheet, [neutral(column.export(row, names=names)) for column in columns[sheet.key]]


def rows(kind: Kind, record: Publishable, state: State, names: Names, language: str) -> Iterator[dict[str, Any]]:
    """Yield what each row of a record holds, by column."""
    if not kind.prefix:
        lists = {column: entries(state, prefix) for column, (prefix, _same) in kind.lists.items()}
        yield {"state": record.state, **state, **lists, "id": str(record.pk)}
        return
    names_shown = {f"{kind.owner}_name": str(record), "state": record.state}
    for key in row_keys(state, kind.prefix):
        row = {name: state[f"{kind.prefix}/{key}/{name}"] for name in desk_of(kind.model).schema[kind.prefix].fields}
        row |= {**names_shown, "id": key, kind.owner: str(record.pk)}
        yield {**row, **(kind.shown(row, state, names, language) if kind.shown is not None else {})}


def states(kind: Kind, sheets: Sequence[Kind], records: QuerySet, by: User) -> Iterator[tuple[Publishable, State]]:
    """Yield records with their forms: drafts where somebody may change them, else what is stored."""
    desk = desk_of(kind.model)
    wanted = [prefix for sheet in sheets for prefix in ([sheet.prefix] if sheet.prefix else [prefix for prefix, _same in sheet.lists.values()])]
    own = any(not sheet.prefix for sheet in sheets)
    schema = {"": desk.schema[""] if own else Part({}, kind.model), **{prefix: desk.schema[prefix] for prefix in wanted}}
    for piece in pieces(records.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000), PIECE):
        found = records.model._default_manager.in_bulk(piece)
        drafted = set(Draft.objects.filter(record__in=piece).values_list("record", flat=True))
        stored = {prefix: stored_rows(kind, prefix, piece) for prefix in wanted}
        for key in piece:
            record = found.get(key)
            if record is None:
                continue
            if key in drafted and may(by, "change", record):
                yield record, drafts.state_of(record)
            else:
                yield record, of_model(schema, record, {prefix: stored[prefix].get(key, []) for prefix in wanted})


def stored_rows(kind: Kind, prefix: str, piece: Sequence[UUID]) -> dict[UUID, list[Any]]:
    """Return the stored rows of a list, in their order, by record."""
    formset, inline = desk_of(kind.model).inlines[prefix]
    link: Any = formset.fk
    found = defaultdict(list)
    for row in inline.get_queryset(desk_of(kind.model).request).filter(**{f"{link.name}__in": piece}):
        found[getattr(row, link.attname)].append(row)
    return found


def pieces(keys: Iterable[UUID], size: int) -> Iterator[list[UUID]]:
    """Yield lists of at most `size`."""
    rest = iter(keys)
    while piece := list(islice(rest, size)):
        yield piece
