"""Places in the admin: a short form, in drafts, languages and versions like every record."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from actors.admin import apart
from actors.admin.notices import WithNotices
from actors.admin.search import FoldedSearch
from actors.forms import PlaceForm
from actors.models import Place
from publishing.admin.publishable import PublishableAdmin
from publishing.advice.texts import SEARCH
from publishing.looks import LENGTHS
from publishing.models import Change


@admin.register(Place)
class PlaceAdmin(WithNotices, FoldedSearch, PublishableAdmin):
    """Places."""

    form = PlaceForm
    translated_fields = ["name", "slug", "also", "status_note", "show_title", *SEARCH]
    optional = ["status_note"]
    further = ["slug", "also", "show_title", *SEARCH]
    common_fields = ["kind", "parent", "mark", "tag", "latitude", "longitude"]
    common_label = _("About the place")
    autocomplete_fields = ["parent", "tag"]
    list_display = ["name", "kind", "within", "marked", "state_now", "languages_now", "public_since", "edited"]
    list_filter = ["kind", "mark"]
    search_help_text = _("Any spelling of the name, in any script.")
    change_kinds = [("name", Change.Kind.RETITLED)]
    not_copied = ["tag"]
    lengths = {"status_note": "60-300", **LENGTHS}
    told_apart = staticmethod(apart.places)

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the places around."""
        return ["parent", "edited_by"]

    @admin.display(description=_("lies in"), ordering="parent", empty_value="")
    def within(self, place: Place) -> str:
        """Name the place around it."""
        return str(place.parent) if place.parent is not None else ""

    @admin.display(description=_("mark"), ordering="mark", empty_value="")
    def marked(self, place: Place) -> str:
        """Say how it is set apart, where it is."""
        return "" if place.mark == Place.Mark.NONE else str(place.get_mark_display())
