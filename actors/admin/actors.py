"""Actors in the admin: a person with names, tenures and remits in one form."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actors.admin import apart
from actors.admin.downloading import WithTables
from actors.admin.filters import InOfficeFilter
from actors.admin.lists import ActorChangeList
from actors.admin.merging import WithMerging
from actors.admin.notices import WithNotices
from actors.admin.search import FoldedSearch
from actors.admin.withholding import WithheldFilter, WithWithholding
from actors.checks import notices_of_actor
from actors.forms import ActorForm, RemitForm, TenureForm, TenureFormSet
from actors.models import Actor, ActorIdentifier, ActorName, Remit, Tenure
from library.admin.images import file_url
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change

# What remits have in both forms.
REMIT = ["kind", "place", "start", "end", "end_status", "sources", "locator", "position"]
FURTHER_OF_REMIT = ["office", "within", "as_printed"]
NAME_OF_REMIT = ["kind", "place", "office", "as_printed", "start"]


class NameInline(RowInline):
    """Other names."""

    model = ActorName
    fields = ["name", "kind", "language", "script", "position"]


class TenureInline(RowInline):
    """What the person holds or held."""

    model = Tenure
    form = TenureForm
    formset = TenureFormSet
    further = ["title_as_printed", "end_reason", "is_acting", "ordinal"]
    fields = ["post", "start", "end", "end_status", "sources", "locator", *further, "position"]
    autocomplete_fields = ["post", "sources"]
    radio_fields = {"end_status": admin.HORIZONTAL}
    named_by = ["post", "start"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tenure]:
        """Bring the offices: a title says little without."""
        return super().get_queryset(request).select_related("post__office")


class RemitInline(RowInline):
    """What the person looks after. The tenure that brings it is one of this form."""

    model = Remit
    form = RemitForm
    further = FURTHER_OF_REMIT
    fields = ["tenure", *REMIT, *further]
    autocomplete_fields = ["place", "office", "within", "sources"]
    radio_fields = {"end_status": admin.HORIZONTAL}
    named_by = NAME_OF_REMIT
    row_fields = {"tenure": "tenures"}


class IdentifierInline(RowInline):
    """What registers elsewhere call the person."""

    model = ActorIdentifier
    fields = ["scheme", "value", "url", "position"]


@admin.register(Actor)
class ActorAdmin(WithTables, WithWithholding, WithMerging, WithNotices, FoldedSearch, PublishableAdmin):
    """People."""

    form = ActorForm
    translated_fields = ["name", "sort_name", "slug", "summary", "biography", "show_title", *SEARCH]
    common_fields = ["portrait", "born", "died", "has_profile"]
    common_label = _("About the person")
    further = ["sort_name", "slug", "show_title", *SEARCH]
    optional = ["sort_name", "biography"]
    autocomplete_fields = ["portrait"]
    inlines = [NameInline, TenureInline, RemitInline, IdentifierInline]
    other_names = (ActorName, "actor")
    list_display = ["picture", "name", "holds", "state_now", "languages_now", "public_since", "edited"]
    list_filter = [InOfficeFilter, "has_profile", WithheldFilter]
    search_help_text = _("Any spelling of the name, in any script.")
    change_kinds = [("name", Change.Kind.RETITLED)]
    not_copied = ["tenures", "remits", "identifiers"]
    lengths = {"summary": "60-300", **LENGTHS}
    notices = staticmethod(notices_of_actor)
    tables = {"download_actors": "actors", "download_tenures": "tenures"}
    pointed_by = Tenure._meta.get_field("actor")
    told_apart = staticmethod(apart.actors)

    def picture_url(self, record: Actor) -> str:
        """Return the address of the portrait, small, for editors."""
        return file_url(record.portrait, 160) if record.portrait is not None else ""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ActorChangeList]:
        """Use the list that knows who holds what."""
        return ActorChangeList

    @admin.display(description=_("in office"), empty_value="")
    def holds(self, record: Any) -> SafeString:  # Any: an actor with what the list brought
        """Name what the person holds on the day of the list."""
        return render_to_string("admin/actors/held.html", {"holdings": record.holdings})

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the portraits."""
        return ["portrait", "edited_by"]

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Lead to the public page of those who have one."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.has_profile else None
