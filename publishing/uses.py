"""Where things are used: which records name an image, a document, a source, a tag or another record, in their rows and in their texts,
and, where they were withdrawn, in what is told of that.

What a form names is kept (`publishing.models.Use`), written in the transaction that writes the form: the draft's by
`publishing.pending`, what is stored of a record that was public by each step that writes it, scheduled forms by `publishing.scheduling`.
So one indexed query answers where anything is used. `manage.py check_content` compares all of it with the forms and the rows that it follows from.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from publishing import linking
from publishing.desk import desk_of
from publishing.fields.richtext import image_ids
from publishing.fields.richtext_editor import RichTextFormField
from publishing.models import Draft, ScheduledStep, Use, Withdrawal
from publishing.picks import PickLabels, is_uuid
from publishing.publishable import Publishable
from publishing.publishable import State as RecordState
from publishing.registry import RecordType, by_kind, record_type, record_types
from publishing.state import Part, Schema, State, prefixes, row_keys

# Rows read at a time where many records are looked at.
BATCH = 500
SIDES = STORED, IN_DRAFT, SCHEDULED = "is_stored", "is_in_draft", "is_scheduled"
# {thing: the sides of a record on which it is used}
Known = dict[uuid.UUID, frozenset[str]]
# A kept row: (kind, record, thing, is stored, is in the draft, is scheduled)
Row = tuple[str, uuid.UUID, uuid.UUID, bool, bool, bool]


def is_counted(record: Publishable) -> bool:
    """Tell whether what is stored of a record counts: it was public, or will be at its moment. Of others the draft says everything."""
    return record.first_published_at is not None or record.state == RecordState.PUBLISHED


COUNTED = Q(first_published_at__isnull=False) | Q(state=RecordState.PUBLISHED)


# What a form names


def chooses(field: forms.Field) -> bool:
    """Tell whether a field names things by key; rows of the same form are no other things."""
    return isinstance(field, forms.ModelChoiceField) and not hasattr(field, "know_rows")


def named_by(schema: Schema, state: State) -> set[uuid.UUID]:
    """Return the keys of all that a form names. Asks no database."""
    found: set[uuid.UUID] = set()
    for prefix, part in [("", schema[""]), *prefixes(schema)]:
        paths = [f"{prefix}/{row}/" for row in row_keys(state, prefix)] if prefix else [""]
        for name, field in part.fields.items():
            for value in (state.get(f"{path}{name}") for path in paths):
                if isinstance(field, RichTextFormField) and isinstance(value, str):
                    found |= in_text(value)
                elif value and chooses(field):
                    found.update(uuid.UUID(key) for key in (value if isinstance(value, list) else [str(value)]) if is_uuid(key))
    return found


def in_text(html: str) -> set[uuid.UUID]:
    """Return the keys of the images that a text shows, and of the addresses to which it links."""
    return {*image_ids(html), *linking.links_in(html)}


# Keeping them


def keep_draft(record: Publishable, state: State | None, known: Known | None = None) -> Known:
    """Keep what the draft of a record names; None for no draft. Inside the transaction of the act. `known` is what this act kept before."""
    return settle(record, IN_DRAFT, named_by(desk_of(record).schema, state) if state is not None else set(), known)


def keep_stored(record: Publishable, state: State, known: Known | None = None) -> Known:
    """Keep what is stored of a record, given as the form that says it. Inside the transaction of the act. `known` is what it kept before."""
    return settle(record, STORED, named_by(desk_of(record).schema, state) if is_counted(record) else set(), known)


def keep_read(record: Publishable) -> None:
    """Keep what is stored of a record whose form nobody has read. Inside the transaction of the act."""
    settle(record, STORED, stored(record_type(record), [record.pk])[record.pk])


def keep_scheduled(record: Publishable) -> None:
    """Keep what the scheduled forms of a record name, refused ones too. Inside the transaction of the act, after its steps were written."""
    schema = desk_of(record).schema
    waiting = ScheduledStep.objects.open().filter(record=record.pk).values_list("data", flat=True)
    settle(record, SCHEDULED, {used for data in waiting for used in named_by(schema, data)})


def settle(record: Publishable, side: str, wanted: set[uuid.UUID], known: Known | None = None) -> Known:
    """Let exactly these things be used on one side of a record; return what is used on which. Reads nothing where that is `known`."""
    rows = Use.objects.filter(record=record.pk)
    if known is None:
        known = {} if record.is_begun else {used: sides(*here) for used, *here in rows.values_list("used", *SIDES)}
    here = {used for used, at in known.items() if side in at}
    if side == STORED and here - wanted:
        wanted = wanted | {successor for _record, successor in leading(Withdrawal.objects.filter(record=record.pk))}
    if gone := {used for used in here - wanted if known[used] == {side}}:
        rows.filter(used__in=gone).delete()
    if ended := here - wanted - gone:
        rows.filter(used__in=ended).update(**{side: False})
    if also := (wanted & known.keys()) - here:
        rows.filter(used__in=also).update(**{side: True})
    if fresh := wanted - known.keys():
        kind = record_type(record).kind
        Use.objects.bulk_create([Use(used=used, kind=kind, record=record.pk, **{side: True}) for used in sorted(fresh)], batch_size=BATCH)
    left = {used: at - {side} for used, at in known.items()}
    return {used: at for used, at in {**left, **{used: left.get(used, frozenset()) | {side} for used in wanted}}.items() if at}


def sides(*here: bool) -> frozenset[str]:
    """Return the sides on which a record uses something, from the marks of a row in their order."""
    return frozenset(name for name, is_here in zip(SIDES, here, strict=True) if is_here)


def rename(old: uuid.UUID, new: uuid.UUID) -> None:
    """Let all that names one thing name another: the two were merged. In a transaction."""
    rows = Use.objects.filter(used=old)
    both = list(rows.filter(record__in=Use.objects.filter(used=new).values("record")).values_list("record", *SIDES))
    for at, side in enumerate(SIDES, start=1):
        if records := [row[0] for row in both if row[at]]:
            Use.objects.filter(used=new, record__in=records).update(**{side: True})
    rows.filter(record__in=[row[0] for row in both]).delete()
    rows.update(used=new)


def forget(record: uuid.UUID) -> None:
    """Forget what a record named that is no more. In a transaction."""
    Use.objects.filter(record=record).delete()


def recount(pairs: Iterable[tuple[str, uuid.UUID]]) -> None:
    """Find out again what these records (kind, key) name. In a transaction."""
    by: defaultdict[str, list[uuid.UUID]] = defaultdict(list)
    for kind, key in pairs:
        by[kind].append(key)
    for kind, keys in by.items():
        for start in range(0, len(keys), BATCH):
            some = keys[start : start + BATCH]
            Use.objects.filter(record__in=some).delete()
            Use.objects.bulk_create([as_row(row) for row in rows_of(by_kind(kind), some)], batch_size=BATCH)


def users(keys: Collection[uuid.UUID]) -> list[tuple[str, uuid.UUID]]:
    """Return (kind, key) of all records that name one of these things."""
    return list(Use.objects.filter(used__in=keys).order_by("kind", "record").values_list("kind", "record").distinct())


# From what they follow


def stored(known: RecordType, keys: Collection[uuid.UUID] | None = None) -> defaultdict[uuid.UUID, set[uuid.UUID]]:
    """Return {record: what is stored of it names}, of these records of a type or of all: a query for each kind of row."""
    desk = desk_of(known.model)
    found: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    counted = known.model._default_manager.filter(COUNTED)
    records = counted.filter(pk__in=keys) if keys is not None else counted
    for prefix, part in desk.schema.items():
        key: Any = desk.inlines[prefix][0].fk if prefix else None  # Any: a foreign key
        owner = key.attname if prefix else "pk"
        rows = part.model._base_manager.filter(**{f"{owner}__in": records.values("pk")}) if prefix else records
        read(rows.order_by(), owner, part, found)
    told = leading(Withdrawal.objects.filter(kind=known.kind, record__in=records.values("pk")))
    for record, successor in told:
        found[record].add(successor)
    return found


def leading(told: QuerySet[Withdrawal]) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return (withdrawn record, what to read instead) of these notices. One query."""
    pairs = told.filter(successor__isnull=False).values_list("record", "successor")
    return [(record, successor) for record, successor in pairs if successor is not None]


