"""Events in the admin: what is needed first, every further kind of fact in a part of its own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.forms import Script
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from actors.admin.downloading import WithTables
from actors.admin.notices import WithNotices
from actors.admin.search import FoldedSearch
from actors.models import Tenure
from chronicle.admin.proposals import Proposes
from chronicle.admin.sessions import BeginsSessions
from chronicle.checks import notices_of_event, said, sound
from chronicle.forms import EntryFormSet, EventForm, LinkFormSet, OutcomeFormSet, ParticipantFormSet
from chronicle.models import ChronologyEntry, Event, EventCitation, EventLink, Outcome, Participant, Statement, Stop
from library import tags
from library.admin.images import file_url
from publishing import languages
from publishing.admin.panels import fieldsets
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change
from publishing.picks import NewLabels

# Where a fact comes from.
SOURCED = ["sources", "locator", "position"]


def in_languages(name: str) -> list[str]:
    """Return the columns of a translated field."""
    return [f"{name}_{code}" for code in languages.codes()]


class StopInline(RowInline):
    """Where it went."""

    model = Stop
    named_by = ("place",)
    fields = ["place", "date", "came_from", *SOURCED]
    autocomplete_fields = ["place", "came_from", "sources"]


class NamesTenures(RowInline):
    """Rows that may name a tenure: it says little without its post and office."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Bring them where a tenure is looked up."""
        if db_field.name == "tenure":
            kwargs["queryset"] = Tenure.objects.select_related("actor", "post__office")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ParticipantInline(NamesTenures):
    """Who took part."""

    model = Participant
    formset = ParticipantFormSet
    named_by = ("actor", "post", "office", "role")
    further = ["post", "office", "is_former", "tenure", "came_from"]
    fields = ["actor", "role", *in_languages("capacity"), "sources", "locator", *further, "position"]
    autocomplete_fields = ["actor", "post", "office", "tenure", "came_from", "sources"]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Let the boxes of the capacity ask for the title of the day."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in in_languages("capacity"):
            field.widget.attrs["data-titles"] = reverse_lazy("admin:chronicle_event_titles")
        return field

    def get_queryset(self, request: HttpRequest) -> QuerySet[Participant]:
        """Bring the offices: a title says little without."""
        return super().get_queryset(request).select_related("post__office", "tenure__post__office")


class StatementInline(RowInline):
    """What was said."""

    model = Statement
    named_by = ("actor", "office", "text")
    further = ["office", *in_languages("attribution"), "mode", "original", "original_language", "about", *in_languages("gloss")]
    fields = ["actor", *in_languages("text"), "sources", "locator", *further, "position"]
    autocomplete_fields = ["actor", "office", "about", "sources"]


class OutcomeInline(NamesTenures):
    """What came of it."""

    model = Outcome
    formset = OutcomeFormSet
    named_by = ("kind", "text")
    further = ["is_main", *in_languages("date_words"), "tenure", "office", "led_to", "agreement"]
    fields = ["kind", "status", "date", *in_languages("text"), "sources", "locator", *further, "position"]
    fk_name = "event"
    autocomplete_fields = ["tenure", "office", "led_to", "agreement", "sources"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outcome]:
        """Bring the posts: a tenure says little without."""
        return super().get_queryset(request).select_related("tenure__post__office")


class LinkInline(RowInline):
    """Other events."""

    model = EventLink
    formset = LinkFormSet
    fk_name = "event"
    named_by = ("relation", "other")
    fields = ["relation", "other", *SOURCED]
    autocomplete_fields = ["other", "sources"]


class CitationInline(RowInline):
    """Where it comes from as a whole."""

    model = EventCitation
    fields = ["source", "locator", "quote", "quote_language", "position"]
    autocomplete_fields = ["source"]
    verbose_name_plural = _("sources")


class EntryInline(RowInline):
    """The chronologies that it was put into by hand."""

    model = ChronologyEntry
    formset = EntryFormSet
    fields = ["chronology", "position"]
    autocomplete_fields = ["chronology"]


@admin.register(Event)
class EventAdmin(Proposes, BeginsSessions, WithTables, WithNotices, FoldedSearch, PublishableAdmin):
    """Events."""

    form = EventForm
    translated_fields = ["title", "lead", "body", "slug", "date_words", "duration", "venue", "show_title", *SEARCH]
    common_fields = ["date", "kind", "tags"]
    further = ["slug", "date_words", "duration", "venue", "show_title", *SEARCH]
    optional = ["lead", "body"]
    common_label = _("Date and tags")
    # What an event may do without.
    further_fields = ["year_inferred", "status", "access", "parent", "format", "ordinal", "image", "card_image"]
    autocomplete_fields = ["parent", "format", "image", "card_image"]
    inlines = [EntryInline, StopInline, ParticipantInline, StatementInline, OutcomeInline, LinkInline, CitationInline]
    list_display = ["picture", "name", "when", "kind", "state_now", "languages_now", "public_since", "edited"]
    list_filter = ["kind", "status"]
    search_help_text = _("Any spelling of the title, in any script.")
    new_labels = NewLabels(check=tags.clean_label, find_or_make=tags.find_or_make)
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "60-300", **LENGTHS}
    tables = {"download_events": "events"}
    notices = staticmethod(notices_of_event)

    class Media:
        """The scripts that propose."""

        js = tuple(Script(f"js/admin/{name}.js", type="module") for name in ("participants", "year"))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Let the box of the date ask for its year."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "date":
            field.widget.attrs["data-proposes-year"] = reverse_lazy("admin:chronicle_event_year")
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What is needed in front; the rest in a part of its own."""
        return [*fieldsets(self), (_("Details"), {"fields": self.further_fields})]

    @admin.display(description=_("date"), ordering="date_lower", empty_value="")
    def when(self, record: Event) -> str:
        """Show the date in words."""
        return said(sound(record.date))

    def picture_url(self, record: Event) -> str:
        """Return the address of the image, small, for editors."""
        return file_url(record.image, 160) if record.image is not None else ""

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the images."""
        return ["image", "edited_by"]
