"""Sources in the admin."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from library.models import Source
from publishing.admin.audited import Audited
from publishing.admin.where_used import ListsUses


@admin.register(Source)
class SourceAdmin(ListsUses, Audited):
    """Sources are found by typing in the forms of records, and kept here."""

    added, changed, deleted = gettext_noop("source added"), gettext_noop("source changed"), gettext_noop("source deleted")
    is_printed = True

    list_display = ["title", "publisher", "kind", "language", "accessed_on", "copy"]
    list_filter = ["kind", "language"]
    search_fields = ["title", "publisher", "url"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ["title", "publisher", "kind", "language", "url", "archived_url", "accessed_on", "where_used"]
    readonly_fields = ["where_used"]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Source], search_term: str) -> tuple[QuerySet[Source], bool]:
        """Search without the one character that PostgreSQL refuses."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def told_apart(self, sources: Sequence[Source]) -> dict[UUID, str]:
        """Return {key: publisher, or else address} of sources of one title."""
        return {source.pk: source.publisher or source.url for source in sources}

    @admin.display(description=Source._meta.get_field("archived_url").verbose_name)
    def copy(self, source: Source) -> str:
        """Say whether an archive keeps the page."""
        return str(_("kept")) if source.archived_url else ""
