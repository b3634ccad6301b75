"""The list of agreements: those published last first, by party and by how far they came; among them what was announced and not seen since."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.choices import Choice, Choices, folded_names, office_choice, place_choice
from actors.filters import ChoiceFilter, OnceField
from actors.models import Actor, Office, Place
from chronicle.agreed import concerning
from chronicle.agreement_facts import party_label
from chronicle.event_page import NOTICES
from chronicle.models import Agreement, Party, Signatory, Stage
from chronicle.models.agreement import AgreementQuerySet
from publishing import languages, navigation
from publishing.paging import Cursor, Page, Stretch, asked_for, page_from
from publishing.partial_dates import PartialDate
from publishing.record_page import Label, label, notice
from publishing.remembered import Memory, Stamp

# What stands for agreements that were announced, beside the stages that may be the last one on record.
UNSEEN = "unseen"

# Whom a row names, as far as it does.
Records = Iterable[Actor | Office | Place | None]

# {language: choices}
_known = Memory(8)


@dataclass(frozen=True)
class Entry:
    """An agreement in the list; `stage` is the last one on record, "" where there is none."""

    title: Label
    lead: str
    # Where to read it, if not in the page's language.
    notice: str
    notice_url: str
    notice_lang: str
    sort: str
    stage: str
    date: PartialDate | None
    date_words: str
    is_inferred: bool
    parties: list[Label]
    validity: PartialDate | None


@dataclass
class Listed:
    """A page of the list with what was asked for."""

    page: Page
    filters: "AgreementFilter"
    context: dict[str, object] = field(default_factory=dict)

    @property
    def addresses(self) -> dict[str, str]:
        """The addresses of the same list by language."""
        where = navigation.addresses("chronicle:agreements")
        if self.filters.form.errors or not self.filters.asked:
            return where
        return {code: f"{path}?{urlencode(self.filters.query(code))}" for code, path in where.items()}


class StageField(OnceField):
    """How far agreements came: a stage, or that nothing is recorded since the announcement."""

    widget = OnceField.widget
    offered = [(UNSEEN, gettext_lazy("announced and not seen since")), *Stage.Kind.choices]

    def read(self, text: str) -> str:
        """Return the word that addresses have for it."""
        if text not in dict(self.offered):
            raise ValidationError(_("There is no such stage: “%(text)s”.") % {"text": text[:40]}, code="unknown")
        return text


class StageFilter(django_filters.Filter):
    """The last stage on record."""

    field_class = StageField


class AgreementFilter(django_filters.FilterSet):
    """What is asked for."""

    party = ChoiceFilter(label=gettext_lazy("Party or signatory"))
    state = StageFilter(label=gettext_lazy("Stage"))

    class Meta:
        model = Agreement
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: AgreementQuerySet, *, parties: Choices) -> None:
        super().__init__(data, queryset)
        box: Any = self.form.fields["party"]
        box.choices, box.like_it = parties, []

    @property
    def is_filled(self) -> bool:
        """Whether anything is asked for, understood or not."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def asked(self) -> dict[str, Any]:  # Any: a choice or a word
        """Return {name: what is asked for} of the filters that are set and understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_queryset(self, queryset: AgreementQuerySet) -> AgreementQuerySet:
        """Return the agreements that meet all filters."""
        party, state = self.asked.get("party"), self.asked.get("state")
        if party is not None:
            queryset = queryset.filter(concerning(party.key))
        if state == UNSEEN:
            return queryset.unseen()
        return queryset.with_stage().filter(stage=state) if state else queryset

    def query(self, language: str) -> dict[str, str]:
        """Return what addresses in a language say for the same."""
        return {name: value.values[language] if isinstance(value, Choice) else value for name, value in self.asked.items()}


def listed(request: HttpRequest, language: str, under: Stamp | None, *, untranslated: bool) -> Listed:
    """Return the page of the list that the request asks for. Five queries at most, once under a change; then three."""
    parties = parties_of(language, under)
    everything = Agreement.objects.listed_in(language, timezone.now(), untranslated=untranslated)
    filters = AgreementFilter(request.GET, everything, parties=parties)
    context: dict[str, object] = {"filters": filters, "parties": parties, "stages": StageField.offered, "is_filtered": filters.is_filled}
    if not filters.is_valid():
        return Listed(Page(), filters, {**context, "page": Page()})
    shown = filters.qs.without_texts().with_stage("date", "year_inferred", f"date_words_{language}")
    page = page_of(shown, request, language, filters.query(language))
    page.rows = entries(page.rows, language)
    asked = filters.asked.get("state")
    context |= {"page": page, "asked_state": asked, "is_unseen": asked == UNSEEN}
    # One number: of what answers, or of what is worth a look where everything is shown.
    context["found" if filters.is_filled else "unseen"] = filters.qs.count() if filters.is_filled else everything.unseen().count()
    return Listed(page, filters, context)


def page_of(agreements: AgreementQuerySet, request: HttpRequest, language: str, query: dict[str, str]) -> Page:
    """Return a page of agreements, those published last first; the ways to the next ones keep the filters. One query."""
    stretch, column = Stretch(*asked_for(request)), f"listed_at_{language}"
    found = agreements.order_by(f"-{column}", "-id")
    if (cursor := stretch.before) is not None:
        found = found.filter(Q(**{f"{column}__lt": cursor.at}) | Q(id__lt=cursor.key), **{f"{column}__lte": cursor.at})
    if (cursor := stretch.after) is not None:
        found = agreements.filter(Q(**{f"{column}__gt": cursor.at}) | Q(id__gt=cursor.key), **{f"{column}__gte": cursor.at}).order_by(column, "id")
    page = page_from(list(found[: stretch.size + 1]), stretch, request.path, lambda row: Cursor(getattr(row, column), row.pk))
    asked = urlencode(query)
    page.newer, page.older = (f"{address}&{asked}" if address and asked else address for address in (page.newer, page.older))
    page.moved_to = f"{page.moved_to}?{asked}" if page.moved_to and asked else page.moved_to
    return page


def entries(agreements: Sequence[Agreement], language: str) -> list[Entry]:
    """Return agreements, which bring their last stage, as the list prints them. One query."""
    keys = [each.pk for each in agreements]
    parties: dict[uuid.UUID, list[Label]] = defaultdict(list)
    for row in Party.objects.filter(agreement__in=keys).select_related("office", "actor", "place").order_by("position", "id"):
        if (name := party_label(row, language)) is not None:
            parties[row.agreement_id].append(name)
    return [entry(each, parties[each.pk], language) for each in agreements]


def entry(agreement: Any, parties: list[Label], language: str) -> Entry:  # Any: an agreement with its last stage
    """Return an agreement as the list prints it."""
    is_here = agreement.is_available_in(language)
    readable = agreement.language_for(language)
    return Entry(
        title=label(agreement, language),
        lead=getattr(agreement, f"lead_{language}") if is_here else "",
        notice="" if is_here else notice(NOTICES, readable),
        notice_url="" if is_here else navigation.record_address(agreement, readable),
        notice_lang="" if is_here else readable,
        sort=str(agreement.get_kind_display()) if agreement.kind != Agreement.Kind.OTHER else "",
        stage=str(Stage.Kind(agreement.stage).label) if agreement.stage else "",
        date=agreement.stage_date,
        date_words=(getattr(agreement, f"stage_date_words_{language}") or "") if agreement.tells_of(language) else "",
        is_inferred=bool(agreement.stage_year_inferred),
        parties=parties,
        validity=agreement.validity,
    )


def parties_of(language: str, under: Stamp | None) -> Choices:
    """Return whom the public sees as a party of an agreement, or as one who signed. Two queries, once under a change."""
    known = _known.under(under)
    if language not in known:
        of_live: dict[str, Any] = {"agreement__in": Agreement.objects.live()}
        parties = Party.objects.filter(**of_live).select_related("office", "actor", "place")
        signed = Signatory.objects.filter(**of_live).select_related("office", "actor", "post__office", "tenure__post__office")
        found: dict[uuid.UUID, Choice] = {}
        for record in chain(*map(named_party, parties), *map(named_signatories, signed)):
            if record is not None and record.is_live:
                found[record.pk] = CHOICES[type(record)](record, language)
        known[language] = Choices([*sorted(found.values(), key=lambda choice: choice.label)], {})
    return known[language]


def named_party(row: Party) -> Records:
    """Return whom a party's row names."""
    return row.office, row.place, row.actor


def named_signatories(row: Signatory) -> Records:
    """Return whom a signatory's row names: the person, and the office for which it was signed unless the person is not public."""
    if row.actor is not None:
        tenure = row.tenure if row.actor.is_live else None
        return row.actor, tenure.post.office if tenure is not None else None
    return row.office, row.post.office if row.post is not None else None


def actor_choice(actor: Actor, language: str) -> Choice:
    """Return an actor as a choice."""
    name, code = actor.title_in(language)
    values = {each: actor.slug_in(each) for each in languages.codes()}
    names = [actor.title_in(each)[0] for each in languages.codes()]
    return Choice(actor.pk, None, name, languages.other(code, language), values[language], folded_names(names), values)


CHOICES: dict[type, Any] = {Actor: actor_choice, Office: office_choice, Place: place_choice}
