"""A form in a window of its own, opened to add what a choice lacks: what is made there is handed back to the form that asked."""

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core import signing
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from publishing.admin.seen import Seen
from publishing.state import row_keys

# The kind of rows, where a row of the record is wanted and not the record itself.
ROWS = "_popup_rows"
# The steps after which there is something to choose.
MADE = {"_save_draft", "_submit", "_publish", "_publish_languages", "_schedule"}


def is_popup(request: HttpRequest) -> bool:
    """Tell whether a form stands in a window of its own."""
    return IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST


def rows_wanted(request: HttpRequest) -> str:
    """Return the kind of rows of which one is wanted; "" for the record itself."""
    return request.POST.get(ROWS) or request.GET.get(ROWS, "")


def as_popup(address: str, rows: str = "") -> str:
    """Return the address of a form as that of a window of its own, which opens at the rows of which one is wanted."""
    sent = {IS_POPUP_VAR: "1", **({ROWS: rows} if rows else {})}
    return f"{address}?{urlencode(sent)}{f'#{rows}-group' if rows else ''}"


class HandsBack(admin.ModelAdmin):
    """Admin mixin of records: where a step leads, from a window of its own and from any other."""

    desk: Any  # publishing.desk.Desk

    def after(self, request: HttpRequest, key: Any, step: str, message: str) -> HttpResponse:  # Any: a key
        """Hand back what was made and close the window; from any other window, return to the form."""
        address = reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[key])
        if not is_popup(request):
            self.message_user(request, message, messages.SUCCESS)
            return HttpResponseRedirect(address)
        rows = rows_wanted(request)
        if step in MADE and (made := self.made(request, key, rows)) is not None:
            answer = json.dumps({"value": str(made.pk), "obj": str(made)})
            return TemplateResponse(request, "admin/popup_response.html", {"popup_response_data": answer})
        self.message_user(request, message, messages.SUCCESS)
        if rows:
            self.message_user(request, _("Nothing can be chosen from here yet: add a row to this list and publish."), messages.WARNING)
        return HttpResponseRedirect(as_popup(address, rows))

    def made(self, request: HttpRequest, key: Any, rows: str) -> models.Model | None:  # Any: a key
        """Return the record, or the last of the rows that it did not have when its form was opened; None if there is none."""
        record = self.model._default_manager.get(pk=key)
        if rows not in self.desk.inlines:
            return record
        formset, inline = self.desk.inlines[rows]
        try:
            before = row_keys(Seen.unpack(request.POST.get("_seen", ""), record).live, rows)
        except signing.BadSignature:
            before = []
        stored = inline.get_queryset(self.desk.request).filter(**{formset.fk.name: record})
        return stored.exclude(pk__in=before).last()
