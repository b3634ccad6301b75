"""Moving in, in the admin: name a source, read what would come of it, then bring it."""

from pathlib import Path
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from pages.models import ImportRun
from pages.moving.forms import MovingForm
from pages.moving.report import Report
from pages.moving.tasks import move_in
from publishing.admin.audited import Audited

# How many items the page names.
SHOWN = 200
ADDED = gettext_noop("moving in begun")


class ImportRunAdmin(Audited):
    """Runs, newest first. A new one is dry; what it says leads to the real one."""

    added, changed, deleted = ADDED, ADDED, ADDED
    counted = _("imports")
    form = MovingForm
    list_display = ["name", "mode", "state", "progress", "started", "by"]
    list_display_links = ["name"]
    list_select_related = ["by"]
    actions = None
    change_form_template = "admin/pages/importrun/change_form.html"
    add_form_template = "admin/pages/importrun/add_form.html"
    fieldsets = [
        (_("Source"), {"fields": ["source", "upload"]}),
        (_("Mapping"), {"fields": ["mapping", "mapping_upload"]}),
        (_("Pictures"), {"fields": ["media", "fetch"]}),
    ]

    def may(self, request: HttpRequest) -> bool:
        """Tell whether the user may move content in."""
        return request.user.has_perm("pages.move_in")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may do it."""
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """Let whoever may do it read what was done."""
        return self.may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let whoever may do it begin a run."""
        return self.may(request)

    def has_change_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """Refuse: a run is as it was begun."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ImportRun | None = None) -> bool:
        """Refuse: what was brought points to the run that brought it."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the real run of a dry one, and the report as JSON."""
        site = self.admin_site.admin_view
        return [
            path("<uuid:key>/run/", site(self.begin), name="pages_importrun_run"),
            path("<uuid:key>/report.json", site(self.as_json), name="pages_importrun_report"),
            *super().get_urls(),
        ]

    @admin.display(description=_("source"), ordering="source")
    def name(self, run: ImportRun) -> str:
        """Name the file or folder."""
        return Path(run.source).name

    @admin.display(description=_("kind of run"), ordering="dry")
    def mode(self, run: ImportRun) -> str:
        """Say whether anything was written."""
        return gettext("dry run") if run.dry else gettext("real run")

    @admin.display(description=_("items"))
    def progress(self, run: ImportRun) -> str:
        """Say how far it came."""
        return gettext("%(done)d of %(total)d") % {"done": run.done, "total": run.total} if run.total else ""

    @admin.display(description=_("started"), ordering="started_at")
    def started(self, run: ImportRun) -> str:
        """Say when it began, by the clock that editors read."""
        return date_format(timezone.localtime(run.started_at), "j F Y, H:i")

    def save_model(self, request: HttpRequest, obj: ImportRun, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Begin a dry run."""
        obj.by, obj.dry = cast(User, request.user), True
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: move_in.enqueue(str(obj.pk)))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the form by what it is for."""
        return super().add_view(request, form_url, {"title": gettext("Move a site in"), **(extra_context or {})})

    def response_add(self, request: HttpRequest, obj: ImportRun, post_url_continue: str | None = None) -> HttpResponse:
        """Lead to what the run says."""
        return HttpResponseRedirect(reverse("admin:pages_importrun_change", args=[obj.pk]))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show how far the run came, and what it has to say."""
        run = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if run is not None and self.may(request):
            report = Report.of_json(run.report)
            shown = {
                "run": run,
                "name": self.name(run),
                "report": report,
                "lines": report.details(SHOWN),
                "numbers": numbers(run, report),
                "title": self.name(run),
                "subtitle": None,
                "is_over": run.ended_at is not None,
                "may_begin": run.dry and run.state == ImportRun.State.DONE,
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def begin(self, request: HttpRequest, key: str) -> HttpResponse:
        """Begin the real run of what a dry one has looked at."""
        if not self.may(request) or request.method != "POST":
            raise PermissionDenied
        dry = get_object_or_404(ImportRun, pk=key, dry=True)
        with transaction.atomic():
            # Whoever presses twice begins once.
            ImportRun.objects.select_for_update().get(pk=dry.pk)
            going = ImportRun.objects.filter(source=dry.source, dry=False, ended_at=None).order_by("-started_at").first()
            run = going or ImportRun(
                source=dry.source, mapping=dry.mapping, media=dry.media, fetch=dry.fetch, dry=False, by=request.user, started_at=timezone.now()
            )
            if going is None:
                run.save()
                self.write_down(request, ADDED, {"key": str(run.pk), "name": self.name(run)})
            # One that was broken off outside of the worker waits for somebody to go on with it.
            transaction.on_commit(lambda: move_in.enqueue(str(run.pk)))
        return HttpResponseRedirect(reverse("admin:pages_importrun_change", args=[run.pk]))

    def as_json(self, request: HttpRequest, key: str) -> JsonResponse:
        """Send the whole report."""
        if not self.may(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=key)
        headers = {"Content-Disposition": 'attachment; filename="report.json"'}
        return JsonResponse(Report.of_json(run.report).in_words(), json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


def numbers(run: ImportRun, report: Report) -> list[tuple[str, int]]:
    """Return what happened, in numbers, with what to call them."""
    counts = report.counts
    found = [
        (gettext("would be made") if run.dry else gettext("made"), counts["made"]),
        (gettext("brought before"), counts["unchanged"]),
        (gettext("changed in the source since"), counts["changed"]),
        (gettext("refused"), counts["refused"]),
        (gettext("pictures"), report.images),
        (gettext("documents"), report.documents),
    ]
    if not run.dry:
        found += [
            (gettext("old addresses that answer"), report.answering),
            (gettext("old addresses that do not answer"), len(report.silent)),
            (gettext("old addresses that wait for their drafts"), report.waiting),
        ]
    return found
