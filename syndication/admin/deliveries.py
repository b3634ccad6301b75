"""The log of deliveries: what was handed to whom, each try of it, and the button that hands it on again."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from publishing.admin.audited import Audited
from publishing.admin.lists import CappedPaginator
from publishing.picks import is_uuid
from syndication.models import Delivery

REPLAYED = gettext_noop("deliveries handed on again")
# How many tries the page of a delivery shows.
SHOWN = 30


@admin.register(Delivery)
class DeliveryAdmin(Audited):
    """Deliveries, the newest first; nothing of them is edited."""

    added, changed, deleted = REPLAYED, REPLAYED, REPLAYED

    list_display = ["event", "partner", "sequence", "outcome", "tries", "handed_on"]
    list_filter = ["outcome", "partner"]
    list_select_related = ["partner"]
    search_fields = ["record", "sequence"]
    search_help_text = gettext_lazy("The whole number of a change, or the whole key of a record.")
    ordering = ["-id"]
    sortable_by: list[str] = []
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    actions = ["replay_chosen"]
    fields: list[Any] = []
    change_form_template = "admin/syndication/delivery/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: changes make them."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Refuse: it is a log."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        """Refuse: it is a log."""
        return False

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Tell whether somebody may hand a change on again."""
        return request.user.has_perm("syndication.change_delivery")

    def get_urls(self) -> list[URLPattern]:
        """Add the button that hands a change on again."""
        replay = path("<uuid:key>/replay/", self.admin_site.admin_view(self.replay), name="syndication_delivery_replay")
        return [replay, *super().get_urls()]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Delivery], search_term: str) -> tuple[QuerySet[Delivery], bool]:
        """Search by number or key, through an index."""
        term = search_term.replace("\0", "").strip()
        if not term:
            return queryset, False
        if term.isascii() and term.isdigit():
            return queryset.filter(sequence=int(term[:18])), False
        return (queryset.filter(record=term) if is_uuid(term) else queryset.none()), False

    @admin.display(description=gettext_lazy("handed on"))
    def handed_on(self, delivery: Delivery) -> str:
        """Say when it began, by the clock that editors read."""
        return date_format(timezone.localtime(delivery.at), "j F Y, H:i")

    @admin.action(description=gettext_lazy("Deliver again"), permissions=["replay"])
    def replay_chosen(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Hand the chosen ones on again."""
        count = self.again(request, queryset)
        self.message_user(request, ngettext("%(count)d delivery goes out again.", "%(count)d deliveries go out again.", count) % {"count": count})

    def again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> int:
        """Let deliveries wait as if they had never been tried; their ids stay, so a receiver knows what it has."""
        keys = list(queryset.order_by().values_list("pk", flat=True))
        with transaction.atomic():
            fresh = {"outcome": Delivery.Outcome.WAITING, "next_at": timezone.now(), "tries": 0, "tried_at": None, "done_at": None}
            count = Delivery.objects.filter(pk__in=keys).update(**fresh)
            self.write_down(request, REPLAYED, {"count": count})
        return count

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show a delivery with its tries."""
        delivery = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if delivery is not None and self.has_view_permission(request, delivery):
            shown = {"delivery": delivery, "tries": delivery.attempts.all()[:SHOWN], "title": str(delivery), "subtitle": None}
            shown["may_replay"] = self.has_replay_permission(request)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def replay(self, request: HttpRequest, key: str) -> HttpResponse:
        """Hand one on again."""
        if request.method != "POST" or not self.has_replay_permission(request):
            raise PermissionDenied
        delivery = get_object_or_404(Delivery, pk=key)
        self.again(request, Delivery.objects.filter(pk=delivery.pk))
        self.message_user(request, _("It goes out again in a moment."))
        return HttpResponseRedirect(reverse("admin:syndication_delivery_change", args=[delivery.pk]))
