"""Pairs as the desk shows them: two texts side by side, and what speaks for their being one."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from pages.models import PairProposal
from pages.pairs.features import text_types
from pages.pairs.scoring import in_words
from publishing import languages
from publishing.models import Draft, Join
from publishing.pairs import joinable, language_name
from publishing.publishable import Publishable, State
from publishing.registry import RecordType, by_kind
from publishing.rights import User, publishes

LEAD = 180


@dataclass(frozen=True)
class Side:
    """One of two texts."""

    record: Publishable
    code: str
    # What the interface calls it.
    language: str
    title: str
    lead: str
    url: str
    choose_url: str
    at: dt.datetime | None = None


@dataclass(frozen=True)
class Row:
    """A pair; `rivals` are titles of what would do as well."""

    key: int
    left: Side
    right: Side
    score: int
    reasons: list[str]
    compare_url: str
    rivals: list[str] = field(default_factory=list)


def kinds_of(user: User) -> list[RecordType]:
    """Return the types of records whose pairs somebody may join."""
    return [known for known in text_types() if publishes(user, known.model)]


def rows(proposals: Sequence[PairProposal]) -> list[Row]:
    """Return proposals as rows; one whose records are no longer both there is left out. A few queries, whatever their number."""
    wanted: dict[str, set[Any]] = {}  # Any: keys
    for proposal in proposals:
        others = {UUID(key) for pair in proposal.rivals for key in pair}
        wanted.setdefault(proposal.kind, set()).update({proposal.first, proposal.second}, others)
    found = {key: side for kind, keys in wanted.items() for key, side in sides(by_kind(kind), keys).items()}
    return [row_of(proposal, found) for proposal in proposals if proposal.first in found and proposal.second in found]


def row_of(proposal: PairProposal, found: dict[UUID, Side]) -> Row:
    """Return a proposal as a row."""
    rivals = [other.title for _one, key in proposal.rivals if (other := found.get(UUID(key)))]
    return Row(
        key=proposal.pk,
        left=found[proposal.first],
        right=found[proposal.second],
        score=proposal.score,
        reasons=[in_words(reason) for reason in proposal.reasons],
        compare_url=compare_url(proposal.kind, proposal.first, proposal.second),
        rivals=rivals,
    )


def compare_url(kind: str, first: UUID, second: UUID) -> str:
    """Return the address of the page that shows two texts before they are joined."""
    return reverse("admin:pages_pairproposal_compare", args=[kind, first, second])


def sides(known: RecordType, keys: Iterable[UUID]) -> dict[UUID, Side]:
    """Return records by key, as they stand side by side. Two queries."""
    unread = [f"{known.model.body_field}_{code}" for code in languages.codes()]
    records = list(known.model._default_manager.filter(pk__in=list(keys)).defer(*unread))
    drafts = dict(Draft.objects.filter(record__in=[record.pk for record in records if record.has_draft]).values_list("record", "data"))
    return {record.pk: side_of(record, known, drafts.get(record.pk, {})) for record in records}


def side_of(record: Publishable, known: RecordType, draft: dict[str, Any]) -> Side:  # Any: values of a form
    """Return a record as it stands beside another: its title and lead as editors last left them."""
    title_field = known.model.title_field

    def said(name: str, code: str) -> str:
        return str(draft.get(f"{name}_{code}", "") or getattr(record, f"{name}_{code}", ""))

    code = next((code for code in languages.codes() if said(title_field, code)), languages.codes()[0])
    meta = known.model._meta
    return Side(
        record=record,
        code=code,
        language=language_name(code),
        title=said(title_field, code) or _("untitled"),
        lead=Truncator(said("lead", code)).chars(LEAD),
        url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]),
        choose_url=reverse("admin:pages_pairproposal_choose", args=[known.kind, record.pk]),
        at=getattr(record, f"published_at_{code}") if record.state == State.PUBLISHED else None,
    )


@dataclass(frozen=True)
class JoinedRow:
    """A pair that was joined, with the texts that it has now."""

    record: Publishable
    titles: list[tuple[str, str]]
    at: dt.datetime
    by: str
    url: str
    split_url: str


def joined_rows(joins: Sequence[Join]) -> list[JoinedRow]:
    """Return joined pairs as rows."""
    found: dict[UUID, Publishable] = {}
    for kind in {join.kind for join in joins}:
        keys = [join.into for join in joins if join.kind == kind]
        found |= by_kind(kind).model._default_manager.in_bulk(keys)
    drafts = dict(Draft.objects.filter(record__in=list(found)).values_list("record", "data"))
    return [joined_row(join, found[join.into], drafts.get(join.into, {})) for join in joins if join.into in found]


def joined_row(join: Join, record: Publishable, draft: dict[str, Any]) -> JoinedRow:  # Any: values of a form
    """Return a joined pair as a row."""
    meta, name = record._meta, record.title_field
    titles = [(code, str(draft.get(f"{name}_{code}") or getattr(record, f"{name}_{code}"))) for code in languages.codes()]
    return JoinedRow(
        record=record,
        titles=[(code, title) for code, title in titles if title],
        at=join.at,
        by=join.by.get_short_name() or join.by.get_username() if join.by else "",
        url=reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]),
        split_url=reverse("admin:pages_pairproposal_split", args=[join.kind, record.pk]),
    )


def partners(known: RecordType, record: Publishable, words: str, most: int) -> list[Side]:
    """Return records in which somebody may have meant the other text: found by words of their titles, newest first."""
    records = joinable(known.model).exclude(pk=record.pk)
    mine = side_of(record, known, Draft.objects.filter(record=record.pk).values_list("data", flat=True).first() or {})
    titles = ["working_title", *(f"{known.model.title_field}_{code}" for code in languages.codes())]
    found = records.filter(reduce(or_, (Q(**{f"{title}__icontains": words}) for title in titles)))
    # What has a public title in this language already is no partner.
    found = found.filter(**{f"{known.model.title_field}_{mine.code}": ""}).order_by("-edited_at", "-pk")
    by_key = sides(known, found.values_list("pk", flat=True)[: 2 * most])
    others = [side for side in by_key.values() if side.code != mine.code]
    return sorted(others, key=lambda side: side.record.edited_at, reverse=True)[:most]
