"""Bundles in the admin: a list, and one page where a bundle is put together, reviewed, looked at and published."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.bundle_forms import AskForm, BundleForm, GatherForm, MomentForm, named_in
from publishing.admin.bundle_steps import Act, pressed
from publishing.admin.preview import InviteForm
from publishing.bundles import gathering, reviewing
from publishing.bundles.entries import BundleRefusedError, Entry, entries, name_of, nothing_done, publishes_anything, sees
from publishing.models import Bundle
from publishing.publishable import Publishable, State
from publishing.review import rounds
from publishing.rights import as_seen_by, may, may_open
from publishing.workflow import TransitionError


class BundleAdmin(admin.ModelAdmin):
    """Several records that become public at one moment."""

    form = BundleForm
    list_display = ["title", "records", "standing", "by", "made_at"]
    search_fields = ["title"]
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["by", "scheduled_by", "published_by"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Bundle]:
        """Show everybody's to those who publish, and one's own to others."""
        found = super().get_queryset(request).annotate(number=Count("items"))
        return found if publishes_anything(request.user) else found.filter(by=request.user.pk)

    def has_change_permission(self, request: HttpRequest, obj: Bundle | None = None) -> bool:
        """Ask whether somebody works with this bundle."""
        return super().has_change_permission(request, obj) and (obj is None or sees(request.user, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Bundle | None = None) -> bool:
        """Bundles are dissolved on their page."""
        return False

    @admin.display(description=gettext_lazy("records"), ordering="number")
    def records(self, bundle: Bundle) -> int:
        """Count them."""
        return bundle.number

    @admin.display(description=gettext_lazy("state"))
    def standing(self, bundle: Bundle) -> SafeString:
        """Say whether it is open, waits for its moment, was refused, or is published."""
        return render_to_string("admin/publishing/bundle/_standing.html", {"bundle": bundle})

    # Pages

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Make a bundle; `?kind=` and `?record=` name records that go into it, or into one that is open already."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        records = named_in(request)
        form = GatherForm(request.POST or None, by=request.user, records=records)
        if request.method == "POST" and form.is_valid():
            try:
                bundle = self.gathered(request, form, records)
            except TransitionError as error:
                form.add_error(None, str(error))
            else:
                return HttpResponseRedirect(reverse(f"{self.admin_site.name}:publishing_bundle_change", args=[bundle.pk]))
        names = [name_of(record, request.user) for record in records]
        context: dict[str, Any] = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, "names": names}
        context["title"] = _("Put into a bundle") if records else _("New bundle")
        return TemplateResponse(request, "admin/publishing/bundle/gather.html", context, status=422 if form.errors else 200)

    def gathered(self, request: HttpRequest, form: GatherForm, records: list[Publishable]) -> Bundle:
        """Put the records into the bundle that was chosen, or into a new one; return it."""
        by, values = request.user, form.cleaned_data
        if (bundle := values["bundle"]) is None:
            return gathering.make(values["title"], records, by=by, note=values["note"])
        gathering.add(bundle, records, by=by)
        return bundle

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the page of a bundle, or do what a button says."""
        bundle = self.get_object(request, object_id)
        if bundle is None:
            raise Http404(_("There is no such bundle any more."))
        if not self.has_change_permission(request, bundle):
            raise PermissionDenied
        if request.method != "POST":
            return self.page(request, bundle)
        try:
            message = pressed(request)(Act(request, bundle))
        except BundleRefusedError as error:
            messages.error(request, nothing_done())
            reasons = {refusal.record.pk: refusal.reason for refusal in error.refusals if refusal.record is not None}
            return self.page(request, bundle, reasons=reasons, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        except TransitionError as error:
            messages.error(request, str(error))
            return self.page(request, bundle, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        messages.success(request, message)
        is_gone = not Bundle.objects.filter(pk=bundle.pk).exists()
        return HttpResponseRedirect(reverse(f"{self.admin_site.name}:publishing_bundle_changelist") if is_gone else request.path)

    def page(self, request: HttpRequest, bundle: Bundle, *, reasons: dict[uuid.UUID, str] | None = None, status: int = HTTPStatus.OK) -> HttpResponse:
        """Render the page."""
        found = entries(bundle)
        opened = [entry.record for entry in found if entry.record is not None and may_open(request.user, entry.record)]
        rounds.attach(record for record in opened if may(request.user, "change", record))
        lines = [self.line(request, entry, reasons or {}) for entry in found]
        fields = request.POST if request.method == "POST" else None
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": bundle.title,
            "opts": self.opts,
            "bundle": bundle,
            "lines": lines,
            "form": BundleForm(instance=bundle, auto_id="id_%s"),
            "moment_form": MomentForm(fields if fields and "_schedule" in fields else None, auto_id="id_%s"),
            "ask_form": AskForm(fields if fields and "_submit" in fields else None, auto_id="id_%s", records=opened),
            "said": fields.get("_said", "") if fields else "",
            "invite_form": InviteForm(auto_id="id_%s"),
            "links": list(reviewing.links_of(bundle)),
            "may_publish": bool(opened) and all(may(request.user, "publish", record) for record in opened) and len(opened) == len(found),
            "in_review": any(line["record"] is not None and getattr(line["record"], "review", None) for line in lines),
        }
        return TemplateResponse(request, "admin/publishing/bundle/page.html", context, status=status)

    def line(self, request: HttpRequest, entry: Entry, reasons: dict[uuid.UUID, str]) -> dict[str, Any]:  # Any: values of a page
        """Return what the page says of a record; of one that somebody may not open, nothing but that it is there."""
        record = entry.record
        known = record is not None and may_open(request.user, record)
        said = {"item": entry.item, "name": name_of(record, request.user), "reason": reasons.get(entry.item.record, ""), "record": None}
        if record is None or not known:
            return said
        address = f"{self.admin_site.name}:{record._meta.app_label}_{record._meta.model_name}"
        changes = may(request.user, "change", record)
        refusal = entry.item.refusal if changes else ""
        return {
            **said,
            "reason": said["reason"] or refusal,
            "record": as_seen_by(request.user, record),
            "kind": record._meta.verbose_name,
            "token": entry.mark if changes else "",
            "waits": entry.waits or not changes,
            "url": reverse(f"{address}_change", args=[record.pk]),
            "preview_url": reverse(f"{address}_preview", args=[record.pk]) if changes and record.state != State.TRASHED else "",
        }
