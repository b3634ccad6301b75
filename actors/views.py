"""The public pages of people and offices."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.filters import day_of
from actors.models import Actor, Office
from actors.profile import actors_by
from actors.shown import actor_shown, office_shown, offices_by
from publishing import dates
from publishing.opening import opened
from publishing.remembered import stamp


@require_safe
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An actor who has a public page. Context: page."""
    found = opened(request, slug, Actor, actors_by, section="actors")
    if isinstance(found, HttpResponse):
        return found
    if not found.record.has_profile:
        raise Http404(_("There is no such page."))
    page = actor_shown(found.record, found.language, stamp(request))
    return render(request, "actors/actor_detail.html", {"page": page, "description": page.description, **found.head})


@require_safe
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An office with its posts, and who held them on the day of `?on=`. Context: page, asked (what was typed), on, wrong (what is wrong with it)."""
    found = opened(request, slug, Office, offices_by, section="offices")
    if isinstance(found, HttpResponse):
        return found
    on, wrong, asked = None, "", request.GET.get("on", "").strip()
    try:
        on = day_of(asked) if asked else None
    except ValidationError as error:
        wrong = error.messages[0]
    page = office_shown(found.record, found.language, on, stamp(request))
    context = {"page": page, "asked": asked[:40], "on": dates.printed(on, found.language) if on else None, "wrong": wrong}
    if asked:
        # The same page with an answer: search engines have the one without.
        found.head["robots"] = "noindex"
    return render(request, "actors/office_detail.html", {**context, "description": page.description, **found.head}, status=400 if wrong else 200)
