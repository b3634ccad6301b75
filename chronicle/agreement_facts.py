"""The facts of an agreement as its page prints them: parties, stages and signatories, each with an anchor and its sources."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from actors import facts
from chronicle.capacities import Titles, said
from chronicle.facts import Receipts, Stated, named, stated, title_of
from chronicle.models import Agreement, Event, Party, Signatory, Stage
from publishing import languages
from publishing.partial_dates import PartialDate
from publishing.record_page import Label, label

# The way of a promise that is kept.
WAY = (Stage.Kind.ANNOUNCED, Stage.Kind.SIGNED, Stage.Kind.SUBMITTED, Stage.Kind.RATIFIED, Stage.Kind.IN_FORCE)


@dataclass(frozen=True, kw_only=True)
class PartyShown(Stated):
    """A party; `words` beside a name is how the source has it."""

    name: Label | None
    words: str
    words_lang: str
    # What it is, where it is not simply a party.
    role: str


@dataclass(frozen=True, kw_only=True)
class StageShown(Stated):
    """A step in the life of an agreement."""

    kind: str
    date: PartialDate | None
    is_inferred: bool
    date_words: str
    date_words_lang: str
    # Whoever took it, and the event at which it was taken.
    by: list[Label]
    event: Label | None
    note: str
    note_lang: str
    is_last: bool


@dataclass(frozen=True, kw_only=True)
class SignatoryShown(Stated):
    """Who signed; without a name where only the capacity may be told."""

    name: Label | None
    capacity: str
    capacity_lang: str


@dataclass(frozen=True)
class Step:
    """A stage on the way of a promise that is kept; without an anchor where none is recorded."""

    kind: str
    anchor: str
    date: PartialDate | None
    is_inferred: bool
    is_recorded: bool
    # The date as printed, and its language where it is not that of the page.
    words: str = ""
    words_lang: str = ""


def parties(rows: Iterable[Party], agreement: Agreement, receipts: Receipts, language: str) -> list[PartyShown]:
    """Return the parties. Of one whom the public does not see, the words of the source are told, if there are any, and nothing else."""
    found = []
    for row in rows:
        name, (words, lang) = party_label(row, language), said(row, "name", agreement, language)
        if name is None and not words:
            continue
        found.append(
            PartyShown(
                name=name,
                words=words,
                words_lang=languages.other(lang, language),
                role=str(row.get_role_display()) if row.role != Party.Role.PARTY else "",
                **stated(row, receipts),
            )
        )
    return found


def party_label(row: Party, language: str) -> Label | None:
    """Return the record that a party is, as far as the public sees it."""
    if row.actor is not None:
        return facts.actor_label(row.actor, language) if row.actor.is_live else None
    return facts.public_office(row.office, language) or facts.public_place(row.place, language)


def stages(rows: Sequence[Stage], agreement: Agreement, receipts: Receipts, language: str) -> list[StageShown]:
    """Return the life of an agreement, in the order of its form."""
    found = []
    for row in rows:
        words, words_lang = said(row, "date_words", agreement, language)
        note, note_lang = said(row, "note", agreement, language)
        date: Any = row.date  # a PartialDate, which mypy takes for text
        found.append(
            StageShown(
                kind=str(row.get_kind_display()),
                date=date,
                is_inferred=row.year_inferred,
                date_words=words,
                date_words_lang=languages.other(words_lang, language),
                by=by_whom(row, language),
                event=label(row.event, language) if row.event is not None and row.event.is_live else None,
                note=note,
                note_lang=languages.other(note_lang, language),
                is_last=row is rows[-1],
                **stated(row, receipts),
            )
        )
    return found


def by_whom(row: Stage, language: str) -> list[Label]:
    """Return who took a step, as far as the public sees them."""
    person = facts.actor_label(row.actor, language) if row.actor is not None and row.actor.is_live else None
    return [each for each in (person, facts.public_office(row.office, language)) if each is not None]


def way(rows: Sequence[Stage], agreement: Agreement, language: str) -> list[Step]:
    """Return how far a promise came on the way from announced to in force: the first stage of each kind, or that none is recorded."""
    found = []
    for kind in WAY:
        row = next((row for row in rows if row.kind == kind), None)
        if row is None:
            found.append(Step(str(kind.label), "", None, is_inferred=False, is_recorded=False))
            continue
        date: Any = row.date  # a PartialDate, which mypy takes for text
        words, lang = said(row, "date_words", agreement, language)
        step = Step(
            str(kind.label), f"stage-{row.pk}", date, row.year_inferred, is_recorded=True, words=words, words_lang=languages.other(lang, language)
        )
        found.append(step)
    return found


def stages_at(event: Event, language: str) -> list[tuple[str, Label]]:
    """Return (stage, agreement) of the public agreements of which an event was a stage. One query."""
    rows = Stage.objects.filter(event=event, agreement__in=Agreement.objects.live()).select_related("agreement")
    found = []
    for row in rows.order_by("agreement__folded", "agreement", "position", "id"):
        name = label(row.agreement, language)
        found.append((str(row.get_kind_display()), Label(name.label, f"{name.url}#stage-{row.pk}", name.lang)))
    return found


def signed_on(rows: Sequence[Stage]) -> PartialDate | None:
    """Return when it was signed, as far as that is recorded; else when it was initialled."""
    for kind in (Stage.Kind.SIGNED, Stage.Kind.INITIALLED):
        for row in rows:
            if row.kind == kind and row.date:
                date: Any = row.date  # a PartialDate, which mypy takes for text
                return date
    return None


def signatories(rows: Iterable[Signatory], agreement: Agreement, titles: Titles, receipts: Receipts, language: str) -> list[SignatoryShown]:
    """Return who signed. Of somebody whom the public does not see, the capacity is told, if one is printed, and nothing else."""
    found = []
    for row in rows:
        name = named(row, titles, language)
        capacity, lang = said(row, "capacity", agreement, language)
        if not capacity:
            capacity, lang = title_of(row, titles, language)
        if name is not None or capacity:
            found.append(SignatoryShown(name=name, capacity=capacity, capacity_lang=languages.other(lang, language), **stated(row, receipts)))
    return found
