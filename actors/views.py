"""The public pages of people and offices."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.models import Actor, Office
from actors.profile import actor_page, actors_by, office_page, offices_by
from publishing.opening import opened
from publishing.remembered import stamp


@require_safe
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An actor who has a public page. Context: page."""
    found = opened(request, slug, Actor, actors_by)
    if isinstance(found, HttpResponse):
        return found
    if not found.record.has_profile:
        raise Http404(_("There is no such page."))
    page = actor_page(found.record, found.language, stamp(request))
    return render(request, "actors/actor_detail.html", {"page": page, "description": page.description, **found.head})


@require_safe
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An office with its posts. Context: page."""
    found = opened(request, slug, Office, offices_by)
    if isinstance(found, HttpResponse):
        return found
    page = office_page(found.record, found.language, stamp(request))
    return render(request, "actors/office_detail.html", {"page": page, "description": page.description, **found.head})
