"""The advice on a form: asked for by its script when it was opened and whenever it was saved, a page of its own without one."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from publishing import drafts
from publishing.advice.looking import advice_on
from publishing.looks import looks
from publishing.publishable import State


class Advises(admin.ModelAdmin):
    """Admin mixin: what the checks say about the draft of a record."""

    def get_urls(self) -> list[Any]:
        """Put the address before Django's own, which take any text for a key."""
        view = self.admin_site.admin_view(never_cache(require_safe(self.advice_view)))
        return [path("<path:object_id>/advice/", view, name=f"{self.opts.app_label}_{self.opts.model_name}_advice"), *super().get_urls()]

    def advice_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the advice on the draft as it is stored: as a part of the form (`?part=1`), or as a page."""
        record = self.get_object(request, object_id)
        if record is None or not self.has_change_permission(request, record):
            raise Http404
        work = drafts.opened(record)
        form_url = reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk])
        context: dict[str, Any] = {"told": advice_on(work), "looks": looks(work), "form_url": form_url}
        if "part" in request.GET:
            return render(request, "admin/advice/list.html", {**context, "form_url": ""})
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "record": record, "title": _("Advice")}
        return render(request, "admin/advice/page.html", context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """Tell the form where to ask; a new one learns it with its first save."""
        record = context.get("record")
        if context.get("may_edit") and record is not None and record.state != State.TRASHED:
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_advice"
            context["advice"] = {"url": "" if record._state.adding else reverse(name, args=[record.pk])}
        return super().render_change_form(request, context, *args, **kwargs)
