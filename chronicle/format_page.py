"""The page of a format: what it is, how it stands, and its sessions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import DateField, Value
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from actors import facts
from chronicle.event_page import NOTICES, Other, other
from chronicle.models import Event, Format
from chronicle.paging import Ask, among
from library.pictures import figures_for
from publishing import languages
from publishing.fields import richtext
from publishing.partial_dates import PartialDate
from publishing.prepared import Given, Prepared
from publishing.publishable import Publishable
from publishing.record_page import Label, RecordPage, described
from publishing.remembered import Stamp

ORDER = ("lower", "upper", "pk")


@dataclass(frozen=True)
class Session:
    """A session with its number in the format, if it has one."""

    event: Other
    ordinal: int | None
    # How it stands, where it was not simply held.
    status: str


@dataclass(kw_only=True)
class FormatPage(RecordPage):
    """A format."""

    lead: str = ""
    body: SafeString | str = ""
    description: str = ""
    also: str = ""
    status: str = ""
    reason: str = ""
    reason_lang: str = ""
    last_held: PartialDate | None = None
    place: Label | None = None
    sessions: list[Session] = field(default_factory=list)


@lru_cache
def formats_by(column: str) -> Prepared:
    """Return the query for the format with a given value in a column of which no two are alike, with its place."""
    formats = Format.objects.filter(**{column: Given("value", Format._meta.get_field(column))})
    return Prepared(formats.select_related("usual_place").order_by())


def format_page(record: Format, sessions: Sequence[Event], language: str, under: Stamp | None = None) -> FormatPage:
    """Return what a page of a format shows, of which these are the sessions."""
    page = FormatPage.of(record, language, NOTICES, under)
    with_text(page, record, language)
    page.also = record.told("also", language)[0] if not page.notice else ""
    page.status = str(record.get_status_display()) if record.status != Format.Status.UNKNOWN else ""
    page.reason, reason_lang = record.told("status_reason", language)
    page.reason_lang = languages.other(reason_lang, language)
    last: Any = record.last_held  # a PartialDate, which mypy takes for text
    page.last_held = last
    page.place = facts.public_place(record.usual_place, language)
    page.sessions = [session(event, language) for event in sessions]
    return page


def with_text(page: Any, record: Publishable, language: str) -> None:  # Any: a page with a lead, a text and a description
    """Add what a reader of the text sees."""
    if not page.notice:
        page.lead, body = getattr(record, f"lead_{language}"), getattr(record, f"{record.body_field}_{language}")
        page.body = richtext.render(body, pictures=figures_for(body, language), language=language)
        page.description = described(record, language, page.lead, body)


def sessions_of(record: Format) -> Ask:
    """Return what asks for the sessions that the public sees, the last first; those without a date stand at the end."""
    earliest = Value(dt.date.min, DateField())
    events = Event.objects.live().filter(format=record).without_texts()
    return among(events.annotate(lower=Coalesce("date_lower", earliest), upper=Coalesce("date_upper", earliest)), ORDER, backwards=True)


def session(event: Event, language: str) -> Session:
    """Return an event as the page of its format lists it."""
    status = str(event.get_status_display()) if event.status != Event.Status.HELD else ""
    return Session(other(event, language, anchor=f"event-{event.short_id}"), event.ordinal, status)
