"""The public pages of people and offices."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors import timeline
from actors.acquaintances import acquaintances_of
from actors.agreed import agreed_by
from actors.facts import Statement
from actors.filters import day_of
from actors.models import Actor, Office
from actors.profile import ProfilePage, actors_by
from actors.shown import actor_shown, office_shown, offices_by
from library.cards import subjects
from publishing import dates, navigation, site
from publishing.opening import Opened, opened
from publishing.remembered import stamp


@require_safe
def actor_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An actor who has a public page. Context: page, timeline (entries), met, is_cut (whether it lacks older posts or remits)."""
    found = opened(request, slug, Actor, actors_by, section="actors")
    if isinstance(found, HttpResponse):
        return found
    if not found.record.has_profile:
        raise Http404(_("There is no such page."))
    page = actor_shown(found.record, found.language, stamp(request))
    context = {"is_cut": page.tenures.is_cut or page.remits.is_cut}
    return answer(request, found, page, [*page.tenures.rows, *page.remits.rows], context, template="actors/actor_detail.html")


@require_safe
def office_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An office with its posts, and who held them on the day of `?on=`.

    Context: page, timeline (entries), met, is_cut (as of an actor), asked (what was typed), on, wrong (what is wrong with it).
    """
    found = opened(request, slug, Office, offices_by, section="offices")
    if isinstance(found, HttpResponse):
        return found
    on, wrong, asked = None, "", request.GET.get("on", "").strip()
    try:
        on = day_of(asked) if asked else None
    except ValidationError as error:
        wrong = error.messages[0]
    page = office_shown(found.record, found.language, on, stamp(request))
    context: dict[str, object] = {"asked": asked[:40], "on": dates.printed(on, found.language) if on else None, "wrong": wrong}
    if asked:
        # The same page with an answer: search engines have the one without.
        found.head["robots"] = "noindex"
    context["is_cut"] = page.posts.is_cut or any(post.is_cut for post in page.posts.rows)
    facts = [fact for post in page.posts.rows for fact in (*(line.fact for line in post.lines), *post.remits)]
    return answer(request, found, page, facts, context, template="actors/office_detail.html", status=400 if wrong else 200)


def answer(
    request: HttpRequest,
    found: Opened[Any],
    page: ProfilePage,
    facts: list[Statement],
    context: Mapping[str, object],
    *,
    template: str,
    status: int = 200,
) -> HttpResponse:
    """Answer the page of a record with the newest of its timeline; a later page of that says only who it is about."""
    shown = timeline.timeline_of(request, found.record, facts)
    if shown.moved_to:
        return HttpResponseRedirect(shown.moved_to)
    feed = timeline.feed_of(found.record, found.language, page.title)
    met = acquaintances_of(request, found.record) if shown.is_first else []
    agreed = agreed_by(request, found.record) if shown.is_first and not context.get("asked") else None
    context = {"page": page, "timeline": shown, "met": met, "agreed": agreed, "feed": feed, **context, "description": page.description, **found.head}
    context["social_image"] = subjects.of_record(found.record, found.language, site.of(request))
    if not shown.is_first:
        # In another language it is another list, so the way there leads to its first page.
        context |= {"canonical": navigation.absolute(request.get_full_path()), "alternates": [], "url": request.path}
        return render(request, "actors/timeline.html", context)
    return render(request, template, context, status=status)
