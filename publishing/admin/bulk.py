"""The pages of a bulk action: what will happen, how far it is, what became of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing import bulk
from publishing.publishable import PublishableQuerySet
from publishing.rights import as_seen_by
from publishing.workflow import User

# Records of one request; a longer act goes on in the next, so that none runs into a time limit.
STEP = 50
# How many names and refusals are written out.
SHOWN = 20


def no_notes(records: PublishableQuerySet) -> list[Any]:
    """Say nothing more."""
    return []


@dataclass(frozen=True)
class Worded:
    """An act, as its pages put it: the words of the button, the words of the report."""

    label: Any
    past: Any
    form: forms.Form | None = None
    is_grave: bool = False


@dataclass(frozen=True)
class BulkAct(Worded):
    """An act with what it does to each record."""

    run: bulk.Act = field(kw_only=True)
    notes: Callable[[PublishableQuerySet], list[Any]] = field(default=no_notes, kw_only=True)


def bulk_page(model_admin: admin.ModelAdmin, request: HttpRequest, records: PublishableQuerySet, act: BulkAct) -> HttpResponse | None:
    """Ask; then do one step after another; then say what became of it and (None) return to the list."""
    if "_confirmed" not in request.POST:
        return ask(model_admin, request, records, act)
    report = bulk.Report.unpack(request.POST.get("_report", ""))
    keys = step(records, request.POST.get("_after", ""))
    bulk.run(act.run, records.model, keys, by=cast("User", request.user), report=report)
    if len(keys) < STEP:
        tell(request, act, report)
        return None
    more = {"report": report, "packed": report.pack(), "after": keys[-1]}
    return page(model_admin, request, act, "admin/bulk_progress.html", **more)


def step(records: QuerySet, after: str) -> list[UUID]:
    """Return the keys of the next records, by key: an order that the act itself cannot change."""
    try:
        records = records.filter(pk__gt=UUID(after)) if after else records
    except ValueError:
        return []
    return list(records.order_by("pk").values_list("pk", flat=True)[:STEP])


def ask(model_admin: admin.ModelAdmin, request: HttpRequest, records: PublishableQuerySet, act: BulkAct) -> HttpResponse:
    """Say what will happen, to how many, and ask."""
    count = records.order_by().count()
    more = {
        "count": count,
        "shown": [as_seen_by(request.user, record) for record in records[:SHOWN]],
        "unshown": max(0, count - SHOWN),
        "notes": act.notes(records.order_by()),
    }
    return page(model_admin, request, act, "admin/bulk.html", **more)


def page(model_admin: admin.ModelAdmin, request: HttpRequest, act: Worded, template: str, **more: Any) -> HttpResponse:
    """Render a page of the act; its form posts to the list with the same filter."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": act.label,
        "opts": model_admin.opts,
        "act": act,
        "action": request.POST.getlist("action")[0],
        "across": request.POST.get("select_across", "0"),
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "media": model_admin.media,
        **more,
    }
    return TemplateResponse(request, template, context)


def tell(request: HttpRequest, act: Worded, report: bulk.Report) -> None:
    """Say what became of the records, each refusal with its reason."""
    counts = report.counts
    if done := counts[bulk.Result.DONE]:
        text = ngettext("%(count)s record %(past)s.", "%(count)s records %(past)s.", done)
        messages.success(request, text % {"count": done, "past": act.past})
    if waiting := counts[bulk.Result.WAITING]:
        text = ngettext("%(count)s record waits with this in its draft.", "%(count)s records wait with this in their drafts.", waiting)
        messages.success(request, text % {"count": waiting})
    if idle := counts[bulk.Result.UNCHANGED]:
        text = ngettext("%(count)s record needed nothing.", "%(count)s records needed nothing.", idle)
        messages.info(request, text % {"count": idle})
    for title, reason in report.refused[:SHOWN]:
        messages.error(request, f"{title}: {reason}")
    if (unsaid := len(report.refused) - SHOWN) > 0:
        messages.error(request, _("And %(count)s more were refused.") % {"count": unsaid})