def read(rows: QuerySet, owner: str, part: Part, found: Mapping[uuid.UUID, set[uuid.UUID]]) -> None:
    """Add what rows of a table name to what their records do."""
    columns = {name: field for name, field in part.fields.items() if chooses(field) or isinstance(field, RichTextFormField)}
    single = [part.model._meta.get_field(name).attname for name, field in columns.items() if not is_many(field)]
    texts = {at for at, (_name, field) in enumerate(each for each in columns.items() if not is_many(each[1])) if isinstance(field, RichTextFormField)}
    for key, *values in rows.values_list(owner, *single).iterator(chunk_size=BATCH) if single else ():
        for at, value in enumerate(values):
            if at in texts:
                found[key] |= in_text(value)
            elif isinstance(value, uuid.UUID):
                found[key].add(value)
    for name, field in columns.items():
        if is_many(field):
            for key, value in many(rows, owner, name, field):
                found[key].add(value)


def is_many(field: forms.Field) -> bool:
    """Tell whether a field names several things."""
    return isinstance(field, forms.ModelMultipleChoiceField)


def many(rows: QuerySet, owner: str, name: str, field: forms.Field) -> Iterator[tuple[uuid.UUID, uuid.UUID]]:
    """Yield (record, thing) of what rows name by a table between the two."""
    if isinstance(field, PickLabels):
        tied = field.through._default_manager.filter(content_object__in=rows.values("pk"))
        yield from tied.order_by().values_list("content_object", "tag").iterator(chunk_size=BATCH)
        return
    for key, value in rows.values_list(owner, name).iterator(chunk_size=BATCH):
        if value is not None:
            yield key, value


