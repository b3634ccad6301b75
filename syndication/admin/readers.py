"""Readers who get mails, at the desk: how many there are, and the end of one address that is typed in. Nobody is shown an address."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from syndication.digests import secrecy, subscribing
from syndication.models import Mailing, Reader, Subscription


class AddressForm(forms.Form):
    """An address that somebody asks to have deleted."""

    address = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("For those who ask to be deleted and have lost their mails. Neither the address nor this act is kept anywhere."),
        max_length=254,
    )


@admin.register(Reader)
class ReaderAdmin(admin.ModelAdmin):
    """Numbers, and a form. There is no list and no page of a reader."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: only the reader can ask for mails."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reader | None = None) -> bool:
        """Refuse: there is nothing to change."""
        return False

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Refuse."""
        raise PermissionDenied

    delete_view = history_view = change_view  # type: ignore[assignment]  # none of them is there

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the numbers; delete the address that was typed in."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = AddressForm(request.POST if request.method == "POST" else None, label_suffix="")
        if request.method == "POST":
            if not self.has_delete_permission(request):
                raise PermissionDenied
            if form.is_valid():
                return self.deleted(request, form.cleaned_data["address"])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Mails to readers"),
            "numbers": numbers(),
            "form": form,
            "may_delete": self.has_delete_permission(request),
        }
        return TemplateResponse(request, "admin/syndication/reader/numbers.html", context)

    def deleted(self, request: HttpRequest, address: str) -> HttpResponse:
        """Delete an address with all that hangs on it, and say whether it was there."""
        reader = secrecy.find(address)
        if reader is not None:
            subscribing.end_all(reader.pk)
        self.message_user(request, _("The address is deleted: it gets no more mails.") if reader is not None else _("This address gets no mails."))
        return HttpResponseRedirect(reverse("admin:syndication_reader_changelist"))


def numbers() -> list[tuple[str, int]]:
    """Return what is counted, with its number. Three queries."""
    confirmed = Count("subscriptions", filter=Q(subscriptions__confirmed_at__isnull=False))
    readers = Reader.objects.annotate(confirmed=confirmed).aggregate(
        getting=Count("pk", filter=Q(confirmed__gt=0)), paused=Count("pk", filter=Q(paused_at__isnull=False))
    )
    by = dict(Subscription.objects.confirmed().order_by().values_list("what").annotate(number=Count("pk")))
    return [
        (_("Addresses that get mails"), readers["getting"]),
        (_("Addresses whose server refuses them, left alone"), readers["paused"]),
        *((str(label).capitalize(), by.get(value, 0)) for value, label in Subscription.What.choices),
        (_("Mails on their way"), Mailing.objects.count()),
    ]
