"""The facts of an event as its page prints them: each with an anchor of its own and with its sources."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import override

from actors import facts, wording
from actors.facts import Receipt
from actors.models import Actor, Office
from chronicle.capacities import Titles, said
from chronicle.models import Event, Outcome, Participant, Signatory, Statement, Stop
from publishing import languages, navigation
from publishing.capitals import capfirst
from publishing.partial_dates import PartialDate
from publishing.record_page import Label, label

# Whose rows state something of an event, by the name of the row in the tables of its sources.
SOURCED: dict[str, Any] = {"stop": Stop, "participant": Participant, "statement": Statement, "outcome": Outcome}


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What every fact has."""

    anchor: str
    sources: list[Receipt] = field(default_factory=list)
    locator: str = ""
    # The language of the source, where it differs from the page's.
    source_lang: str = ""


@dataclass(frozen=True, kw_only=True)
class StopShown(Stated):
    """A place on the way."""

    place: Label
    date: PartialDate | None
    came_from: Label | None


@dataclass(frozen=True, kw_only=True)
class PersonShown(Stated):
    """Somebody who took part; without a name where only the capacity may be told."""

    name: Label | None
    capacity: str
    capacity_lang: str
    role: str
    is_former: bool
    came_from: Label | None


@dataclass(frozen=True, kw_only=True)
class StatementShown(Stated):
    """What somebody said; `by` or `attribution` is there always."""

    by: Label | None
    attribution: str
    attribution_lang: str
    text: str
    lang: str
    is_verbatim: bool
    gloss: str
    gloss_lang: str
    about: list[Label]
    original: str
    original_lang: str


@dataclass(frozen=True, kw_only=True)
class OutcomeShown(Stated):
    """What came of an event."""

    kind: str
    status: str
    is_main: bool
    text: str
    lang: str
    date: PartialDate | None
    date_words: str
    date_words_lang: str
    links: list[Label]


# {row: its sources}
Receipts = dict[uuid.UUID, list[Receipt]]


def receipts_of(events: Collection[uuid.UUID], language: str) -> Receipts:
    """Return the sources of all facts of some events. One query."""
    columns = ("title", "language", "publisher", "url", "archived_url")
    parts = [
        model.sources.through.objects.filter(**{f"{name}__event__in": events}).values_list(f"{name}_id", *(f"source__{each}" for each in columns))
        for name, model in SOURCED.items()
    ]
    found: Receipts = defaultdict(list)
    for row, title, lang, publisher, url, archived_url in parts[0].union(*parts[1:], all=True):
        found[row].append(Receipt(title, languages.other(lang, language), publisher, url, archived_url))
    return found


@lru_cache(maxsize=256)
def word(choices: type[TextChoices], value: str, language: str) -> str:
    """Return the word of a choice. Translated once in a process: files print them by the ten thousand."""
    with override(language):
        return str(choices(value).label)


def stated(row: Any, receipts: Receipts) -> dict[str, Any]:  # Any: a row of any kind, and the values of `Stated`
    """Return what every fact has."""
    sources = receipts.get(row.pk, [])
    return {
        "anchor": f"{row._meta.model_name}-{row.pk}",
        "sources": sources,
        "locator": row.locator,
        "source_lang": sources[0].lang if sources else "",
    }


def stops(rows: Iterable[Stop], receipts: Receipts, language: str) -> list[StopShown]:
    """Return the way of an event."""
    found = []
    for row in rows:
        if (place := facts.public_place(row.place, language)) is not None:
            date: Any = row.date
            found.append(StopShown(place=place, date=date, came_from=facts.public_place(row.came_from, language), **stated(row, receipts)))
    return found


def people(rows: Sequence[Participant], event: Event, titles: Titles, receipts: Receipts, language: str) -> list[PersonShown]:
    """Return who took part. Of somebody whom the public does not see, the capacity is told, if one is printed, and nothing else."""
    found = []
    for row in rows:
        name = named(row, titles, language)
        capacity, lang = said(row, "capacity", event, language)
        if not capacity:
            capacity, lang = title_of(row, titles, language)
        if name is None and not capacity:
            continue
        if name is None and row.actor is None and row.post is not None and row.post.office.is_live:
            # Nobody is named, but the post stands on the page of its office.
            address = f"{navigation.record_address(row.post.office, language)}#post-{row.post.pk}"
            name, capacity = Label(capfirst(capacity), address, languages.other(lang, language)), ""
        found.append(
            PersonShown(
                name=name,
                capacity=capacity,
                capacity_lang=languages.other(lang, language),
                role=word(Participant.Role, row.role, language),
                is_former=row.is_former,
                came_from=facts.public_place(row.came_from, language),
                **stated(row, receipts),
            )
        )
    return found


