"""Facts as pages print them: each with an anchor of its own and with its sources, or the sentence that none is recorded."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from actors import evidence, wording
from actors.brought import both
from actors.evidence import Window
from actors.models import Actor, EndStatus, Office, Place, Remit, Tenure
from actors.periods import period
from library.models import Source
from publishing import languages, navigation
from publishing.date_words import Piece
from publishing.record_page import Label, label


@dataclass(frozen=True)
class Receipt:
    """A source of a fact; `lang` is the source's own, where it differs from the page's."""

    title: str
    lang: str
    publisher: str
    url: str
    archived_url: str


@dataclass(frozen=True)
class Statement:
    """A tenure or a remit: what, of or over whom, from when to when, and on which sources."""

    anchor: str
    title: str
    lang: str
    of: Label
    when: tuple[Piece, ...]
    is_present: bool = False
    # When dated facts show a tenure whose own dates leave that open.
    attested: str = ""
    notes: list[str] = field(default_factory=list)
    as_printed: str = ""
    within: Label | None = None
    # The tenure that brings a remit, where it comes with the post.
    by: Label | None = None
    sources: list[Receipt] = field(default_factory=list)
    locator: str = ""
    # The language of the source, which its words are in, where that differs from the page's.
    source_lang: str = ""
    # When it began and ended, as far as it is known: where it stands in the timeline.
    start: Any = None  # Any: a PartialDate, which mypy takes for text
    end: Any = None


def tenure_fact(tenure: Tenure, of: Label, language: str, shown: Window | None = None) -> Statement:
    """Return a tenure; `of` is the office on the actor's page, the actor on the office's; `shown` is when facts attest it."""
    title, lang = wording.tenure_title(tenure, language)
    notes = [_("number %(number)s in the post") % {"number": tenure.ordinal}] if tenure.ordinal else []
    return Statement(
        anchor=anchor_of(tenure),
        title=title,
        lang=languages.other(lang, language),
        of=of,
        when=period(tenure.start, tenure.end, tenure.end_status, language),
        is_present=tenure.end_status == EndStatus.ONGOING,
        attested=evidence.in_words(shown, language) if shown and evidence.tells_more(tenure, shown) else "",
        notes=[*notes, str(tenure.get_end_reason_display())] if tenure.end_reason else notes,
        as_printed=tenure.title_as_printed,
        sources=(sources := receipts(tenure, language)),
        locator=tenure.locator,
        source_lang=sources[0].lang if sources else "",
        start=tenure.start,
        end=tenure.end,
    )


def remit_fact(remit: Remit, language: str) -> Statement:
    """Return a remit: what is done, over which place or office, within which body."""
    over = public_place(remit.place, language) or public_office(remit.office, language)
    return Statement(
        anchor=anchor_of(remit),
        title=str(remit.get_kind_display()),
        lang="",
        of=over or Label(remit.as_printed, ""),
        when=period(remit.start, remit.end, remit.end_status, language),
        is_present=remit.end_status == EndStatus.ONGOING,
        as_printed=remit.as_printed if over else "",
        within=public_office(remit.within, language),
        sources=(sources := receipts(remit, language)),
        locator=remit.locator,
        source_lang=sources[0].lang if sources else "",
        start=remit.start,
        end=remit.end,
    )


def brought_fact(tenure: Tenure, remit: Remit, language: str) -> Statement:
    """Return a remit that somebody has by holding a post, for the time of both; where little is known of its own time, that is said."""
    fact, span = remit_fact(remit, language), both(tenure, remit)
    title, lang = wording.tenure_title(tenure, language)
    is_known = remit.start and (remit.end or remit.end_status == EndStatus.ONGOING)
    own = period(remit.start, remit.end, remit.end_status, language)
    return replace(
        fact,
        anchor=f"{anchor_of(tenure)}-{anchor_of(remit)}",
        when=period(span.start, span.end, span.status, language),
        is_present=span.status == EndStatus.ONGOING,
        notes=[] if is_known else [_("The remit itself: %(period)s") % {"period": "".join(piece.text for piece in own)}],
        by=Label(title, f"#{anchor_of(tenure)}", languages.other(lang, language)),
    )


def anchor_of(fact: Tenure | Remit) -> str:
    """Return the name under which a fact can be linked: it never changes."""
    return f"{fact._meta.model_name}-{fact.pk}"


def receipts(fact: Tenure | Remit, language: str) -> list[Receipt]:
    """Return the sources of a fact."""
    return [receipt(source, language) for source in fact.sources.all()]


def receipt(source: Source, language: str) -> Receipt:
    """Return a source as a fact names it."""
    return Receipt(source.title, languages.other(source.language, language), source.publisher, source.url, source.archived_url)


def actor_label(actor: Actor, language: str) -> Label:
    """Return an actor as another page names one: without a way there where there is no page."""
    found = label(actor, language)
    return found if actor.has_profile else Label(found.label, "", found.lang)


def office_label(office: Office, language: str) -> Label:
    """Return an office with its mark."""
    name, lang = wording.office_name(office, language)
    return Label(name, navigation.record_address(office, language), languages.other(lang, language))


def public_office(office: Office | None, language: str) -> Label | None:
    """Return an office that the public sees."""
    return office_label(office, language) if office is not None and office.is_live else None


def place_label(place: Place, language: str) -> Label:
    """Return a place with its mark."""
    name, lang = wording.place_name(place, language)
    return Label(name, navigation.record_address(place, language), languages.other(lang, language))


def public_place(place: Place | None, language: str) -> Label | None:
    """Return a place that the public sees."""
    return place_label(place, language) if place is not None and place.is_live else None
