"""Tables as files: what somebody may see of the records, row by row, in bounded memory."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from actors.tables.cells import neutral
from actors.tables.columns import Kind
from actors.tables.names import Names
from publishing import drafts, languages, site
from publishing.date_words import words
from publishing.desk import desk_of
from publishing.models import Draft
from publishing.partial_dates import PartialDate
from publishing.publishable import Publishable
from publishing.rights import User, may
from publishing.slugs import slugify
from publishing.state import Part, State, of_model, row_keys

# Records read at once.
PIECE = 200
# By which spreadsheets know UTF-8.
BOM = "\ufeff"


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
    names, resource = Names(by), kind.resource()
    columns = resource.get_export_fields()
    for row in rows(kind, records, by, names, language):
        yield [neutral(column.export(row, names=names)) for column in columns]


def rows(kind: Kind, records: QuerySet, by: User, names: Names, language: str) -> Iterator[dict[str, Any]]:
    """Yield what each row holds, by column."""
    for record, state in states(kind, records, by):
        shown = {"state": record.state, "actor_name": "", "office_name": ""}
        if not kind.prefix:
            yield {**shown, **row_of_record(kind, record, state)}
            continue
        names_shown = {"actor_name": str(record), "office_name": str(record)}
        for key in row_keys(state, kind.prefix):
            row = {name: state[f"{kind.prefix}/{key}/{name}"] for name in desk_of(kind.model).schema[kind.prefix].fields}
            row |= {**shown, **names_shown, "id": key, kind.owner: str(record.pk)}
            yield {**row, **said_of_row(kind, row, state, names, language)}


def row_of_record(kind: Kind, record: Publishable, state: State) -> dict[str, Any]:
    """Return the columns of a table of records."""
    return {**state, **{name: entries(state, name) for name in kind.lists}, "id": str(record.pk)}


def entries(state: State, prefix: str) -> list[dict[str, Any]]:
    """Return the rows of a list as mappings, each with its key."""
    found: dict[str, dict[str, Any]] = {key: {"id": key} for key in row_keys(state, prefix)}
    for path, value in state.items():
        head, _slash, rest = path.partition("/")
        key, _slash, name = rest.partition("/")
        if head == prefix and key in found:
            found[key][name] = value
    return list(found.values())


def said_of_row(kind: Kind, row: dict[str, Any], state: State, names: Names, language: str) -> dict[str, str]:
    """Return the columns that are written otherwise than the form has them."""
    if kind.key == "posts":
        title = post_title(row["deputy_to"], state)
        return {"deputy_to": title}
    office = names.office_of_post(row["post"])
    start, end = (written(row[name], language) for name in ("start", "end"))
    post = names.written_post(office, row["post"]) if office else row["post"]
    return {"office": office, "post": post, "dates_in_words": f"{start} – {end}".strip(" –")}


def post_title(key: str, state: State) -> str:
    """Return the title of a post of the same form, where that is enough to tell it from the others; else its key."""
    titles = {
        each: next((str(text) for code in languages.codes() if (text := state.get(f"posts/{each}/title_{code}"))), "")
        for each in row_keys(state, "posts")
    }
    return titles[key] if titles.get(key) and list(titles.values()).count(titles[key]) == 1 else key


def written(text: str, language: str) -> str:
    """Return a date in words."""
    try:
        return words(PartialDate.parse(text), language) if text else ""
    except ValueError:
        return text


def states(kind: Kind, records: QuerySet, by: User) -> Iterator[tuple[Publishable, State]]:
    """Yield records with their forms: drafts where somebody may change them, else what is stored."""
    desk = desk_of(kind.model)
    wanted = [kind.prefix] if kind.prefix else list(kind.lists)
    schema = {"": desk.schema[""] if not kind.prefix else Part({}, kind.model), **{prefix: desk.schema[prefix] for prefix in wanted}}
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
