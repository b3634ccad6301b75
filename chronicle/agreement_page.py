"""The page of an agreement: the life of a promise, from announced to in force, or to where nothing more is recorded."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel import Locale
from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from chronicle import agreement_facts as facts
from chronicle import linked_data
from chronicle.agreement_facts import PartyShown, SignatoryShown, StageShown, Step
from chronicle.agreement_sources import sources_of
from chronicle.capacities import said, titles_at
from chronicle.event_page import NOTICES, Cited, Other, in_order, other
from chronicle.format_page import with_text
from chronicle.models import Agreement, AgreementName, Event, Stage
from chronicle.tags import tags_of
from library.pictures import Picture, picture_of
from publishing import languages
from publishing.fields.richtext import script_data
from publishing.partial_dates import PartialDate
from publishing.prepared import Given, Prepared
from publishing.record_page import Label, RecordPage, label
from publishing.remembered import Stamp

# So many of the other events stand on the page.
MOST = 50


@dataclass(frozen=True)
class NameShown:
    """A name of an agreement, and its language in words, "" where that is not known or needs no word."""

    anchor: str
    name: str
    lang: str
    language: str
    is_printed: bool


@dataclass(kw_only=True)
class AgreementPage(RecordPage):
    """An agreement."""

    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    image: Picture | None = None
    sort: str = ""
    validity: PartialDate | None = None
    names: list[NameShown] = field(default_factory=list)
    parties: list[PartyShown] = field(default_factory=list)
    # The last stage on record, "" where none is.
    standing: str = ""
    is_unseen: bool = False
    way: list[Step] = field(default_factory=list)
    stages: list[StageShown] = field(default_factory=list)
    signed_on: PartialDate | None = None
    signatories: list[SignatoryShown] = field(default_factory=list)
    twins: list[Label] = field(default_factory=list)
    # Events whose outcome led to it.
    events: list[Other] = field(default_factory=list)
    citations: list[Cited] = field(default_factory=list)
    tags: list[Label] = field(default_factory=list)
    json_ld: SafeString | str = ""


@lru_cache
def agreements_by(column: str) -> Prepared:
    """Return the query for the agreement with a given value in a column of which no two are alike, with its image."""
    agreements = Agreement.objects.filter(**{column: Given("value", Agreement._meta.get_field(column))})
    return Prepared(agreements.select_related("image", "card_image").order_by())


def agreement_page(agreement: Agreement, language: str, under: Stamp | None = None) -> AgreementPage:
    """Return what the page of an agreement shows."""
    page = AgreementPage.of(agreement, language, NOTICES, under)
    with_text(page, agreement, language)
    page.sort = str(agreement.get_kind_display()) if agreement.kind != Agreement.Kind.OTHER else ""
    validity: Any = agreement.validity  # a PartialDate, which mypy takes for text
    page.validity = validity
    page.twins = [label(each, language) for each in twins_of(agreement)]
    if not page.notice:
        page.image = picture_of(agreement.image, language)
        with_life(page, agreement, language)
        page.events = [other(each, language, anchor=f"event-{each.short_id}") for each in in_order(led_here(agreement))]
    page.tags = tags_of(agreement, language)
    page.json_ld = script_data(linked_data.agreement(agreement, page, language), "application/ld+json")
    return page


def with_life(page: AgreementPage, agreement: Agreement, language: str) -> None:
    """Add the names, the parties, the stages, who signed, and the sources. Six queries."""
    receipts, page.citations = sources_of(agreement, language)
    page.names = [name_shown(row, language) for row in agreement.names.all()]
    page.parties = facts.parties(agreement.parties.select_related("office", "actor", "place"), agreement, receipts, language)
    rows = list(agreement.stages.select_related("actor", "office", "event"))
    page.stages, page.way = facts.stages(rows, agreement, receipts, language), facts.way(rows, agreement, language)
    page.standing = page.stages[-1].kind if page.stages else ""
    page.is_unseen = bool(rows) and all(row.kind == Stage.Kind.ANNOUNCED for row in rows)
    page.signed_on = facts.signed_on(rows)
    signed = list(agreement.signatories.select_related("actor", "post__office", "office", "tenure__actor", "tenure__post__office"))
    actors = {row.actor_id for row in signed if row.actor_id and not said(row, "capacity", agreement, language)[0] and not row.tenure_id}
    posts = {row.post_id for row in signed if row.post_id and not row.actor_id}
    titles = titles_at(page.signed_on, actors, posts, language)
    page.signatories = facts.signatories(signed, agreement, titles, receipts, language)


def name_shown(row: AgreementName, language: str) -> NameShown:
    """Return a name as the page prints it."""
    lang = languages.other(row.language, language)
    words = Locale(language).languages.get(lang, "") if lang else ""
    return NameShown(f"name-{row.pk}", row.name, lang, words, row.kind == AgreementName.Kind.PRINTED)


def twins_of(agreement: Agreement) -> QuerySet[Agreement]:
    """Return the twins that the public sees, whichever of the two says so. One query."""
    return Agreement.objects.live().filter(Q(pk=agreement.twin_id) | Q(twin=agreement)).without_texts().order_by("folded", "id")


def led_here(agreement: Agreement) -> QuerySet[Event]:
    """Return the events of which an outcome led to an agreement. One query."""
    return Event.objects.live().filter(pk__in=agreement.outcome_of.values("event")).without_texts().order_by("-date_lower", "-id")[:MOST]
