"""Looking for words in the texts of all records, page by page: what is found, and what cannot be changed and why."""

import functools
import json
import operator
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from django.db import connection
from django.db.models import Exists, ForeignKey, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from pages.replacing.hits import Wanted, canonical
from pages.replacing.texts import FoundText, hits_in, states, text_names
from publishing import locks, seen
from publishing.bundles.gathering import MOST
from publishing.desk import desk_of
from publishing.models import Bundle, BundleItem, Draft
from publishing.publishable import Publishable
from publishing.registry import RecordType, record_types
from publishing.rights import User, languages_of, may
from publishing.state import prefixes

# Hits of a page: what one person reads before pressing a button, and less than a form may have fields.
HITS = 200
# Records read at once, and looked at for one page: the rest is the next page's.
BATCH, LOOKED_AT = 50, 1000


@dataclass(frozen=True)
class FoundRecord:
    """A record with its hits; `reason` says why it cannot be changed."""

    record: Publishable
    kind: str
    texts: list[FoundText]
    reason: str = ""
    # Whether it has more hits than are shown.
    is_cut: bool = False

    @property
    def hits(self) -> int:
        """How many it has."""
        return sum(len(text.hits) for text in self.texts)


@dataclass
class Page:
    """What was found. `after` says where the next page begins; "" at the end."""

    records: list[FoundRecord] = field(default_factory=list)
    after: str = ""

    @property
    def hits(self) -> int:
        """How many are shown."""
        return sum(record.hits for record in self.records)


def kinds_for(by: User) -> list[RecordType]:
    """Return the types of records of which somebody may open some."""
    return [kind for kind in record_types() if seen.may_list(by, kind)]


def search(wanted: Wanted, *, by: User, kinds: Sequence[str] = (), after: str = "", within: Sequence[Bundle] = ()) -> Page:
    """Return the next records with hits, up to a bundle full of them; `kinds` are all if none is named.

    What lies in an open bundle cannot be changed, but for those `within`.
    A fixed number of queries for each batch of records that is looked at.
    """
    page, looked_at = Page(), 0
    chosen = [kind for kind in kinds_for(by) if not kinds or kind.kind in kinds]
    start, key = place(after)
    names = [kind.kind for kind in chosen]
    for kind in chosen[names.index(start) if start in names else 0 :]:
        last = key if kind.kind == start else None
        while batch := list(next_records(kind, wanted, by, last)[:BATCH]):
            for each in found_in(kind, batch, wanted, by, within):
                if page.records and page.hits + each.hits > HITS:
                    return ended(page, kind, last)
                last = each.record.pk
                page.records += [cut(each)] if each.texts else []
                if len(page.records) == MOST:
                    return ended(page, kind, last)
            looked_at += len(batch)
            if looked_at >= LOOKED_AT:
                return ended(page, kind, last)
    return page


def ended(page: Page, kind: RecordType, last: uuid.UUID | None) -> Page:
    """Return a page that has another one after it."""
    page.after = f"{kind.kind}:{last or ''}"
    return page


def place(after: str) -> tuple[str, uuid.UUID | None]:
    """Return the type and the record that an address names as the last of a page; ("", None) for a text that names none."""
    kind, _colon, key = after.partition(":")
    try:
        return kind, uuid.UUID(key) if key else None
    except ValueError:
        return "", None


def cut(each: FoundRecord) -> FoundRecord:
    """Return a record with no more hits than a page holds."""
    texts, room = [], HITS
    for text in each.texts:
        if room:
            texts.append(FoundText(text.key, text.label, text.digest, text.hits[:room]))
            room -= len(texts[-1].hits)
    return FoundRecord(each.record, each.kind, texts, each.reason, is_cut=each.hits > HITS)


