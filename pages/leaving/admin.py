"""Moving out, in the admin: ask for an archive of everything, and fetch it while it is there."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from library.documents.serving import disposition
from pages.leaving.tasks import delete_archive, move_out
from pages.models import Export
from publishing.admin.audited import Audited

ADDED = gettext_noop("archive of the site asked for")
FETCHED = gettext_noop("archive of the site downloaded")
DELETED = gettext_noop("archive of the site deleted")


class ExportAdmin(Audited):
    """Archives, newest first; only the row stays of one whose days are over."""

    added, changed, deleted = ADDED, ADDED, DELETED

    list_display = ["name", "state", "size", "started", "by"]
    list_display_links = ["name"]
    list_select_related = ["by"]
    actions = None
    change_form_template = "admin/pages/export/change_form.html"
    add_form_template = "admin/pages/export/add_form.html"
    fields: list[Any] = []

    def may(self, request: HttpRequest) -> bool:
        """Tell whether the user may take everything along."""
        return request.user.has_perm("pages.move_out")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may do it."""
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: Export | None = None) -> bool:
        """Let whoever may do it see what was asked for."""
        return self.may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let whoever may do it ask for an archive."""
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: Export | None = None) -> bool:
        """Refuse: an archive is as it was made."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Export | None = None) -> bool:
        """Refuse: who took everything along is no secret."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the file, and its end before its days are over."""
        site = self.admin_site.admin_view
        return [
            path("<uuid:key>/site.zip", site(self.fetch), name="pages_export_file"),
            path("<uuid:key>/remove/", site(self.remove), name="pages_export_remove"),
            *super().get_urls(),
        ]

    @admin.display(description=_("file"), ordering="started_at")
    def name(self, export: Export) -> str:
        """Name the file."""
        return export.name

    @admin.display(description=_("size"), ordering="bytes")
    def size(self, export: Export) -> str:
        """Say how large it is."""
        return filesizeformat(export.bytes) if export.bytes else ""

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, export: Export) -> str:
        """Say when it was asked for, by the clock that editors read."""
        return date_format(timezone.localtime(export.started_at), "j F Y, H:i")

    def save_model(self, request: HttpRequest, obj: Export, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Let the worker write it."""
        obj.by = request.user  # type: ignore[assignment]  # the admin knows who it is
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: move_out.enqueue(str(obj.pk)))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the form by what it is for; one archive is written at a time."""
        going = self.may(request) and Export.objects.filter(ended_at=None).first()
        if going:
            return HttpResponseRedirect(reverse("admin:pages_export_change", args=[going.pk]))
        return super().add_view(request, form_url, {"title": gettext("Take everything along"), **(extra_context or {})})

    def response_add(self, request: HttpRequest, obj: Export, post_url_continue: str | None = None) -> HttpResponse:
        """Lead to where the file will be."""
        return HttpResponseRedirect(reverse("admin:pages_export_change", args=[obj.pk]))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show how far it came, and where the file is."""
        export = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if export is not None and self.may(request):
            shown = {"export": export, "is_ready": is_ready(export), "title": export.name, "subtitle": None}
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def fetch(self, request: HttpRequest, key: str) -> FileResponse:
        """Hand the file out, and write down to whom."""
        export = self.asked_for(request, key)
        if request.method not in ("GET", "HEAD") or not is_ready(export):
            raise Http404
        if request.method == "GET":
            with transaction.atomic():
                self.write_down(request, FETCHED, {"key": str(export.pk), "name": export.name})
        response = FileResponse(export.path.open("rb"), content_type="application/zip")
        response["Content-Disposition"] = disposition(export.name)
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response

    def remove(self, request: HttpRequest, key: str) -> HttpResponse:
        """Delete the file before its days are over."""
        export = self.asked_for(request, key)
        if request.method != "POST":
            raise PermissionDenied
        with transaction.atomic():
            delete_archive.call(str(export.pk))
            self.write_down(request, DELETED, {"key": str(export.pk), "name": export.name})
        return HttpResponseRedirect(reverse("admin:pages_export_change", args=[export.pk]))

    def asked_for(self, request: HttpRequest, key: str) -> Export:
        """Return an archive for somebody who may have it."""
        if not self.may(request):
            raise PermissionDenied
        return get_object_or_404(Export, pk=key)


def is_ready(export: Export) -> bool:
    """Tell whether the file can be fetched now."""
    return export.state == Export.State.DONE and (export.deleted_at or timezone.now()) > timezone.now() and export.path.is_file()
