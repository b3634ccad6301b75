"""Pages in the admin."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext_lazy as _

from pages.forms import HouseTermForm, PageForm, TermForm
from pages.models import HouseTerm, Page, PageDocument, Term
from publishing import languages
from publishing.admin.audited import Audited
from publishing.admin.columns import TranslatedColumns
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change

# What is said of a term in each language.
TERM = ("name", "also", "definition")


class DocumentInline(RowInline):
    """What readers can download."""

    model = PageDocument
    fields = ["document", "position"]
    autocomplete_fields = ["document"]


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    """Pages of the site itself."""

    form = PageForm
    translated_fields = ["title", "slug", "lead", "body", "show_title", *SEARCH]
    further = SEARCH
    common_fields = ["parent", "position", "purpose", "mark_terms"]
    common_label = _("Place and purpose")
    autocomplete_fields = ["parent"]
    inlines = [DocumentInline]
    search_fields = [f"slug_{code}" for code in languages.codes()]
    list_display = ["name", "under", "position", "state_now", "languages_now", "public_since", "edited"]
    # Each page with those under it.
    ordering = [Coalesce("parent__position", "position"), Coalesce("parent", "id"), F("parent").asc(nulls_first=True), "position", "id"]
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "30-300", **LENGTHS}

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the pages above."""
        return ["parent"]

    @admin.display(description=_("belongs under"), ordering="parent", empty_value="")
    def under(self, page: Page) -> str:
        """Name the page above, as the public knows it."""
        return page.parent.title if page.parent is not None else ""


@admin.register(Term)
class TermAdmin(Audited, TranslatedColumns):
    """The glossary. Texts print it too, so each change makes their pages anew."""

    added, changed, deleted = gettext_noop("term added"), gettext_noop("term changed"), gettext_noop("term deleted")
    is_printed = True
    counted = _("terms")
    form = TermForm
    list_display = [*(f"name_{code}" for code in languages.codes()), "anchor", "is_shown"]
    list_filter = ["is_shown"]
    search_fields = [f"{name}_{code}" for name in ("name", "also") for code in languages.codes()]
    ordering = [f"name_{languages.codes()[0]}", "anchor"]

    def get_fieldsets(self, request: HttpRequest, obj: Term | None = None) -> list[Any]:  # Any: as in Django
        """One part for each language, one for what they share."""
        said = [(get_language_info(code)["name_local"], {"fields": [f"{name}_{code}" for name in TERM]}) for code in languages.codes()]
        return [*said, (None, {"fields": ["anchor", "is_shown"]})]


@admin.register(HouseTerm)
class HouseTermAdmin(Audited):
    """Words to avoid, of which those who write are told. No page prints them."""

    added, changed, deleted = gettext_noop("house term added"), gettext_noop("house term changed"), gettext_noop("house term deleted")
    counted = _("house terms")
    form = HouseTermForm
    list_display = ["avoided", "preferred", "language", "in_quotation"]
    list_filter = ["language", "in_quotation"]
    search_fields = ["avoided", "also", "preferred"]
    ordering = ["language", "avoided"]
    radio_fields = {"in_quotation": admin.VERTICAL}
