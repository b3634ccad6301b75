"""Old addresses in the admin: a list to search, forms to add to it, tables, and what readers ask for in vain."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from pages.old import missing, tables
from pages.old.forms import RedirectForm, TableForm, label_of, offered
from pages.spreadsheets import download
from publishing import changes, dates, languages, redirect_hits, redirects
from publishing.admin.audited import Audited
from publishing.admin.lists import CappedPaginator
from publishing.models import Redirect, RedirectHits
from publishing.rights import User

# How many missing addresses the page shows.
SHOWN = 100
IMPORTED = gettext_noop("old addresses imported")
IGNORED = gettext_noop("missing address ignored")


class UseFilter(admin.SimpleListFilter):
    """By whether readers still come by it."""

    title = gettext_lazy("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both."""
        return [("yes", _("used")), ("no", _("not used"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Redirect]) -> QuerySet[Redirect]:
        """Keep what was asked for, or what was not, in the days that are kept."""
        used = Exists(RedirectHits.objects.filter(redirect=OuterRef("pk"), day__gte=redirect_hits.first_day()))
        return queryset.filter(used if self.value() == "yes" else ~used) if self.value() in ("yes", "no") else queryset


class RedirectList(ChangeList):
    """Reads the records that a page of the list leads to, in one query for each kind, and how much its addresses are used."""

    def get_results(self, request: HttpRequest) -> None:
        """Let every redirect know its record, or None if that is gone, and its use, if there was any."""
        super().get_results(request)
        shown = list(self.result_list)
        found = tables.records_of(shown)
        used = redirect_hits.uses(redirect.pk for redirect in shown)
        for redirect in shown:
            redirect.led_to, redirect.use = found.get(redirect.record), used.get(redirect.pk)
        self.result_list = shown


class RedirectAdmin(Audited):
    """Addresses of the past. Registered by `config`, as the kernel's other models."""

    added, changed, deleted = redirects.ACTION_ADDED, gettext_noop("old address changed"), gettext_noop("old address deleted")

    form = RedirectForm
    fields = ["path", "to"]
    list_display = ["path", "destination", "used", "at"]
    list_filter = [UseFilter]
    search_fields = ["path", "target"]
    search_help_text = gettext_lazy("Part of the old address, or of an address it leads to.")
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    change_list_template = "admin/publishing/redirect/change_list.html"

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use our own list."""
        return RedirectList

    def get_urls(self) -> list[Any]:
        """Add the pages around the list."""
        pages = {"records": self.records, "export": self.export, "import": self.take_table, "missing": self.missing}
        return [
            *(path(f"{name}/", self.admin_site.admin_view(view), name=f"publishing_redirect_{name}") for name, view in pages.items()),
            *super().get_urls(),
        ]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Redirect], search_term: str) -> tuple[QuerySet[Redirect], bool]:
        """Search without the one character that PostgreSQL refuses."""
        return super().get_search_results(request, queryset, search_term.replace("\0", ""))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, str]:
        """Begin with the missing address that somebody wants to lead on."""
        return {"path": request.GET.get("path", "").replace("\0", "")[:2000]}

    @admin.display(description=gettext_lazy("leads to"))
    def destination(self, redirect: Redirect) -> str | SafeString:
        """Say where an old address leads."""
        if redirect.target:
            return redirect.target
        return label_of(redirect.led_to, redirect.language) if redirect.led_to else _("deleted for ever")

    @admin.display(description=gettext_lazy("use"))
    def used(self, redirect: Redirect) -> str:
        """Say whether readers still come by it."""
        days = redirect_hits.DAYS_KEPT
        if redirect.use is None:
            return _("not used in the last %(days)d days") % {"days": days}
        once = _("used once in the last %(days)d days, on %(date)s")
        words = once if redirect.use.hits == 1 else _("used %(count)d times in the last %(days)d days, last on %(date)s")
        return words % {"count": redirect.use.hits, "days": days, "date": dates.day(redirect.use.last, languages.active())}

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Write by the one door; the address is no longer missing."""
        redirects.lead(obj.path, obj, replace=True)
        missing.forget(obj.path)

    def response_add(self, request: HttpRequest, obj: Redirect, post_url_continue: str | None = None) -> HttpResponse:
        """Return to what is missing, if somebody came from there."""
        response = super().response_add(request, obj, post_url_continue)
        came_from_there = "path" in request.GET and "_addanother" not in request.POST and "_continue" not in request.POST
        return HttpResponseRedirect(reverse("admin:publishing_redirect_missing")) if came_from_there else response

    def records(self, request: HttpRequest) -> JsonResponse:
        """Offer public records by words of their titles, as the admin's autocomplete asks for them."""
        self.need(request, change=True)
        words = request.GET.get("term", "").replace("\0", "").strip()[:200]
        return JsonResponse({"results": offered(words), "pagination": {"more": False}})

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """Send the table of all old addresses."""
        self.need(request)
        return download(tables.rows(), "old-addresses")

    def take_table(self, request: HttpRequest) -> HttpResponse:
        """Take a table, all of it or nothing."""
        self.need(request, change=True)
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        errors: list[str] = []
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["table"]
            if file.size > tables.MOST_BYTES:
                errors = [_("The file is larger than %(size)s MB.") % {"size": tables.MOST_BYTES // 1_000_000}]
            else:
                outcome = tables.take(file.read(), replace=form.cleaned_data["replace"])
                errors = outcome.errors
                if not errors:
                    return self.taken(request, outcome)
        context = {"form": form, "errors": errors[: tables.ERRORS_SHOWN], "unshown": max(len(errors) - tables.ERRORS_SHOWN, 0)}
        return self.page(request, "import", _("Import old addresses"), context)

    def taken(self, request: HttpRequest, outcome: tables.Outcome) -> HttpResponse:
        """Say what came of a table, and write it down."""
        if outcome.added:
            changes.write_down(by=cast("User", request.user), action=IMPORTED, detail={"count": outcome.added})
        text = ngettext("%(count)d old address was written.", "%(count)d old addresses were written.", outcome.added) % {"count": outcome.added}
        if outcome.unchanged:
            text += " " + ngettext("%(count)d was there already.", "%(count)d were there already.", outcome.unchanged) % {"count": outcome.unchanged}
        self.message_user(request, text, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:publishing_redirect_changelist"))

    def missing(self, request: HttpRequest) -> HttpResponse:
        """Show what readers ask for in vain, the most wanted first; take from the list what somebody ignores."""
        self.need(request, change=True)
        if request.method == "POST" and (ignored := request.POST.get("ignore", "").replace("\0", "")[: missing.LONGEST]):
            missing.forget(ignored, for_ever=True)
            changes.write_down(by=cast("User", request.user), action=IGNORED, detail={"name": ignored})
            self.message_user(request, _("“%(path)s” is not shown any more.") % {"path": ignored}, messages.SUCCESS)
            return HttpResponseRedirect(request.path)
        return self.page(request, "missing", _("Missing addresses"), {"missing": missing.most_wanted(SHOWN), "days": missing.DAYS_KEPT})

    def need(self, request: HttpRequest, *, change: bool = False) -> None:
        """Refuse whoever may not see the list, or (`change`) not add to it."""
        if not (self.has_add_permission(request) if change else self.has_view_permission(request)):
            raise PermissionDenied

    def page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        """Return one of the pages around the list."""
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/publishing/redirect/{name}.html", {**shared, **context})
