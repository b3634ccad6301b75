"""Offices in the admin: an institution with its posts in one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from actors.admin import apart
from actors.admin.actors import FURTHER_OF_REMIT, NAME_OF_REMIT, REMIT
from actors.admin.downloading import WithTables
from actors.admin.filters import InOfficeFilter
from actors.admin.merging import WithMerging
from actors.admin.missing_posts import missing_post
from actors.admin.notices import WithNotices
from actors.admin.search import FoldedSearch, Found
from actors.checks import notices_of_office
from actors.forms import OfficeForm, PostForm, PostFormSet, RemitForm
from actors.models import Office, OfficeLink, OfficeName, Post, Remit
from publishing import languages
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change


class PostInline(RowInline):
    """The posts of the office."""

    model = Post
    form = PostForm
    formset = PostFormSet
    further = [
        *(f"{name}_{code}" for name in ("also", "mark") for code in languages.codes()),
        *("deputy_to", "existed_from", "existed_to", "existence"),
    ]
    fields = [*(f"title_{code}" for code in languages.codes()), "seats", *further, "position"]
    radio_fields = {"existence": admin.HORIZONTAL}
    named_by = ["title", "existed_from"]
    row_fields = {"deputy_to": "posts"}


class NameInline(RowInline):
    """Other names."""

    model = OfficeName
    fields = ["name", "language", "period", "position"]


class LinkInline(RowInline):
    """What the office is to others."""

    model = OfficeLink
    fk_name = "office"
    fields = ["kind", "other", "period", "position"]
    autocomplete_fields = ["other"]


class RemitInline(RowInline):
    """What a post looks after, whoever holds it."""

    model = Remit
    fk_name = "holder"
    form = RemitForm
    further = FURTHER_OF_REMIT
    fields = ["post", *REMIT, *further]
    radio_fields = {"end_status": admin.HORIZONTAL}
    named_by = NAME_OF_REMIT
    autocomplete_fields = ["place", "office", "within", "sources"]
    row_fields = {"post": "posts"}


@admin.register(Office)
class OfficeAdmin(WithTables, WithMerging, WithNotices, FoldedSearch, PublishableAdmin):
    """Institutions."""

    form = OfficeForm
    translated_fields = ["name", "slug", "mark", "summary", "description", "show_title", *SEARCH]
    common_fields = ["kind", "parent", "place", "existed_from", "existed_to", "existence", "recognition", "recognition_period"]
    common_label = _("About the office")
    further = ["slug", "mark", "show_title", *SEARCH]
    optional = ["description"]
    radio_fields = {"existence": admin.HORIZONTAL}
    autocomplete_fields = ["parent", "place"]
    inlines = [PostInline, NameInline, LinkInline, RemitInline]
    other_names = (OfficeName, "office")
    list_display = ["name", "standing", "state_now", "languages_now", "public_since", "edited"]
    list_filter = [InOfficeFilter, "kind", "recognition"]
    search_help_text = _("Any spelling of the name, in any script.")
    change_kinds = [("name", Change.Kind.RETITLED)]
    not_copied = ["links"]
    lengths = {"summary": "60-300", **LENGTHS}
    notices = staticmethod(notices_of_office)
    tables = {"download_offices": "offices", "download_posts": "posts"}
    pointed_by = Office._meta.get_field("parent")
    told_apart = staticmethod(apart.offices)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the offices above."""
        return ["parent", "edited_by"]

    @admin.display(description=_("kind"), ordering="kind")
    def standing(self, office: Office) -> SafeString:
        """Say what it is, whether others recognise it, and what it is part of."""
        return render_to_string("admin/actors/standing.html", {"office": office})


@admin.register(Post)
class PostAdmin(Found):
    """Posts, to be found by typing in other forms: by their titles and by their offices."""

    search_fields = ["folded", "office__folded"]
    ordering = ["folded", "id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let those add one who may change the offices that have them."""
        return self.admin_site.get_model_admin(Office).has_change_permission(request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the form of its office."""
        return missing_post(self.admin_site, request)
