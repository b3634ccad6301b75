"""Bulk changes in the admin: a list, and a page for each that says what was done and undoes it."""

from collections import Counter
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from publishing.admin.board import page_number, turned
from publishing.admin.bulk_change_lines import Line, may_read, name, sides, things_of, url_of
from publishing.admin.bulk_changes import ChangesInBulk
from publishing.bulk_changes import running, undoing
from publishing.bulk_changes.fields import Changeable, Direction
from publishing.models import BulkChange, BulkChangeLine
from publishing.workflow import User

Outcome, Undone = BulkChangeLine.Outcome, BulkChangeLine.Undone
PAGE_SIZE = 50
# No line has a longer number, and the databases take none that is much longer.
DIGITS = 18


class BulkChangeAdmin(admin.ModelAdmin):
    """What was changed in many things at once. It is made in the lists of these things, and undone here."""

    list_display = ["about", "things", "by", "at", "undone_at"]
    list_display_links = ["about"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["by"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkChange]:
        """Show one's own, and those of kinds of which one may change everything."""
        changed = Count("lines", filter=~Q(lines__outcome=Outcome.REFUSED))
        return super().get_queryset(request).filter(running.seen_by(request.user, self.admin_site._registry)).annotate(number=changed)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are made in lists."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: BulkChange | None = None) -> bool:
        """What was done is not rewritten."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BulkChange | None = None) -> bool:
        """It is kept."""
        return False

    def field_of(self, change: BulkChange) -> Changeable | None:
        """Return the field that was changed; None if its list offers it no more."""
        owner = self.admin_site._registry.get(running.model_of(change))
        fields = owner.changeables() if isinstance(owner, ChangesInBulk) else ()
        return next((field for field in fields if field.code == change.field), None)

    @admin.display(description=gettext_lazy("what was done"))
    def about(self, change: BulkChange) -> str:
        """Say what was done, to what."""
        field, model = self.field_of(change), running.model_of(change)
        label = field.acts.get(Direction(change.direction), change.field) if field is not None else change.field
        return f"{label}: {model._meta.verbose_name_plural if model is not None else change.kind}"

    @admin.display(description=gettext_lazy("changed"), ordering="number")
    def things(self, change: BulkChange) -> int:
        """Count what was changed."""
        return cast("int", change.number)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what was done, or undo it."""
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404(_("There is no such record any more."))
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        field = self.field_of(change)
        if request.method == "POST" and "_undo" in request.POST and field is not None:
            return self.undo(request, change, field)
        return self.page(request, change, field)

    def undo(self, request: HttpRequest, change: BulkChange, field: Changeable) -> HttpResponse:
        """Put some lines back, and go on with the next; at the end say what was left."""
        by = cast("User", request.user)
        more = undoing.step(change, field, by=by, after=as_line(request.POST.get("_after", "")))
        if more is not None:
            return progress(self, request, {"title": self.about(change), "after": more})
        undoing.end(change, by=by)
        found = Counter(change.lines.values_list("undone", flat=True))
        if done := found[Undone.BACK] + found[Undone.WAITING]:
            messages.success(request, ngettext("%(count)s is as before.", "%(count)s are as before.", done) % {"count": done})
        if waiting := found[Undone.WAITING]:
            text = ngettext("%(count)s of them waits with this in its draft.", "%(count)s of them wait with this in their drafts.", waiting)
            messages.info(request, text % {"count": waiting})
        if left := found[Undone.LEFT]:
            text = ngettext(
                "%(count)s was left as it is; the reason stands beside it.", "%(count)s were left as they are; the reasons stand beside them.", left
            )
            messages.warning(request, text % {"count": left})
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:publishing_bulkchange_change", args=[change.pk]))

    def page(self, request: HttpRequest, change: BulkChange, field: Changeable | None) -> HttpResponse:
        """Render the page."""
        number = page_number(request)
        start = (number - 1) * PAGE_SIZE
        # What was left stands first: it is what somebody has to look at.
        found = change.lines.annotate(is_left=Q(outcome=Outcome.REFUSED) | Q(undone=Undone.LEFT)).order_by("-is_left", "pk")
        lines = list(found[start : start + PAGE_SIZE + 1])
        context = {
            "title": self.about(change),
            "change": change,
            "lines": lines_of(change, field, lines[:PAGE_SIZE], request),
            "notes": list(notes(change)),
            "may_undo": field is not None and undoing.waiting(change).exists(),
            "number": number,
            "before": turned(request, number - 1) if number > 1 else "",
            "after": turned(request, number + 1) if len(lines) > PAGE_SIZE else "",
        }
        return self.render(request, "page", context)

    def render(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        """Render a page of a bulk change."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/publishing/bulkchange/{name}.html", context)


def progress(model_admin: admin.ModelAdmin, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Render the page that goes on by itself with undoing. Context: title, after (the line to go on after)."""
    context = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, **context}
    return TemplateResponse(request, "admin/_act_progress.html", context)


def as_line(text: str) -> int:
    """Return the number of a line; 0, before the first one, for a text that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def notes(change: BulkChange) -> Any:
    """Yield what became of how many."""
    outcomes = Counter(change.lines.values_list("outcome", flat=True))
    for outcome in Outcome:
        if outcomes[outcome]:
            yield f"{outcome.label}: {outcomes[outcome]}"
    if change.unchanged:
        yield _("needed nothing: %(count)s") % {"count": change.unchanged}


def lines_of(change: BulkChange, field: Changeable | None, found: list[BulkChangeLine], request: HttpRequest) -> list[Line]:
    """Return lines in words; what somebody may not open is not named, and what a draft says is told to nobody else. A fixed number of queries."""
    by, model = request.user, running.model_of(change)
    things = things_of(model, [line.thing for line in found]) if model is not None else {}
    read = [line for line in found if line.thing in things and may_read(by, things[line.thing])]
    words = field.words(model, [value for line in read for value in (line.before, line.after)]) if field is not None else None
    lines = []
    for line in found:
        thing = things.get(line.thing)
        before, after = sides(words, line.before, line.after) if words and line in read and line.after else ([], [])
        outcome = line.get_undone_display() if line.undone else line.get_outcome_display()
        called = name(thing, by) if thing is not None else _("no more there")
        url = url_of(thing, by) if thing is not None else ""
        lines.append(Line(called, url, None, before, after, outcome, line.reason))
    return lines
