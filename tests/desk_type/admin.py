"""Dossiers in the admin."""

from django.contrib import admin

from library import tags
from publishing import languages
from publishing.admin.publishable import PublishableAdmin
from publishing.admin.rows import RowInline
from publishing.picks import NewLabels
from tests.desk_type.models import Deadline, Dossier, Exhibit, Remark


class ExhibitInline(RowInline):
    """Rows with choices."""

    model = Exhibit
    fields = ["holder", "sources", "locator", "position"]
    autocomplete_fields = ["holder", "sources"]


class RemarkInline(RowInline):
    """Rows of long texts."""

    model = Remark
    fields = [*(f"text_{code}" for code in languages.codes()), "position"]


class DeadlineInline(RowInline):
    """Rows of plain values."""

    model = Deadline
    fields = ["on", "number", "weight", "met", "position"]


@admin.register(Dossier)
class DossierAdmin(PublishableAdmin):
    """Dossiers."""

    translated_fields = ["title", "slug", "lead", "body", "show_title"]
    common_fields = ["keeper", "opened_on", "covers", "sealed", "tags"]
    autocomplete_fields = ["keeper"]
    inlines = [ExhibitInline, RemarkInline, DeadlineInline]
    new_labels = NewLabels(check=tags.clean_label, find_or_make=tags.find_or_make)
