"""The ways from a chronology to its exports."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from chronicle.exports import calendars, maps, tables, timelines
from chronicle.models import Chronology
from publishing import navigation
from publishing.record_page import Label

LABELS = {
    calendars: _("Calendar (iCalendar)"),
    timelines: _("Timeline (TimelineJS)"),
    maps: _("Places (GeoJSON)"),
    tables: _("Table (CSV)"),
}


@dataclass(frozen=True, slots=True)
class ExportLink(Label):
    """An export, as pages lead to it and tell programs of it."""

    type: str = ""


def exports_of(chronology: Chronology, language: str, query: str) -> list[ExportLink]:
    """Return the exports of what a page of a chronology lists; `query` is what stands behind its address."""
    here = navigation.record_address(chronology, language)
    return [ExportLink(str(label), f"{here}{kind.NAME}{query}", "", kind.CONTENT_TYPE.partition(";")[0]) for kind, label in LABELS.items()]
