"""Changing one field of many things from their list: what is chosen, what each thing has now and would have, what became of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing import bulk
from publishing.admin import bulk as pages
from publishing.admin.board import as_page
from publishing.admin.bulk_change_lines import named, shown
from publishing.bulk_changes import running
from publishing.bulk_changes.fields import Changeable, Direction
from publishing.models import BulkChange, BulkChangeLine
from publishing.workflow import User

SALT = "publishing.bulk_changes"


@dataclass(frozen=True)
class Doing(pages.Worded):
    """A change that was asked for: which field, what is done to it."""

    field: Any = None  # a Changeable; dataclasses want a default
    direction: Direction = Direction.SET


class ChangesInBulk(admin.ModelAdmin):
    """Admin mixin: the list offers to change fields of all chosen things."""

    def changeables(self) -> Sequence[Changeable]:
        """Return the fields that can be changed so."""
        return ()

    def change_notes(self, request: HttpRequest, things: Any) -> list[Any]:  # Any: a queryset of this admin's things
        """Return what is to be said before something is chosen."""
        return []

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Add an action for each thing that can be done to a field."""
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET or not self.has_change_permission(request):
            return actions
        for field in self.changeables():
            for direction, label in field.acts.items():
                name = f"{direction.value}_{field.code}"
                actions[name] = (action(field, direction, label), name, label)
        return actions


def action(field: Changeable, direction: Direction, label: Any) -> Callable[..., HttpResponse | None]:
    """Return what a list calls for an action."""

    def act(model_admin: ChangesInBulk, request: HttpRequest, things: QuerySet) -> HttpResponse | None:
        inputs = field.inputs(model_admin.model, direction, model_admin.admin_site)
        form = type("ChosenForm", (ChosenForm,), inputs)(request.POST if "_confirmed" in request.POST else None, label_suffix="")
        return change_page(model_admin, request, things, Doing(label, _("changed"), form=form, field=field, direction=direction))

    return act


class ChosenForm(forms.Form):
    """What is chosen for all things."""

    def clean(self) -> dict[str, Any]:
        """Ask for one choice at least."""
        cleaned = super().clean() or self.cleaned_data
        # An empty choice is one, where the field offers it.
        may_be_empty = all(type(field) is forms.TypedChoiceField for field in self.fields.values())
        if not may_be_empty and not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose something."), code="required")
        return cleaned


def change_page(model_admin: ChangesInBulk, request: HttpRequest, things: QuerySet, act: Doing) -> HttpResponse | None:
    """Ask what is chosen; show what it would do; do it step by step; then lead to the page that keeps it (None: to the list)."""
    form = cast("forms.Form", act.form)
    if "_confirmed" not in request.POST or not form.is_valid():
        notes = model_admin.change_notes(request, things.order_by())
        return pages.page(model_admin, request, act, "admin/bulk_change.html", count=things.order_by().count(), notes=notes)
    if "_look" in request.POST:
        return look(model_admin, request, things, act)
    by = cast("User", request.user)
    change = resumed(request, act, model_admin) or running.begin(model_admin.model, act.field, act.direction, given(act), by=by)
    keys = pages.step(things, request.POST.get("_after", ""))
    running.step(change, act.field, keys, by=by)
    report = report_of(change, by)
    if len(keys) == pages.STEP:
        packed = signing.dumps(str(change.pk), salt=SALT)
        return pages.page(model_admin, request, act, "admin/bulk_progress.html", report=report, packed=packed, after=keys[-1])
    running.end(change, by=by)
    pages.tell(request, act, report)
    if change.lines.exists():
        return HttpResponseRedirect(reverse(f"{model_admin.admin_site.name}:publishing_bulkchange_change", args=[change.pk]))
    change.delete()
    return None


def given(act: Doing) -> dict[str, Any]:
    """Return what was chosen."""
    return cast("dict[str, Any]", act.field.given(cast("forms.Form", act.form).cleaned_data))


def resumed(request: HttpRequest, act: Doing, model_admin: ChangesInBulk) -> BulkChange | None:
    """Return the change that goes on with this request; None for one that begins, or for a text that is not ours."""
    try:
        key = signing.loads(request.POST.get("_report", ""), salt=SALT, max_age=86_400)
    except signing.BadSignature:
        return None
    known = {"kind": model_admin.opts.label_lower, "field": act.field.code, "direction": act.direction}
    return BulkChange.objects.filter(pk=key, by=request.user.pk, ended_at=None, **known).first()


def report_of(change: BulkChange, by: User) -> bulk.Report:
    """Return what became of the things so far. Three queries."""
    change.refresh_from_db()
    outcomes = Counter(change.lines.values_list("outcome", flat=True))
    refused = list(change.lines.filter(outcome=BulkChangeLine.Outcome.REFUSED))
    names = named(running.model_of(change), [line.thing for line in refused[: pages.SHOWN]], by)
    counts = {bulk.Result.DONE: outcomes["done"], bulk.Result.WAITING: outcomes["waiting"], bulk.Result.UNCHANGED: change.unchanged}
    return bulk.Report(counts, [(names.get(line.thing, ""), line.reason) for line in refused])


def look(model_admin: ChangesInBulk, request: HttpRequest, things: QuerySet, act: Doing) -> HttpResponse:
    """Show a page of what each thing has now and would have, and what cannot be changed and why."""
    count = things.order_by().count()
    last = max(1, -(-count // pages.STEP))
    number = as_page(request.POST["_look"], last)
    found = list(things.order_by("pk")[(number - 1) * pages.STEP : number * pages.STEP])
    context = {
        "count": count,
        "lines": shown(
            act.field, model_admin.model, found, lambda value: act.field.after(model_admin.model, value, act.direction, given(act)), request
        ),
        "number": number,
        "newer": number - 1,
        "older": number + 1 if number < last else 0,
        "last": last,
    }
    return pages.page(model_admin, request, act, "admin/bulk_change_look.html", **context)
