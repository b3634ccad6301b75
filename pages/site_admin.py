"""The site's settings in the admin: one form, one save, one change."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from library import brand
from library.cards import chosen
from pages.site_forms import SiteSettingsForm
from publishing import languages, site
from publishing.admin.audited import Audited
from publishing.models import SiteSettings


def each(*names: str) -> list[str | tuple[str, ...]]:
    """Return the columns of translated fields, those of one text side by side."""
    return [tuple(f"{name}_{code}" for code in languages.codes()) for name in names]


class SiteSettingsAdmin(Audited):
    """The one row of settings. Registered by `config`, as the kernel's other models."""

    form = SiteSettingsForm
    changed = gettext_noop("site settings changed")
    added = changed
    is_printed = True
    readonly_fields = ["time_zone"]
    fieldsets: list[Any] = [
        (gettext_lazy("Name"), {"fields": each("name", "tagline")}),
        (gettext_lazy("Look"), {"fields": ["logo_file", "logo_dark_file", "icon_file", "accent", "accent_dark", "card"]}),
        (gettext_lazy("Foot of every page"), {"fields": [*each("footer", "address"), "phone", "email", "social"]}),
        (gettext_lazy("Rights"), {"fields": ["licence", *each("terms", "terms_address")]}),
        (gettext_lazy("Lists"), {"fields": ["list_untranslated"]}),
        (gettext_lazy("Texts"), {"fields": ["mark_terms"]}),
        (gettext_lazy("Reports of errors"), {"fields": ["error_reports", "error_reports_to"]}),
        (gettext_lazy("Time"), {"fields": ["time_zone"]}),
    ]

    class Media:
        css = {"all": ["css/admin/library.css", "css/admin/settings.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: there is one row, which the form makes when it is first saved."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: SiteSettings | None = None) -> bool:
        """Refuse: a site has settings."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one form."""
        return HttpResponseRedirect(reverse("admin:publishing_sitesettings_change", args=[1]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> SiteSettings | None:
        """Return the row, or the defaults that were never saved."""
        return site.read() if object_id == "1" else None

    def get_form(self, request: HttpRequest, obj: SiteSettings | None = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - as Django calls it
        """Leave the fields to the form: it has some that the model has not."""
        return super().get_form(request, obj, change, **{**kwargs, "fields": SiteSettingsForm.Meta.fields})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Offer one button: the form stays open anyway."""
        return super().render_change_form(request, {**context, "show_save_and_continue": False}, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: SiteSettings, form: SiteSettingsForm, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Save the row with its files: new ones before, old ones after the commit."""
        before, made = brand.names(obj), []
        try:
            made = keep_pictures(obj, form)
            card = form.cleaned_data["card"]
            obj.card_image = card.pk if card else None
            with transaction.atomic():
                obj.save()
                chosen.settle()
        except Exception:
            brand.remove(made)
            raise
        transaction.on_commit(lambda: brand.remove(before - brand.names(obj)), robust=True)

    def response_change(self, request: HttpRequest, obj: SiteSettings) -> HttpResponse:
        """Stay on the form, with a word that it is done."""
        self.message_user(request, _("Saved. Every page shows it from now on."))
        return HttpResponseRedirect(request.path)

    @admin.display(description=gettext_lazy("time zone"))
    def time_zone(self, _row: SiteSettings) -> str:
        """Say in which zone the site counts, and who decides it."""
        return _("%(zone)s. The environment of the server decides it (TIME_ZONE), so ask who runs the site.") % {"zone": settings.TIME_ZONE}


def keep_pictures(row: SiteSettings, form: SiteSettingsForm) -> list[str]:
    """Store the pictures that came, forget those that were taken away; return the names of the new files."""
    made: list[str] = []
    for name in ("logo", "logo_dark"):
        drawn = form.cleaned_data[f"{name}_file"]
        if drawn is False:
            setattr(row, name, {})
        elif isinstance(drawn, tuple):
            width, height, data = drawn
            made.append(brand.stored(data))
            setattr(row, name, {"name": made[-1], "width": width, "height": height})
    drawn = form.cleaned_data["icon_file"]
    if drawn is False:
        row.icon = {}
    elif isinstance(drawn, dict):
        row.icon = {side: brand.stored(data) for side, data in drawn.items()}
        made += row.icon.values()
    return made