def rows_of(known: RecordType, keys: Collection[uuid.UUID] | None = None) -> set[Row]:
    """Return the rows that there should be for these records of a type, or for all."""
    schema = desk_of(known.model).schema
    these = Q(kind=known.kind) if keys is None else Q(record__in=keys)
    found = [stored(known, keys), *(in_forms(schema, rows.filter(these)) for rows in (Draft.objects.all(), ScheduledStep.objects.open()))]
    nothing: set[uuid.UUID] = set()
    rows: set[Row] = set()
    for record in set().union(*found):
        named = [side.get(record, nothing) for side in found]
        rows |= {(known.kind, record, used, *(used in side for side in named)) for used in nothing.union(*named)}
    return rows


def in_forms(schema: Schema, rows: QuerySet) -> defaultdict[uuid.UUID, set[uuid.UUID]]:
    """Return {record: what the forms in these rows name}. One query."""
    found: defaultdict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for record, data in rows.order_by().values_list("record", "data").iterator(chunk_size=BATCH):
        found[record] |= named_by(schema, data)
    return found


def as_row(row: Row) -> Use:
    """Return a row to be stored."""
    kind, record, used, *here = row
    return Use(kind=kind, record=record, used=used, **dict(zip(SIDES, here, strict=True)))


def out_of_step() -> set[Row]:
    """Return the rows that lack, and those that are too much."""
    kept: set[Row] = set(Use.objects.order_by().values_list("kind", "record", "used", *SIDES).iterator(chunk_size=BATCH))
    should = {row for known in record_types() for row in rows_of(known)}
    return should ^ kept


def differences() -> Iterator[str]:
    """Yield each record whose uses are not what it names."""
    for kind, record in sorted({row[:2] for row in out_of_step()}, key=str):
        yield f"{kind} {record}: what it names is not what is kept of it"


def fix() -> None:
    """Find out again what those records name."""
    recount({row[:2] for row in out_of_step()})


def fill() -> None:
    """Find out what all records name, where nothing is kept yet: a site that was there before this was. Rows of one type at a time."""
    for known in record_types():
        Use.objects.bulk_create([as_row(row) for row in rows_of(known)], batch_size=BATCH)
