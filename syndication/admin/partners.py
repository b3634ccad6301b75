"""Partners in the admin: who is told, of what, and how it goes."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from publishing.admin.audited import Audited, said_of
from syndication import signing
from syndication.delivering import resume
from syndication.expanding import newest
from syndication.forms import PartnerForm
from syndication.models import Delivery, Partner
from syndication.models.partners import BOTH_SECRETS
from syndication.payloads import TEST

ROTATED = gettext_noop("secret of a partner renewed")
TESTED = gettext_noop("test event sent to a partner")
SWITCHED_OFF = gettext_noop("partner switched off")
SWITCHED_ON = gettext_noop("partner switched on")
# How many deliveries the page of a partner shows.
SHOWN = 15


@admin.register(Partner)
class PartnerAdmin(Audited):
    """Partners. None is deleted: what they were handed stays on record."""

    added, changed, deleted = gettext_noop("partner added"), gettext_noop("partner changed"), SWITCHED_OFF

    form = PartnerForm
    list_display = ["name", "state", "address", "waits", "since"]
    list_filter = ["condition"]
    search_fields = ["name", "mail", "address"]
    show_facets = admin.ShowFacets.NEVER
    actions = None
    autocomplete_fields = ["tags", "actors", "offices", "places"]
    fieldsets: list[Any] = [
        (None, {"fields": ["name", "mail", "address"]}),
        (gettext_lazy("What they are told of"), {"fields": ["kinds", "languages", "tags", "actors", "offices", "places"]}),
    ]
    change_form_template = "admin/syndication/partner/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Partner | None = None) -> bool:
        """Refuse: a partner is switched off."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons below the form."""
        acts = {"test": self.send_test, "secret": self.renew, "off": self.switch_off, "on": self.switch_on}
        pages = [path(f"<uuid:key>/{name}/", self.admin_site.admin_view(act), name=f"syndication_partner_{name}") for name, act in acts.items()]
        return [*pages, *super().get_urls()]

    @admin.display(description=gettext_lazy("state"), ordering="condition")
    def state(self, partner: Partner) -> str:
        """Say whether they are told, and whether they answer."""
        if partner.is_active and partner.failing_since is not None:
            return _("active, does not answer")
        return partner.get_condition_display()

    @admin.display(description=gettext_lazy("added"), ordering="at")
    def since(self, partner: Partner) -> str:
        """Say when it was added, by the clock that editors read."""
        return date_format(timezone.localtime(partner.at), "j F Y, H:i")

    @admin.display(description=gettext_lazy("waiting"))
    def waits(self, partner: Partner) -> int:
        """Count what did not arrive yet."""
        return partner.waiting

    def get_queryset(self, request: HttpRequest) -> Any:  # Any: as in Django
        """Count what waits, in the query of the list."""
        rows = Delivery.objects.waiting().filter(partner=OuterRef("pk")).order_by().values("partner")
        return super().get_queryset(request).annotate(waiting=Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0))

    def save_model(self, request: HttpRequest, obj: Partner, form: Any, change: bool) -> None:  # noqa: FBT001 - as Django calls it
        """Draw a secret for a new partner, who is told of what comes after now."""
        if not change:
            obj.secret, obj.sequence = signing.new_secret(), newest()
            super().save_model(request, obj, form, change)
            return
        # What the worker writes meanwhile is not the form's.
        obj.save(update_fields=["name", "mail", "address", "kinds", "languages"])

    def response_add(self, request: HttpRequest, obj: Partner, post_url_continue: str | None = None) -> HttpResponse:
        """Show the secret, this once."""
        return self.shown(request, obj)

    def shown(self, request: HttpRequest, partner: Partner) -> HttpResponse:
        """Show a secret: it goes into no message, no session and no address."""
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": partner.name, "secret": partner.secret, "partner": partner}
        return TemplateResponse(request, "admin/syndication/partner/secret.html", context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show with the form how it goes."""
        partner = self.get_object(request, object_id)
        shown: dict[str, Any] = {}
        if partner is not None and self.has_view_permission(request, partner):
            shown = {
                "partner": partner,
                "state": self.state(partner),
                "waiting": partner.waiting,
                "behind": max(newest() - partner.sequence, 0),
                "deliveries": partner.deliveries.all()[:SHOWN],
                "may_change": self.has_change_permission(request, partner),
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **shown})

    def asked_for(self, request: HttpRequest, key: str) -> Partner:
        """Return a partner for somebody who may change it, in the transaction of the act."""
        if request.method != "POST" or not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Partner.objects.select_for_update(), pk=key)

    def ended(self, request: HttpRequest, partner: Partner, action: str, words: str) -> HttpResponse:
        """Write an act down and return to the partner."""
        self.write_down(request, action, said_of(partner))
        self.message_user(request, words % {"name": partner.name})
        return HttpResponseRedirect(reverse("admin:syndication_partner_change", args=[partner.pk]))

    @transaction.atomic
    def send_test(self, request: HttpRequest, key: str) -> HttpResponse:
        """Have the worker send an event that tells nothing."""
        partner = self.asked_for(request, key)
        Delivery.objects.create(partner=partner, event=TEST)
        # It is asked for by somebody who waits; rests are for what goes by itself.
        Partner.objects.filter(pk=partner.pk).update(resume_at=None)
        words = _("A test event is on its way to “%(name)s”. What comes of it stands below in a moment.")
        if not partner.is_active:
            words = _("A test event waits for “%(name)s” to be switched on.")
        return self.ended(request, partner, TESTED, words)

    @transaction.atomic
    def renew(self, request: HttpRequest, key: str) -> HttpResponse:
        """Draw another secret; the former one signs too for some days."""
        partner = self.asked_for(request, key)
        partner.former_secret, partner.former_until = partner.secret, timezone.now() + BOTH_SECRETS
        partner.secret = signing.new_secret()
        partner.save(update_fields=["secret", "former_secret", "former_until"])
        self.write_down(request, ROTATED, said_of(partner))
        return self.shown(request, partner)

    @transaction.atomic
    def switch_off(self, request: HttpRequest, key: str) -> HttpResponse:
        """Tell a partner nothing more; what waits is kept."""
        partner = self.asked_for(request, key)
        Partner.objects.filter(pk=partner.pk).update(condition=Partner.Condition.OFF)
        return self.ended(request, partner, SWITCHED_OFF, _("“%(name)s” is told nothing from now on. What waits is kept."))

    @transaction.atomic
    def switch_on(self, request: HttpRequest, key: str) -> HttpResponse:
        """Tell a partner again, from where it ended."""
        partner = self.asked_for(request, key)
        resume(partner)
        return self.ended(request, partner, SWITCHED_ON, _("“%(name)s” is told again, from where it ended."))
