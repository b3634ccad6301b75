"""The menus in the admin: entries are added, moved by buttons and keys, and removed, in one form."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from library import tags
from pages.menu_anchors import headings, lost
from pages.menu_forms import OFFERED, EntryForm, EntryFormSet
from pages.menus import PAGES
from pages.models import Menu, MenuEntry, Page
from publishing import languages, navigation
from publishing.admin.audited import Audited
from publishing.admin.printed import Printer

# How many tags the browser offers beside the pages.
TAGS = 100


class EntryInline(admin.TabularInline):
    """The entries of a menu; who may change the menu may change them."""

    model = MenuEntry
    form = EntryForm
    formset = EntryFormSet
    template = "admin/menu/entries.html"
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Menu | None = None) -> bool:
        """Ask the menu."""
        return self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Menu | None = None) -> bool:
        """Ask the menu."""
        return request.user.has_perm("pages.change_menu")

    def has_delete_permission(self, request: HttpRequest, obj: Menu | None = None) -> bool:
        """Ask the menu."""
        return self.has_change_permission(request, obj)


class MenuAdmin(Audited):
    """Both menus. Registered by `config`; there are always two."""

    changed = gettext_noop("menu changed")
    is_printed = True
    fields: Any = []
    inlines = [EntryInline]
    list_display = ["__str__", "vanished"]

    @admin.display(description=_("headings that are gone"), empty_value="")
    def vanished(self, menu: Menu) -> str:
        """Name the headings that entries lead to in vain."""
        return ", ".join(f"{entry.label} ({entry.language})" for entry in lost(menu))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: pages have room for two."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Menu | None = None) -> bool:
        """Refuse: an empty menu is not shown."""
        return False

    def get_inline_formsets(self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Menu | None = None, **kwargs: Any) -> Any:
        """Print the rows as those of a record, and offer what entries may lead to."""
        found = super().get_inline_formsets(request, formsets, inline_instances, obj, **kwargs)
        for inline in found:
            printer = Printer(request, self.admin_site, lambda *_asked: True)
            titles = {str(form.instance.pk): str(form.instance) for form in inline.formset.forms}
            inline.printed = printer.rows(inline.formset, inline.opts, titles, (_("menu entries"), _("menu entry")))
            inline.lost = lost(obj) if obj is not None else []
            inline.offered_id, inline.offered = OFFERED, offered()
            inline.original_is_footer = obj is not None and obj.place == Menu.Place.FOOTER
        return found


def offered() -> list[tuple[str, str]]:
    """Return (address, name) of what the browser offers: the lists of the site, its pages, its tags."""
    language = languages.active()
    lists = [(navigation.address(name, language), str(MenuEntry.Page(page).label)) for page, name in PAGES.items()]
    pages = [each for page in Page.objects.live() for each in with_headings(page, language)]
    used = [(navigation.address_of_slug("news:tag", language, tag.slug), str(tag)) for tag in tags.public()[:TAGS] if tag.slug]
    return lists + pages + used


def with_headings(page: Page, language: str) -> list[tuple[str, str]]:
    """Return (address, name) of a page and of each heading of its text."""
    address, title = navigation.record_address(page, language), page.title_in(language)[0]
    return [(address, title), *((f"{address}#{heading.anchor}", f"{title}: {heading.text}") for heading in headings(page, language))]
