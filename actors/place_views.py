"""The public pages of places."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actors import branches, choices, letters, places
from actors.indexes import spread_of
from actors.models import Place
from publishing import languages, navigation
from publishing.alphabet import Group
from publishing.opening import opened
from publishing.remembered import stamp


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    """Every place, each in the one that it lies in; of very many, those in none, by letter.

    Context: tree (branches, None where there are too many), spread (one page of places by letter).
    """
    language = languages.active()
    found = choices.all_places(language, stamp(request))
    here = navigation.address("actors:places", language)
    tree = branches.tree(found, None)
    groups: list[Group[branches.Branch]] = branches.level(found, None, language) if tree is None else []
    spread = spread_of(request, groups, lambda start: here + letters.query(start))
    where = navigation.addresses("actors:places")
    head = navigation.head(where, section="places", canonical=here + letters.query(spread.start), available=[language] if spread.start else None)
    return render(request, "actors/place_list.html", {"tree": tree, "spread": spread, **head})


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A place with what lies in it. Context: page."""
    found = opened(request, slug, Place, places.places_by, section="places")
    if isinstance(found, HttpResponse):
        return found
    page = places.place_shown(found.record, found.language, stamp(request))
    return render(request, "actors/place_detail.html", {"page": page, "description": page.description, **found.head})
