"""What the pages of people and offices show: plain values, prepared for their templates."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from actors import wording
from actors.models import Actor, Office, Tenure
from library.pictures import Picture, figures_for, picture_of
from publishing import date_words, languages
from publishing.fields import richtext
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.record_page import Label, RecordPage, described, label
from publishing.remembered import Stamp

NOTICES = {
    "en": gettext_lazy("This page is available in English."),
    "ka": gettext_lazy("This page is available in Georgian."),
    "": gettext_lazy("This page is available in another language."),
}


@dataclass(frozen=True)
class Line:
    """A tenure as a page prints it: on that of the actor the office beside the title, on that of the office the actor."""

    title: str
    lang: str
    of: Label
    start: str
    end: str
    status: str
    # The key of whom or what it names.
    key: str = ""


@dataclass(kw_only=True)
class ProfilePage(RecordPage):
    """An actor or an office."""

    summary: str = ""
    body: SafeString | str = ""
    description: str = ""
    portrait: Picture | None = None
    lines: list[Line] = field(default_factory=list)


def actor_page(actor: Actor, language: str, under: Stamp | None = None) -> ProfilePage:
    """Return what the page of an actor shows."""
    page = ProfilePage.of(actor, language, NOTICES, under)
    tenures = actor.tenures.public().select_related("post__office").in_order()
    page.lines = [line(tenure, label(tenure.post.office, language), language, tenure.post.office_id) for tenure in tenures]
    return with_text(page, actor, language)


def office_page(office: Office, language: str, under: Stamp | None = None) -> ProfilePage:
    """Return what the page of an office shows."""
    page = ProfilePage.of(office, language, NOTICES, under)
    tenures = Tenure.objects.public().filter(post__office=office).select_related("post__office", "actor").in_order()
    page.lines = [line(tenure, named(tenure.actor, language), language, tenure.actor_id) for tenure in tenures]
    return with_text(page, office, language)


def named(actor: Actor, language: str) -> Label:
    """Return an actor as another page names one: without a way there where there is no page."""
    found = label(actor, language)
    return found if actor.has_profile else Label(found.label, "", found.lang)


def line(tenure: Tenure, of: Label, language: str, key: UUID) -> Line:
    """Return a tenure as a page prints it."""
    title, lang = wording.tenure_title(tenure, language)
    dates: list[Any] = [tenure.start, tenure.end]  # Any: partial dates, which mypy takes for text
    start, end = (date_words.words(date, language) for date in dates)
    return Line(title, languages.other(lang, language), of, start, end, "" if end else str(tenure.get_end_status_display()), str(key))


def with_text(page: ProfilePage, record: Publishable, language: str) -> ProfilePage:
    """Add what a reader of the text sees."""
    if not page.notice:
        page.summary, body = getattr(record, f"summary_{language}"), getattr(record, f"{record.body_field}_{language}")
        page.body = richtext.render(body, pictures=figures_for(body, language), language=language)
        page.portrait = picture_of(record.portrait, language) if isinstance(record, Actor) else None
        page.description = described(record, language, page.summary, body)
    return page


@lru_cache
def actors_by(column: str) -> Prepared:
    """Return the query for the actor with a given value in a column of which no two are alike."""
    actors = Actor.objects.filter(**{column: Given("value", Actor._meta.get_field(column))})
    return Prepared(actors.select_related("portrait").order_by())


@lru_cache
def offices_by(column: str) -> Prepared:
    """Return the query for the office with a given value in a column of which no two are alike."""
    return Prepared(Office.objects.filter(**{column: Given("value", Office._meta.get_field(column))}).order_by())
