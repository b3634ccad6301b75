"""Places in the admin."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import get_language_info, gettext_noop
from django.utils.translation import gettext_lazy as _

from actors.admin.search import FoldedSearch
from actors.forms import PlaceForm
from actors.models import Place
from publishing import languages
from publishing.admin.audited import Audited
from publishing.admin.columns import TranslatedColumns

# What is said of a place in each language.
SAID = ("name", "slug", "also", "status_note")


@admin.register(Place)
class PlaceAdmin(FoldedSearch, Audited, TranslatedColumns):
    """Places. What pages print of them changes at once."""

    added, changed, deleted = gettext_noop("place added"), gettext_noop("place changed"), gettext_noop("place deleted")
    is_printed = True
    form = PlaceForm
    list_display = [*(f"name_{code}" for code in languages.codes()), "kind", "parent", "mark", "tag"]
    list_filter = ["kind", "mark"]
    list_select_related = ["parent", "tag"]
    search_fields = ["folded"]
    search_help_text = _("Any spelling, in any script.")
    autocomplete_fields = ["parent", "tag"]
    ordering = ["folded", "id"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: Place | None = None) -> list[Any]:  # Any: as in Django
        """One part for each language, one for what they share."""
        said = [(get_language_info(code)["name_local"], {"fields": [f"{name}_{code}" for name in SAID]}) for code in languages.codes()]
        return [*said, (None, {"fields": ["kind", "parent", "mark", "tag", "latitude", "longitude"]})]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out the deletion of many: what records use cannot go, and the list would not say which."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}