def named(row: Participant | Signatory, titles: Titles, language: str) -> Label | None:
    """Return the name of a participant; that of whoever surely held a post, where the post stands without one."""
    if row.actor is not None:
        return facts.actor_label(row.actor, language) if row.actor.is_live else None
    if row.post is not None:
        holders = titles.holders.get(row.post.pk, []) if row.post.office.is_live else []
        return facts.actor_label(holders[0], language) if len(holders) == 1 else None
    return facts.public_office(row.office, language)


def title_of(row: Participant | Signatory, titles: Titles, language: str) -> tuple[str, str]:
    """Return (the title under which somebody took part, its language) where the source prints none: of the tenure, the post, or the day."""
    if row.tenure is not None and row.tenure.actor.is_live and row.tenure.post.office.is_live:
        return wording.tenure_title(row.tenure, language)
    if row.post is not None and row.post.office.is_live:
        return wording.post_title(row.post, language)
    if row.actor is not None and row.actor.is_live:
        return titles.of_actors.get(row.actor.pk, ("", language))
    return "", language


def speaker(actor: Actor | None, office: Office | None, language: str) -> Label | None:
    """Return who spoke, as far as the public sees them."""
    if actor is not None:
        return facts.actor_label(actor, language) if actor.is_live else None
    return facts.public_office(office, language)


def statements(rows: Iterable[Statement], event: Event, receipts: Receipts, language: str) -> list[StatementShown]:
    """Return what was said. Nothing is told without its speaker, or the words that stand for one."""
    found = []
    for row in rows:
        by = speaker(row.actor, row.office, language)
        attribution, attribution_lang = said(row, "attribution", event, language)
        if by is None and not attribution:
            continue
        text, lang = said(row, "text", event, language)
        gloss, gloss_lang = said(row, "gloss", event, language)
        found.append(
            StatementShown(
                by=by,
                attribution=attribution,
                attribution_lang=languages.other(attribution_lang, language),
                text=text,
                lang=languages.other(lang, language),
                is_verbatim=row.mode == Statement.Mode.VERBATIM,
                gloss=gloss,
                gloss_lang=languages.other(gloss_lang, language),
                about=[place for each in row.about.all() if (place := facts.public_place(each, language)) is not None],
                original=row.original,
                original_lang=row.original_language,
                **stated(row, receipts),
            )
        )
    return found


def outcomes(rows: Iterable[Outcome], event: Event, receipts: Receipts, language: str) -> list[OutcomeShown]:
    """Return what came of an event: in the order of time, what has no date first, as the editor ordered it."""
    found = []
    for row in sorted(rows, key=lambda row: (row.date_lower is not None, row.date_lower, row.date_upper) if row.date else (False,)):
        text, lang = said(row, "text", event, language)
        links = links_of(row, language)
        if not text and not links:
            continue
        words, words_lang = said(row, "date_words", event, language)
        date: Any = row.date
        found.append(
            OutcomeShown(
                kind=word(Outcome.Kind, row.kind, language),
                status=word(Outcome.Status, row.status, language),
                is_main=row.is_main,
                text=text,
                lang=languages.other(lang, language),
                date=date,
                date_words=words,
                date_words_lang=languages.other(words_lang, language),
                links=links,
                **stated(row, receipts),
            )
        )
    return found


def links_of(row: Outcome, language: str) -> list[Label]:
    """Return what an outcome led to, as far as the public sees it."""
    found = [label(row.led_to, language)] if row.led_to is not None and row.led_to.is_live else []
    if row.tenure is not None and row.tenure.actor.is_live and row.tenure.post.office.is_live:
        person = facts.actor_label(row.tenure.actor, language)
        anchor = f"#{facts.anchor_of(row.tenure)}" if person.url else ""
        found.append(Label(person.label, f"{person.url}{anchor}", person.lang))
    if row.agreement is not None and row.agreement.is_live:
        found.append(label(row.agreement, language))
    office = facts.public_office(row.office, language)
    return [*found, office] if office is not None else found
