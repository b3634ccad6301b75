"""Figures in the admin: what is read, and what the newsroom put out; both as pages and as tables."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from pages.figures import counting, output, totals
from pages.figures.periods import period_form, quarter, quarters
from pages.spreadsheets import download
from publishing.models import Change, Visits


class VisitsAdmin(admin.ModelAdmin):
    """Reports instead of a list of rows. Registered by `config`, as the kernel's other models."""

    def get_urls(self) -> list[Any]:
        """Replace the stock pages: nobody edits a figure."""
        pages = {
            "": ("changelist", self.visits),
            "table/": ("table", self.table),
            "output/": ("output", self.output),
            "output/table/": ("output_table", self.output_table),
        }
        return [path(where, self.admin_site.admin_view(view), name=f"publishing_visits_{name}") for where, (name, view) in pages.items()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: figures are counted."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Visits | None = None) -> bool:
        """Refuse: as above."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Visits | None = None) -> bool:
        """Refuse: as above."""
        return False

    def visits(self, request: HttpRequest) -> HttpResponse:
        """Show what was read in a period."""
        counting.tally.flush()
        form = period_form(request.GET.dict())
        period = form.period()
        parts = [(_("By page"), totals.by_page), (_("By language"), totals.by_language), (_("By referring host"), totals.by_host)]
        context = {
            "form": form,
            "total": totals.everything(period) if period else 0,
            "parts": [(title, part(period)) for title, part in parts] if period else [],
            "shown": totals.SHOWN,
            "quarters": quarters(timezone.localdate()),
        }
        return self.page(request, "visits", _("Figures"), context)

    def table(self, request: HttpRequest) -> HttpResponseBase:
        """Send the table of a quarter."""
        self.need(request)
        name = request.GET.get("quarter", "")
        period = quarter(name)
        if period is None:
            raise Http404(_("There is no such quarter."))
        return download(totals.table(period), f"figures-{name}")

    def output(self, request: HttpRequest) -> HttpResponse:
        """Show what the newsroom put out in a period."""
        form = period_form(request.GET.dict())
        period = form.period()
        columns = [Change.Kind(kind).label for kind in output.KINDS]
        context = {"form": form, "period": period, "report": output.report(period) if period else None, "columns": columns}
        return self.page(request, "output", _("Output"), context)

    def output_table(self, request: HttpRequest) -> HttpResponseBase:
        """Send the table of a period."""
        self.need(request)
        period = period_form(request.GET.dict()).period()
        if period is None:
            raise Http404(_("There is no such period."))
        return download(output.table(period), f"output-{period.first}-{period.last}")

    def need(self, request: HttpRequest) -> None:
        """Refuse whoever may not see figures."""
        if not self.has_view_permission(request):
            raise PermissionDenied

    def page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        """Return one of the reports."""
        self.need(request)
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "media": context["form"].media}
        return TemplateResponse(request, f"admin/publishing/visits/{name}.html", {**shared, **context})