def spellings(wanted: Wanted) -> list[str]:
    """Return the longest word that is looked for, as it may be written: SQLite ignores the case of ASCII alone."""
    word = max(re.split(r"[\s&<>\"]+", canonical(wanted.find)), key=len)
    # A letter with an accent may be stored in two characters: what stands before it is looked for.
    plain = max(re.split(r"[^\x00-\x7f\u10a0-\u10ff\u1c90-\u1cbf\u0400-\u04ff]+", word), key=len)
    return [plain] if plain.isascii() else list(dict.fromkeys([plain, plain.lower(), plain.upper(), plain.capitalize()]))


def having(prefix: str, names: Sequence[str], wanted: Wanted) -> Q:
    """Return what keeps rows of which a column may have the words."""
    asked = [Q(**{f"{prefix}{name}__icontains": words}) for name in names for words in spellings(wanted) if words]
    return functools.reduce(operator.or_, asked, Q() if asked or not names else Q(**{f"{prefix}pk__isnull": False}))


def in_drafts(wanted: Wanted) -> QuerySet[Draft]:
    """Return the draft of a record, if any text of it may have the words."""
    # As the databases keep JSON: SQLite as Django writes it, PostgreSQL with its letters as they are.
    is_ascii = connection.vendor == "sqlite"
    words = [json.dumps(word, ensure_ascii=is_ascii)[1:-1] for word in spellings(wanted) if word]
    asked = [Q(text__icontains=word) for word in words]
    rows = Draft.objects.filter(record=OuterRef("pk")).annotate(text=Cast("data", TextField()))
    return rows.filter(functools.reduce(operator.or_, asked, Q()))


def next_records(kind: RecordType, wanted: Wanted, by: User, last: uuid.UUID | None) -> QuerySet[Publishable]:
    """Return records after `last`, by key, that `by` may open and that may have the words: stored, in a row, or in a draft."""
    desk, model = desk_of(kind.model), kind.model
    asked = having("", text_names(desk.schema[""], model.slug_field, wanted.language), wanted)
    for prefix, part in prefixes(desk.schema):
        if names := text_names(part, model.slug_field, wanted.language):
            key = cast("ForeignKey", desk.formset_classes[prefix].fk).name
            asked |= Q(pk__in=part.model._base_manager.filter(having("", names, wanted)).order_by().values(key))
    asked |= Q(Exists(in_drafts(wanted)))
    records = desk.with_choices(seen.with_draft_titles(seen.open_to(by, model).filter(asked)))
    return (records.filter(pk__gt=last) if last else records).order_by("pk")


def found_in(kind: RecordType, records: Sequence[Publishable], wanted: Wanted, by: User, within: Sequence[Bundle]) -> Iterator[FoundRecord]:
    """Yield these records, those without hits among them. A fixed number of queries; drafts only where `by` may open them."""
    desk = desk_of(kind.model)
    readable = {record.pk for record in records if may(by, "change", record)}
    texts = states(desk, records, wanted.language, readable)
    reasons = refusals(records, wanted.language, by, within=within)
    for record in records:
        hits = list(hits_in(desk, record, texts[record.pk], wanted))
        yield FoundRecord(record, kind.kind, hits, reasons.get(record.pk, ""))


def refusals(records: Sequence[Publishable], language: str, by: User, *, within: Sequence[Bundle] = ()) -> dict[uuid.UUID, str]:
    """Return why the texts of some of these records cannot be changed; what lies in the bundles `within` may be. Two queries."""
    found = locks.refusals(records, by, allows=lambda record: language in languages_of(by, record))
    keys = [record.pk for record in records]
    bundled = set(BundleItem.objects.filter(record__in=keys, is_open=True).exclude(bundle__in=within).values_list("record", flat=True))
    for record in records:
        if record.is_scheduled:
            # Its bundle would publish it before its moment.
            found.setdefault(record.pk, _("It waits for its moment: change it in its form."))
        elif record.pk in bundled:
            found.setdefault(record.pk, _("It is in an open bundle already."))
    return found
