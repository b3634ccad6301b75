"""Tables in the admin: send a file, read what would come of it row by row, then import it."""

import csv
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from actors.admin.sending import sent_book, sent_file
from actors.models import TableImport
from actors.tables import running
from actors.tables.books_out import empty_book
from actors.tables.kinds import KINDS
from actors.tables.reading import LARGEST
from actors.tables.tasks import check_table, import_table
from actors.tables.writing_out import template_lines
from publishing import languages
from publishing.admin.audited import Audited
from publishing.cells import BOM, neutral
from publishing.rights import publishes

SENT = gettext_noop("table sent")
BEGUN = gettext_noop("import of a table begun")
# Rows on one page of the report.
SHOWN = 100
ACTIONS = {"refused": _("refused"), "new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx")


class TableForm(forms.ModelForm):
    """A file, and what its rows are."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, or a workbook (.xlsx); events with all that belongs to them are a workbook. At most 20 MB and 50,000 rows."),
    )

    class Meta:
        model = TableImport
        fields = ["kind", "publish"]

    def clean_upload(self) -> Any:  # Any: an uploaded file
        """Refuse a file that nothing could read."""
        file = self.cleaned_data["upload"]
        if not file.name.lower().endswith(ENDINGS):
            raise ValidationError(_("The name of this file ends in none of: %(endings)s."), params={"endings": ", ".join(ENDINGS)})
        if file.size > LARGEST:
            raise ValidationError(_("The file is larger than %(limit)s MB. Part it into several."), params={"limit": LARGEST // 1024**2})
        return file


class TableImportAdmin(Audited):
    """Files that were sent, newest first."""

    added, changed, deleted = SENT, BEGUN, BEGUN
    form = TableForm
    list_display = ["file", "kind", "stage", "progress", "sent", "by"]
    list_select_related = ["by"]
    actions = None
    add_form_template = "admin/actors/table/add_form.html"
    change_form_template = "admin/actors/table/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Show one's own files: their reports name what others may not see; everybody's to those who publish."""
        found = super().get_queryset(request).defer("content", "report")
        return found if publishes_any(request.user) else found.filter(by=request.user.pk)

    def get_fields(self, request: HttpRequest, obj: TableImport | None = None) -> list[str]:
        """Ask for publication only those who may publish."""
        return ["kind", "upload", *(["publish"] if publishes_any(request.user) else [])]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may import anything."""
        return running.may_import(request.user)

    def has_view_permission(self, request: HttpRequest, obj: TableImport | None = None) -> bool:
        """Let whoever may import read what became of it."""
        return running.may_import(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let whoever may import send a file."""
        return running.may_import(request.user)

    def has_change_permission(self, request: HttpRequest, obj: TableImport | None = None) -> bool:
        """Refuse: a file is as it was sent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: TableImport | None = None) -> bool:
        """Refuse: the report says where rows came from."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the import of what was looked at, the report as a table, and an empty table of each kind."""
        site = self.admin_site.admin_view
        return [
            path("template/<slug:kind>/", site(self.template), name="actors_tableimport_template"),
            path("<uuid:key>/import/", site(self.begin), name="actors_tableimport_import"),
            path("<uuid:key>/report.csv", site(self.as_csv), name="actors_tableimport_report"),
            *super().get_urls(),
        ]

    @admin.display(description=_("rows"))
    def progress(self, run: TableImport) -> str:
        """Say how far it is."""
        return gettext("%(done)d of %(total)d") % {"done": run.done, "total": run.total} if run.total else ""

    @admin.display(description=_("sent"), ordering="started_at")
    def sent(self, run: TableImport) -> str:
        """Say when it was sent, by the clock that editors read."""
        return date_format(timezone.localtime(run.started_at), "j F Y, H:i")

    def save_model(self, request: HttpRequest, obj: TableImport, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Keep the file, and let it be looked at."""
        file = form.cleaned_data["upload"]
        running.forget_old_files()
        obj.by, obj.language, obj.file = cast(User, request.user), languages.active(), Path(file.name).name[-200:]
        obj.content = zlib.compress(file.read())
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: check_table.enqueue(str(obj.pk)))

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Name the form by what it is for, and offer empty tables."""
        shown = {"title": gettext("Import a table"), "kinds": KINDS.values(), **(extra_context or {})}
        return super().add_view(request, form_url, shown)

    def response_add(self, request: HttpRequest, obj: TableImport, post_url_continue: str | None = None) -> HttpResponse:
        """Lead to what the file would do."""
        return HttpResponseRedirect(reverse("admin:actors_tableimport_change", args=[obj.pk]))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show how far it is, and what it has to say."""
        run = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **(shown_of(run, request) if run else {})})

    def begin(self, request: HttpRequest, key: str) -> HttpResponse:
        """Import a file that was looked at, once."""
        run = self.asked_for(request, key)
        if request.method != "POST":
            raise PermissionDenied
        with transaction.atomic():
            stored = TableImport.objects.select_for_update().get(pk=run.pk)
            if may_begin(stored) or may_go_on(stored):
                TableImport.objects.filter(pk=run.pk).update(stage=TableImport.Stage.WRITING, beat_at=None, done=0)
                self.write_down(request, BEGUN, {"key": str(run.pk), "name": run.file})
                transaction.on_commit(lambda: import_table.enqueue(str(run.pk)))
        return HttpResponseRedirect(reverse("admin:actors_tableimport_change", args=[run.pk]))

    def as_csv(self, request: HttpRequest, key: str) -> StreamingHttpResponse:
        """Send the whole report as a table."""
        run = self.asked_for(request, key)
        return sent_file(report_lines(run), f"report-{Path(run.file).stem}.csv")

    def template(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        """Send the headings of a table, or of all sheets of a workbook."""
        if not running.may_import(request.user):
            raise PermissionDenied
        if kind not in KINDS:
            raise Http404
        if KINDS[kind].sheets:
            return sent_book(empty_book(KINDS[kind]), f"{kind}.xlsx")
        return sent_file(template_lines(KINDS[kind]), f"{kind}.csv")

    def asked_for(self, request: HttpRequest, key: str) -> TableImport:
        """Return an import for somebody who may see it."""
        if not running.may_import(request.user):
            raise PermissionDenied
        found: TableImport | None = self.get_queryset(request).filter(pk=key).first()
        if found is None:
            raise Http404
        return found


def publishes_any(user: Any) -> bool:  # Any: a user of a request
    """Tell whether somebody may publish what any of the tables list; what of a file is asked record by record."""
    return any(publishes(user, kind.model) for kind in KINDS.values())


def may_begin(run: TableImport) -> bool:
    """Tell whether a file was looked at, and nothing in it is refused."""
    counts = run.report.get("counts", {})
    would_do = counts.get("new", 0) + counts.get("changed", 0)
    return bool(run.stage == TableImport.Stage.CHECKED and run.content and not counts.get("refused") and would_do)


def may_go_on(run: TableImport) -> bool:
    """Tell whether an import stopped on the way, or its worker says nothing any more: the same file goes on where it stopped."""
    if run.stage == TableImport.Stage.STOPPED:
        return bool(run.content)
    return run.stage == TableImport.Stage.WRITING and run.beat_at is not None and not running.is_alive(run)


def shown_of(run: TableImport, request: HttpRequest) -> dict[str, Any]:
    """Return what the page of an import shows: numbers, and the rows of which one asks, page by page."""
    counts = run.report.get("counts", {})
    chosen = request.GET.get("show", "")
    first = next((action for action in ACTIONS if counts.get(action)), "")
    chosen = chosen if chosen in ACTIONS else first
    rows = [row for row in run.report.get("rows", []) if row[1] == chosen]
    page = Paginator(rows, SHOWN).get_page(request.GET.get("p"))
    return {
        "run": run,
        "title": run.file,
        "subtitle": None,
        "numbers": [(action, label, counts.get(action, 0)) for action, label in ACTIONS.items()],
        "chosen": chosen,
        "chosen_label": ACTIONS.get(chosen, ""),
        "page": page,
        "may_begin": may_begin(run),
        "may_go_on": may_go_on(run),
    }


def report_lines(run: TableImport) -> Iterator[str]:
    """Yield the report of an import as the lines of a CSV file."""
    yield BOM + line(gettext("row"), gettext("what happens"), gettext("name"), gettext("why, and what changes"))
    for problem in run.report.get("problems", []):
        yield line("", gettext("refused"), "", problem)
    for number, action, name, lines, *sheet in run.report.get("rows", []):
        yield line(" ".join([*filter(None, sheet), str(number)]), str(ACTIONS[action]), name, "\n".join(lines))


def line(*cells: str) -> str:
    """Return a line of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerow([neutral(cell) for cell in cells])
    return out.getvalue()
