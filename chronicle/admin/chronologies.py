"""Chronologies and formats in the admin."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from actors.admin.downloading import sent
from actors.admin.search import FoldedSearch
from actors.tables.kinds import KINDS
from actors.tables.names import seen_by
from chronicle.admin.sessions import OffersNextSession
from chronicle.models import Chronology, ChronologyRule, Event, Format, Listing
from publishing.admin.panels import fieldsets
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change
from publishing.workflow import User


class RuleInline(RowInline):
    """Which events belong by themselves; others are put in from their own forms."""

    model = ChronologyRule
    fields = ["kind", "place", "position"]
    autocomplete_fields = ["place"]


@admin.register(Chronology)
class ChronologyAdmin(FoldedSearch, PublishableAdmin):
    """Chronologies."""

    actions = [*PublishableAdmin.actions, "download_events"]

    translated_fields = ["title", "lead", "introduction", "slug", "show_title", *SEARCH]
    optional = ["lead", "introduction"]
    further = ["slug", "show_title", *SEARCH]
    inlines = [RuleInline]
    list_display = ["name", "state_now", "languages_now", "public_since", "edited"]
    search_help_text = _("Any spelling of the title, in any script.")
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "60-300", **LENGTHS}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Its languages share nothing but the rules."""
        return fieldsets(self)[:-1]

    @admin.action(description=_("Download their events as a workbook"))
    def download_events(self, request: HttpRequest, records: QuerySet[Chronology]) -> HttpResponseBase:
        """Send the events that stand in the chosen chronologies, by hand or by a rule."""
        by = cast("User", request.user)
        chosen = Listing.objects.filter(chronology__in=records.order_by().values("pk"))
        return sent(KINDS["events"], seen_by(by, Event).filter(pk__in=chosen.values("event")), by)


@admin.register(Format)
class FormatAdmin(OffersNextSession, FoldedSearch, PublishableAdmin):
    """Formats."""

    translated_fields = ["title", "lead", "description", "slug", "also", "status_reason", "show_title", *SEARCH]
    optional = ["lead", "description"]
    further = ["slug", "also", "status_reason", "show_title", *SEARCH]
    common_fields = ["usual_place", "status", "last_held"]
    common_label = _("About the format")
    autocomplete_fields = ["usual_place"]
    list_display = ["name", "status", "state_now", "languages_now", "public_since", "edited"]
    list_filter = ["status"]
    search_help_text = _("Any spelling of the title, in any script.")
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "60-300", **LENGTHS}

    def format_of(self, record: Format) -> Format | None:
        """Return the format, if it has a session."""
        return record if record.events.kept().exists() else None
