"""The public pages of dossiers: nothing but what the record says."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from publishing import languages, navigation
from publishing.opening import opened
from tests.desk_type.models import Dossier


@require_safe
def dossier_list(request: HttpRequest) -> HttpResponse:
    """Every dossier in the page's language, newest first."""
    language = languages.active()
    found = Dossier.objects.listed_in(language).order_by(f"-listed_at_{language}")
    dossiers = [(dossier.title_in(language), navigation.record_address(dossier, language)) for dossier in found]
    return render(request, "desk_type/dossier_list.html", {"dossiers": dossiers, **navigation.head(navigation.addresses("dossiers:list"))})


@require_safe
def dossier_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A dossier in the page's language, or its title where it says nothing in it."""
    found = opened(request, slug, Dossier)
    if isinstance(found, HttpResponse):
        return found
    dossier, language = found.record, found.language
    context = {"title": dossier.title_in(language)[0], "texts": texts(dossier, language) if dossier.is_available_in(language) else []}
    return render(request, "desk_type/dossier_detail.html", {**context, **found.head})


def texts(dossier: Dossier, language: str) -> list[object]:
    """Return everything that a dossier and its rows say in a language."""
    found: list[object] = [getattr(dossier, f"{name}_{language}") for name in ("lead", "body")]
    found += [dossier.keeper, dossier.opened_on, *(row.tag for row in dossier.tagged.select_related("tag"))]
    for exhibit in dossier.exhibits.select_related("holder").prefetch_related("sources"):
        found += [exhibit.holder, exhibit.locator, *exhibit.sources.all()]
    found += [getattr(remark, f"text_{language}") for remark in dossier.remarks.all()]
    for deadline in dossier.deadlines.all():
        found += [deadline.on, deadline.number, deadline.get_weight_display()]
    return found


def keep(dossier: Dossier, language: str) -> dict[str, Any]:
    """Return what a published version keeps."""
    return {"title": getattr(dossier, f"title_{language}"), "texts": [str(text) for text in texts(dossier, language)]}


def show(content: dict[str, Any], language: str) -> dict[str, Any]:
    """Return what the page of a version prints."""
    return content
