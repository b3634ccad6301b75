"""Records of all kinds on one page, as one person may see them: which rows of `Standing` may be shown, and the records behind them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, cast
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KT
from django.urls import reverse
from django.utils import timezone

from publishing import languages
from publishing.models import Draft, Standing
from publishing.models.standing import PUBLISHED
from publishing.publishable import Publishable, PublishableQuerySet, State
from publishing.registry import RecordType, by_kind, record_type, record_types
from publishing.rights import Anybody, as_seen_by, may_open, sees_all

Keys = Iterable[tuple[str, UUID]]


def may_list(by: Anybody, kind: RecordType) -> bool:
    """Tell whether somebody may open records of a type at all."""
    meta = kind.model._meta
    return any(by.has_perm(f"{meta.app_label}.{action}_{meta.model_name}") for action in ("view", "change"))


def kinds_open_to(by: Anybody) -> tuple[list[str], list[str]]:
    """Return the kinds of which somebody may open every record, and those of which one's own and public ones."""
    listed = [kind for kind in record_types() if may_list(by, kind)]
    whole = [kind.kind for kind in listed if sees_all(by, kind.model)]
    return whole, [kind.kind for kind in listed if kind.kind not in whole]


def standings(by: Anybody) -> QuerySet[Standing]:
    """Return the rows of records that somebody may open (twin of `rights.may_open`), but for the trash."""
    whole, some = kinds_open_to(by)
    rows = Standing.objects.kept()
    if len(whole) == len(record_types()):
        return rows
    return rows.filter(Q(kind__in=whole) | Q(kind__in=some) & (own(by) | PUBLISHED & Q(public_at__lte=timezone.now())))


def open_to(by: Anybody, model: type[Publishable]) -> QuerySet[Publishable]:
    """Return the records of a type that somebody may open (twin of `rights.may_open`), but for the trash."""
    records = cast("PublishableQuerySet", model._default_manager.all()).kept()
    if not may_list(by, record_type(model)):
        return records.none()
    return records if sees_all(by, model) else records.filter(own(by) | Q(pk__in=records.live().values("pk")))


def own(by: Anybody) -> Q:
    """Return what keeps records that somebody began."""
    return Q(created_by=by.pk)


def unseen(by: Anybody) -> Q:
    """Return what keeps records whose drafts somebody may certainly open: everybody's of a kind, or one's own that were never public."""
    whole, some = kinds_open_to(by)
    return Q(kind__in=whole) | Q(kind__in=some) & own(by) & Q(state__in=[State.DRAFT, State.IN_REVIEW])


def in_cell(by: Anybody, code: str, cells: Iterable[str]) -> Q:
    """Return what keeps rows whose text in a language stands like one of `cells`, as far as `by` may know of drafts."""
    wanted, drafts_seen = list(cells), unseen(by)
    kept = Q(**{f"cell_{code}__in": [cell for cell in wanted if cell != Standing.Cell.DRAFT]})
    draft = Q(**{f"cell_{code}": Standing.Cell.DRAFT})
    if Standing.Cell.DRAFT in wanted:
        kept |= draft & drafts_seen
    if Standing.Cell.MISSING in wanted:
        kept |= draft & ~drafts_seen
    return kept


def records(keys: Keys, by: Anybody) -> dict[UUID, Publishable]:
    """Return records of any kinds as lists show them to `by`, without those that may not be opened. One query."""
    return {key: as_seen_by(by, record) for key, record in read(keys).items() if may_open(by, record)}


def read(keys: Keys) -> dict[UUID, Publishable]:
    """Return records of any kinds, whoever asks: the caller decides who may see them. One query.

    They hold what lists, titles and rights ask for, and nothing else, with the titles of their drafts.
    """
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for kind, key in keys:
        wanted[kind].add(key)
    queries = [columns_of(by_kind(kind), found) for kind, found in wanted.items()]
    if not queries:
        return {}
    rows = queries[0].union(*queries[1:], all=True) if len(queries) > 1 else queries[0]
    return {record.pk: record for record in map(made_of, rows)}


COLUMNS = ["id", "state", "live_at", "first_published_at", "created_by_id", "has_draft", "working_title", "edited_at"]


def with_draft_titles(records: QuerySet[Any]) -> QuerySet[Any]:  # Any: records of one type
    """Let records bring what their drafts call them in the language of the interface, for `desk_title`. In the query that reads them."""
    title = f"data__{records.model.title_field}_{languages.active()}"
    told = Draft.objects.filter(record=OuterRef("pk")).annotate(said=KT(title)).values("said")
    return records.annotate(draft_title=Subquery(told))


def by_language() -> list[str]:
    """Return the columns that there are in each language."""
    return [f"{name}_{code}" for code in languages.codes() for name in ("published_at", "show_title", "available")]


def columns_of(kind: RecordType, keys: set[UUID]) -> QuerySet:
    """Return the query for the columns of some records of a type, in the same order for all types."""
    titles = {f"title_of_{code}": F(f"{kind.model.title_field}_{code}") for code in languages.codes()}
    found = with_draft_titles(kind.model._default_manager.filter(pk__in=keys).order_by()).annotate(kind_of=Value(kind.kind), **titles)
    return found.values_list("kind_of", "draft_title", *titles, *COLUMNS, *by_language())


def made_of(row: tuple[Any, ...]) -> Publishable:  # Any: values of columns
    """Return the record of a row; reading anything else of it asks the database."""
    model = by_kind(row[0]).model
    titles = [f"{model.title_field}_{code}" for code in languages.codes()]
    values = dict(zip([*titles, *COLUMNS, *by_language()], row[2:], strict=True))
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    record = model.from_db("default", names, [values[name] for name in names])
    record.draft_title = row[1] or ""
    return record


def form_url(record: Publishable) -> str:
    """Return the address of a record's form."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def containing(column: str, words: Iterable[str]) -> Q:
    """Return what keeps rows whose column has all of these words, or their beginnings, in it."""
    return reduce(lambda found, word: found & Q(**{f"{column}__contains": word}), words, Q())


def any_of(conditions: Iterable[Q]) -> Q:
    """Return what keeps rows of which one condition holds; none where there is no condition."""
    found = list(conditions)
    return reduce(or_, found) if found else Q(pk__in=[])
