"""Pages in the admin."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pages.forms import PageForm
from pages.models import Page
from publishing import languages
from publishing.admin.publishable import PublishableAdmin
from publishing.models import Change


@admin.register(Page)
class PageAdmin(PublishableAdmin):
    """Pages of the site itself."""

    form = PageForm
    translated_fields = ["title", "slug", "lead", "body", "show_title"]
    common_fields = ["parent", "position", "purpose"]
    common_label = _("Place and purpose")
    autocomplete_fields = ["parent"]
    search_fields = [f"slug_{code}" for code in languages.codes()]
    list_display = ["name", "under", "position", "state_now", "languages_now", "public_since", "edited"]
    ordering = ["position", "id"]
    change_kinds = [("title", Change.Kind.RETITLED)]
    lengths = {"lead": "80-300"}

    def get_list_select_related(self, request: HttpRequest) -> list[str]:
        """Bring the pages above."""
        return ["parent"]

    @admin.display(description=_("belongs under"), ordering="parent", empty_value="")
    def under(self, page: Page) -> str:
        """Name the page above, as the public knows it."""
        return page.parent.title if page.parent is not None else ""
