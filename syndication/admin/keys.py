"""Keys of the API in the admin: made, shown once, renamed, taken back."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from publishing.admin.audited import Audited, said_of
from syndication import keys, uses
from syndication.models import ApiKey

REVOKED = gettext_noop("API key taken back")
# How many rows of its use the page of a key shows.
SHOWN = 60


class StateFilter(admin.SimpleListFilter):
    """By whether a key still opens."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("good", _("in use")), ("revoked", _("taken back"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:  # Any: as in Django
        """Keep what was asked for."""
        return queryset.filter(revoked_at__isnull=self.value() == "good") if self.value() in ("good", "revoked") else queryset


@admin.register(ApiKey)
class ApiKeyAdmin(Audited):
    """Keys, the newest first. None is deleted: what it did stays on record."""

    added, changed, deleted = gettext_noop("API key made"), gettext_noop("API key changed"), REVOKED

    list_display = ["name", "beginning", "state", "last_used", "made"]
    list_filter = [StateFilter]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "mail", "beginning"]
    actions = None
    fields = ["name", "mail"]
    change_form_template = "admin/syndication/apikey/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: ApiKey | None = None) -> bool:
        """Refuse: a key is taken back."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the button that takes a key back."""
        revoke = path("<uuid:key>/revoke/", self.admin_site.admin_view(self.revoke), name="syndication_apikey_revoke")
        return [revoke, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> Any:  # Any: as in Django
        """Write first what was counted, so that the desk shows it."""
        uses.tally.flush()
        return super().get_queryset(request)

    @admin.display(description=gettext_lazy("state"), ordering="revoked_at")
    def state(self, key: ApiKey) -> str:
        """Say whether it still opens."""
        return _("in use") if key.is_good else _("taken back")

    @admin.display(description=gettext_lazy("last used"), ordering="used_on")
    def last_used(self, key: ApiKey) -> str:
        """Say on which day it was used last."""
        return date_format(key.used_on, "j F Y") if key.used_on else _("never")

    @admin.display(description=gettext_lazy("made"), ordering="at")
    def made(self, key: ApiKey) -> str:
        """Say when it was made, by the clock that editors read."""
        return date_format(timezone.localtime(key.at), "j F Y, H:i")

    def save_model(self, request: HttpRequest, obj: ApiKey, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Draw the key of a new row."""
        if not change:
            text = keys.new()
            obj.beginning, obj.digest, obj.by = keys.beginning_of(text), keys.digest_of(text), request.user  # type: ignore[assignment]  # somebody is there
            vars(request)["new_key"] = text
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: ApiKey, post_url_continue: str | None = None) -> HttpResponse:
        """Show the key, this once: it goes into no message, no session and no address."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": obj.name, "secret": vars(request)["new_key"], "key": obj}
        return TemplateResponse(request, "admin/syndication/apikey/made.html", context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show with the form how much the key is used."""
        key = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if key is not None and self.has_view_permission(request, key):
            total = key.uses.aggregate(total=Sum("requests"))["total"] or 0
            shown = {
                "key": key,
                "uses": key.uses.all()[:SHOWN],
                "total": total,
                "days": uses.DAYS_KEPT,
                "may_change": self.has_change_permission(request),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def revoke(self, request: HttpRequest, key: str) -> HttpResponse:
        """Take a key back, for good."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        row = get_object_or_404(ApiKey, pk=key)
        with transaction.atomic():
            if ApiKey.objects.good().filter(pk=row.pk).update(revoked_at=timezone.now()):
                self.write_down(request, REVOKED, said_of(row))
        self.message_user(request, _("The key of “%(name)s” opens nothing any more.") % {"name": row.name})
        return HttpResponseRedirect(reverse("admin:syndication_apikey_change", args=[row.pk]))
