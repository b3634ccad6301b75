"""Language pairs at the desk: a list in two columns, a page that shows two texts before they are joined, and the way back."""

from typing import Any, cast
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pages.models import PairProposal
from pages.pairs import acts, rows
from pages.pairs.tasks import look_for_pairs
from publishing import languages
from publishing.models import Join
from publishing.pairs import Pair, language_name, paired
from publishing.pairs import refuse as refuse_join
from publishing.publishable import Publishable
from publishing.registry import RecordType
from publishing.rights import User
from publishing.splitting import split
from publishing.transactions import undone
from publishing.workflow import TransitionError

PAGE_SIZE = 20
PARTNERS = 20
LIST = "admin:pages_pairproposal_changelist"


class PairAdmin(admin.ModelAdmin):
    """Proposed pairs, joined ones, and those of which somebody said that they are none."""

    def may(self, request: HttpRequest) -> bool:
        """Tell whether the user may join texts of any kind."""
        return bool(rows.kinds_of(cast(User, request.user)))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whoever may do it."""
        return self.may(request)

    def has_view_permission(self, request: HttpRequest, obj: PairProposal | None = None) -> bool:
        """Show it to whoever may do it."""
        return self.may(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: pairs are found, or chosen on their own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: PairProposal | None = None) -> bool:
        """Refuse: what there is to do stands in the list."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PairProposal | None = None) -> bool:
        """Refuse: a refusal is remembered, and can be taken back."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Put our pages in the place of Django's."""
        site = self.admin_site.admin_view
        return [
            path("", site(self.proposals), name="pages_pairproposal_changelist"),
            path("joined/", site(self.joined), name="pages_pairproposal_joined"),
            path("<slug:kind>/<uuid:first>/<uuid:second>/", site(self.compare), name="pages_pairproposal_compare"),
            path("<slug:kind>/<uuid:key>/choose/", site(self.choose), name="pages_pairproposal_choose"),
            path("<slug:kind>/<uuid:key>/split/", site(self.split), name="pages_pairproposal_split"),
        ]

    def proposals(self, request: HttpRequest) -> HttpResponse:
        """The list of proposals, or of refusals; posted, the act of a button in it."""
        kinds = [known.kind for known in self.kinds(request)]
        shown = PairProposal.objects.filter(kind__in=kinds)
        if request.method == "POST":
            return self.act(request, shown)
        refused = request.GET.get("show") == "refused"
        page = Paginator(shown.refused() if refused else shown.open(), PAGE_SIZE).get_page(request.GET.get("p"))
        context = {
            "page": page,
            "rows": rows.rows(list(page)),
            "show": "refused" if refused else "open",
            "last": shown.order_by("-at").values_list("at", flat=True).first(),
        }
        return self.page(request, "list", _("Language pairs"), context)

    def act(self, request: HttpRequest, shown: QuerySet[PairProposal]) -> HttpResponse:
        """Do what a button of the list says."""
        by, back = cast(User, request.user), HttpResponseRedirect(request.get_full_path())
        if "look" in request.POST:
            look_for_pairs.enqueue()
            messages.success(request, _("Looking for pairs. In a large archive that takes a minute; reload the page then."))
            return back
        name = next((name for name in ("join", "refuse", "offer") if name in request.POST), "ticked")
        keys = [key for key in request.POST.getlist(name) if key.isascii() and key.isdecimal() and len(key) < 18]  # noqa: PLR2004 - digits of a key
        chosen = list(shown.filter(pk__in=keys))
        if not chosen:
            messages.warning(request, _("Nothing was done: tick a pair first, or the list has changed meanwhile."))
        elif name == "refuse":
            acts.refuse(chosen[0].kind, chosen[0].first, chosen[0].second, by=by)
            messages.success(request, _("Remembered: this is no pair."))
        elif name == "offer":
            acts.offer_again(chosen[0], by=by)
            messages.success(request, _("It stands among the proposals again."))
        else:
            report = acts.join_all(chosen, by=by)
            if name == "join" and report.unseen:
                return HttpResponseRedirect(rows.compare_url(chosen[0].kind, chosen[0].first, chosen[0].second))
            tell(request, report)
        return back

    def compare(self, request: HttpRequest, kind: str, first: UUID, second: UUID) -> HttpResponse:
        """Two texts side by side, what differs, and what joining will do; posted, join them or call them no pair."""
        known = self.known(request, kind)
        by, reason, pair = cast(User, request.user), "", None
        one, other = (get_object_or_404(known.model, pk=key) for key in (first, second))
        if request.method == "POST" and "refuse" in request.POST:
            acts.refuse(kind, first, second, by=by)
            messages.success(request, _("Remembered: this is no pair."))
            return HttpResponseRedirect(reverse(LIST))
        try:
            if request.method == "POST":
                record = acts.join_pair(kind, first, second, by=by)
                self.say_joined(request, record)
                return HttpResponseRedirect(reverse(LIST))
            pair = paired(one, other)
            refuse_join(pair, by)
        except TransitionError as error:
            reason = str(error)
        return self.page(request, "compare", _("Join two texts"), self.compared(known, [one, other], pair, reason))

    def compared(self, known: RecordType, records: list[Publishable], pair: Pair | None, reason: str) -> dict[str, Any]:
        """Return what the page before joining shows."""
        found = rows.sides(known, [record.pk for record in records])
        sides = [found[record.pk] for record in records]
        if pair is not None:
            sides.sort(key=lambda side: side.record.pk != first_of(pair))
        return {
            "sides": sides,
            "reason": reason,
            "kept": found[pair.kept.record.pk] if pair else None,
            "differing": pair.differing() if pair else [],
            "language": language_name(pair.stays) if pair else "",
        }

    def choose(self, request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
        """Search the partner of a text by hand."""
        known = self.known(request, kind)
        record = get_object_or_404(known.model, pk=key)
        words = request.GET.get("q", "").replace("\0", "").strip()[:200]
        found = rows.partners(known, record, words, PARTNERS)
        context = {
            "side": rows.sides(known, [record.pk])[record.pk],
            "words": words,
            "found": [(side, rows.compare_url(kind, record.pk, side.record.pk)) for side in found],
        }
        return self.page(request, "choose", _("Choose the other language"), context)

    def joined(self, request: HttpRequest) -> HttpResponse:
        """The pairs that were joined, the last one first."""
        kinds = [known.kind for known in self.kinds(request)]
        page = Paginator(Join.objects.filter(kind__in=kinds).select_related("by").defer("data"), PAGE_SIZE).get_page(request.GET.get("p"))
        return self.page(request, "joined", _("Joined pairs"), {"page": page, "rows": rows.joined_rows(list(page)), "show": "joined"})

    def split(self, request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
        """Say what a split will do; posted, do it."""
        known = self.known(request, kind)
        record, reason, by = get_object_or_404(known.model, pk=key), "", cast(User, request.user)
        try:
            if request.method == "POST":
                other = split(record, by=by)
                text = _("Two texts again: “%(one)s” and “%(other)s”.")
                messages.success(request, text % {"one": record.working_title, "other": other.working_title})
                return HttpResponseRedirect(reverse("admin:pages_pairproposal_joined"))
            # What a split would meet is found out by trying.
            undone(lambda: split(record, by=by))
        except TransitionError as error:
            reason = str(error)
        join = Join.objects.filter(into=key).first()
        row = rows.joined_rows([join])[0] if join else None
        return self.page(request, "split", _("Split a pair"), {"row": row, "record": record, "reason": reason})

    def kinds(self, request: HttpRequest) -> list[RecordType]:
        """Return the types that the user may join; PermissionDenied if there is none."""
        kinds = rows.kinds_of(cast(User, request.user))
        if not kinds:
            raise PermissionDenied
        return kinds

    def known(self, request: HttpRequest, kind: str) -> RecordType:
        """Return the type called `kind`, if the user may join its records."""
        found = next((known for known in self.kinds(request) if known.kind == kind), None)
        if found is None:
            raise Http404
        return found

    def say_joined(self, request: HttpRequest, record: Publishable) -> None:
        """Say that two texts are one, with the way to it."""
        meta = record._meta
        url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
        messages.success(request, format_html(_('Joined: <a href="{}">{}</a>'), url, record.working_title))

    def page(self, request: HttpRequest, name: str, title: str, context: dict[str, Any]) -> HttpResponse:
        """Return one of the pages."""
        shared = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/pages/pairproposal/{name}.html", {**shared, **context})


def first_of(pair: Pair) -> UUID:
    """Return the key of the text that stands on the left: the one in the site's first language."""
    codes = languages.codes()
    return (pair.kept if codes.index(pair.stays) < codes.index(pair.goes) else pair.gone).record.pk


def tell(request: HttpRequest, report: acts.Report) -> None:
    """Say what became of the pairs that were ticked, each refusal with its reason."""
    if report.done:
        messages.success(request, ngettext("%(count)d pair joined.", "%(count)d pairs joined.", report.done) % {"count": report.done})
    for proposal in report.unseen:
        url = rows.compare_url(proposal.kind, proposal.first, proposal.second)
        titles = [side.title for row in rows.rows([proposal]) for side in (row.left, row.right)]
        text = _('Look at this pair first, since not all in it agrees: <a href="{}">{}</a>')
        messages.warning(request, format_html(text, url, " – ".join(titles)))
    for title, reason in report.refused:
        messages.error(request, f"{title}: {reason}")
