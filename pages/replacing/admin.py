"""Find and replace at the desk: a page that finds, a page for each replacement that undoes it, and the list of them."""

from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pages.models import Replacement, ReplacementLine
from pages.replacing import acting, undoing
from pages.replacing.forms import FindForm, chosen
from pages.replacing.searching import FoundRecord, kinds_for, search
from publishing import presence
from publishing.admin.board import page_number, turned
from publishing.admin.bulk_change_lines import things_of
from publishing.admin.bulk_change_runs import PAGE_SIZE, as_line, progress
from publishing.bundles.entries import name_of, publishes_anything
from publishing.bundles.gathering import MOST
from publishing.models import Bundle
from publishing.picks import is_uuid
from publishing.registry import by_kind
from publishing.rights import User, as_seen_by, may, may_open
from publishing.seen import form_url
from publishing.workflow import TransitionError

Outcome = ReplacementLine.Outcome


class ReplacementAdmin(admin.ModelAdmin):
    """Words replaced in many texts. The page that adds one finds them first."""

    list_display = ["words", "language", "places", "by", "at", "undone_at"]
    list_display_links = ["words"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["by"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Replacement]:
        """Show everybody's to those who publish, and one's own to others."""
        replaced = Sum("lines__hits", filter=~Q(lines__outcome=Outcome.REFUSED))
        found = super().get_queryset(request).annotate(number=replaced).select_related("undone_by")
        return found if publishes_anything(request.user) else found.filter(by=request.user.pk)

    def has_change_permission(self, request: HttpRequest, obj: Replacement | None = None) -> bool:
        """What was done is not rewritten."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Replacement | None = None) -> bool:
        """It is kept."""
        return False

    @admin.display(description=gettext_lazy("words"))
    def words(self, change: Replacement) -> str:
        """Say what was replaced by what."""
        return str(change)

    @admin.display(description=gettext_lazy("places"), ordering="number")
    def places(self, change: Replacement) -> int:
        """Count them."""
        return vars(change)["number"] or 0

    # Finding

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Find what the address asks for; on POST replace what was ticked, and look on if that is asked for."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = cast("User", request.user)
        form = FindForm(request.GET if "find" in request.GET else None, by=by)
        if request.method == "POST" and form.is_valid():
            try:
                change = acting.replace(form.wanted, chosen(request.POST), by=by, into=self.going(request))
            except TransitionError as error:
                messages.error(request, str(error))
                return self.found(request, form, by, status=422)
            if "_onward" in request.POST:
                return HttpResponseRedirect(onward(request, request.POST["_onward"], into=str(change.pk)))
            self.tell(request, change)
            return HttpResponseRedirect(reverse(f"{self.admin_site.name}:pages_replacement_change", args=[change.pk]))
        return self.found(request, form, by)

    def going(self, request: HttpRequest) -> Replacement | None:
        """Return the replacement that the address goes on with, if it is the user's own."""
        key = request.GET.get("into", "")
        return self.get_queryset(request).filter(pk=key, by=request.user.pk).first() if is_uuid(key) else None

    def found(self, request: HttpRequest, form: FindForm, by: User, *, status: int = 200) -> HttpResponse:
        """Show the form, and what it finds."""
        context: dict[str, Any] = {"title": _("Find and replace"), "form": form}
        if form.is_bound and form.is_valid():
            after = request.GET.get("after", "")
            going = self.going(request)
            within = acting.open_bundles(going) if going is not None else []
            page = search(form.wanted, by=by, kinds=form.cleaned_data["kinds"], after=after, within=within)
            readable = [found.record for found in page.records if may(by, "change", found.record)]
            presence.attach(readable, but=by)
            context |= {
                "going": going,
                "asked": form.wanted,
                "page": page,
                "lines": [line(found, by) for found in page.records],
                "is_first": not after,
                "next": onward(request, page.after) if page.after else "",
                "most": MOST,
            }
        return self.render(request, "find", context, status=status)

    def tell(self, request: HttpRequest, change: Replacement) -> None:
        """Say what was done."""
        done = change.lines.filter(outcome=Outcome.REPLACED).count()
        text = ngettext("Replaced in %(count)s record. It waits in a bundle.", "Replaced in %(count)s records. They wait in a bundle.", done)
        messages.success(request, text % {"count": done})

    # What was done

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show what was replaced, or undo it."""
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404(_("There is no such record any more."))
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        if request.method == "POST" and "_undo" in request.POST:
            return self.undo(request, change)
        return self.shown(request, change)

    def undo(self, request: HttpRequest, change: Replacement) -> HttpResponse:
        """Put the old words of some records back, and go on with the next; at the end say what was left."""
        try:
            more = undoing.step(change, by=cast("User", request.user), after=as_line(request.POST.get("_after", "")))
        except TransitionError as error:
            messages.error(request, str(error))
            return self.shown(request, change, status=422)
        if more is not None:
            return progress(self, request, {"title": str(change), "after": more})
        messages.success(request, _("Undone where nobody changed anything since; what was left is named below."))
        return HttpResponseRedirect(request.path)

    def shown(self, request: HttpRequest, change: Replacement, *, status: int = 200) -> HttpResponse:
        """Render the page of a replacement, what was left first."""
        number = page_number(request)
        start = (number - 1) * PAGE_SIZE
        found = change.lines.annotate(is_left=~Q(reason="")).order_by("-is_left", "pk")[start : start + PAGE_SIZE + 1]
        lines = list(found)
        records: dict[Any, Any] = {}
        for kind in {line.kind for line in lines}:
            records |= things_of(by_kind(kind).model, [line.record for line in lines if line.kind == kind])
        shown = []
        for each in lines[:PAGE_SIZE]:
            record = records.get(each.record)
            url = form_url(record) if record is not None and may_open(request.user, record) else ""
            shown.append({"name": name_of(record, request.user), "url": url, "line": each})
        context = {
            "title": str(change),
            "change": change,
            "lines": shown,
            "bundles": list(Bundle.objects.filter(pk__in=change.lines.values("bundle")).order_by("made_at", "pk")),
            "undone_in": list(Bundle.objects.filter(pk__in=change.lines.values("undone_in")).order_by("made_at", "pk")),
            "most": MOST,
            "may_undo": undoing.waiting(change).exists(),
            "number": number,
            "before": turned(request, number - 1) if number > 1 else "",
            "after": turned(request, number + 1) if len(lines) > PAGE_SIZE else "",
        }
        return self.render(request, "page", context, status=status)

    def render(self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
        """Render a page."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, f"admin/pages/replacement/{name}.html", context, status=status)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may open a record of some kind."""
        return super().has_module_permission(request) and bool(kinds_for(cast("User", request.user)))


def onward(request: HttpRequest, after: str, *, into: str = "") -> str:
    """Return the address of the next page of what is looked for, which goes on with a replacement, if one is named or was before."""
    query = request.GET.copy()
    query["after"] = after
    if into:
        query["into"] = into
    return f"?{query.urlencode()}"


def line(found: FoundRecord, by: User) -> dict[str, Any]:
    """Return what the page says of a record."""
    record = found.record
    return {"found": found, "record": as_seen_by(by, record), "kind": record._meta.verbose_name, "url": form_url(record)}
