"""Agreements in the admin: what is needed first, their life and those who stand by them in parts of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.admin.notices import WithNotices
from actors.admin.search import FoldedSearch
from chronicle.admin.events import in_languages
from chronicle.agreement_forms import SignatoryFormSet, StageFormSet
from chronicle.in_office import notices_of_agreement
from chronicle.models import Agreement, AgreementCitation, AgreementName, Party, Signatory, Stage
from library import tags
from library.admin.images import file_url
from publishing.admin.panels import fieldsets
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change
from publishing.picks import NewLabels


class StageInline(RowInline):
    """How far it came."""

    model = Stage
    formset = StageFormSet
    named_by = ("kind", "date")
    further = ["year_inferred", *in_languages("date_words"), "actor", "office", *in_languages("note")]
    fields = ["kind", "date", "event", "sources", "locator", *further, "position"]
    autocomplete_fields = ["event", "actor", "office", "sources"]


class PartyInline(RowInline):
    """Between whom."""

    model = Party
    named_by = ("office", "actor", "place", "name")
    further = ["actor", "place", *in_languages("name"), "role"]
    fields = ["office", "sources", "locator", *further, "position"]
    autocomplete_fields = ["office", "actor", "place", "sources"]


class SignatoryInline(RowInline):
    """Who signed."""

    model = Signatory
    formset = SignatoryFormSet
    named_by = ("actor", "post", "office")
    further = ["post", "office", "tenure"]
    fields = ["actor", *in_languages("capacity"), "sources", "locator", *further, "position"]
    autocomplete_fields = ["actor", "post", "office", "tenure", "sources"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Signatory]:
        """Bring the offices: a title says little without."""
        return super().get_queryset(request).select_related("post__office", "tenure__post__office")


class AgreementNameInline(RowInline):
    """The titles that are printed on it, and what else it is called."""

    model = AgreementName
    fields = ["name", "kind", "language", "position"]


class AgreementCitationInline(RowInline):
    """Where it comes from as a whole."""

    model = AgreementCitation
    fields = ["source", "locator", "quote", "quote_language", "position"]
    autocomplete_fields = ["source"]
    verbose_name_plural = _("sources")


@admin.register(Agreement)
class AgreementAdmin(WithNotices, FoldedSearch, PublishableAdmin):
    """Agreements."""

    translated_fields = ["title", "lead", "body", "slug", "show_title", *SEARCH]
    common_fields = ["kind", "validity", "tags"]
    further = ["slug", "show_title", *SEARCH]
    optional = ["lead", "body"]
    common_label = _("Kind and tags")
    # What an agreement may do without.
    further_fields = ["twin", "image", "card_image"]
    autocomplete_fields = ["twin", "image", "card_image"]
    inlines = [StageInline, PartyInline, SignatoryInline, AgreementNameInline, AgreementCitationInline]
    other_names = (AgreementName, "agreement")
    list_display = ["picture", "name", "kind", "state_now", "languages_now", "public_since", "edited"]
    list_filter = ["kind"]
    search_help_text = _("Any spelling of a title, in any script.")
    new_labels = NewLabels(check=tags.clean_label, find_or_make=tags.find_or_make)
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "60-300", **LENGTHS}
    notices = staticmethod(notices_of_agreement)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """What is needed in front; the rest in a part of its own."""
        return [*fieldsets(self), (_("Details"), {"fields": self.further_fields})]

    def picture_url(self, record: Agreement) -> str:
        """Return the address of the image, small, for editors."""
        return file_url(record.image, 160) if record.image is not None else ""

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the images."""
        return ["image", "edited_by"]
