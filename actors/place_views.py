"""The public pages of places."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors import branches, charges, choices, facts, letters, places, timeline
from actors.filters import day_of
from actors.indexes import spread_of
from actors.models import Place
from actors.year import changes_in, coverage_of, years_of
from library.cards import subjects
from publishing import dates, languages, navigation, site
from publishing.alphabet import Group
from publishing.opening import live_record, opened
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
    """A place, and who had a remit over it on the day of `?on=`.

    Context: page, asked (what was typed), on, wrong (what is wrong with it), answers ((fact, certainty) for that day), timeline (what
    happened there).
    """
    found = opened(request, slug, Place, places.places_by, section="places")
    if isinstance(found, HttpResponse):
        return found
    on, wrong, asked = None, "", request.GET.get("on", "").strip()
    try:
        on = day_of(asked) if asked else None
    except ValidationError as error:
        wrong = error.messages[0]
    shown = timeline.timeline_of(request, found.record, [])
    if shown.moved_to:
        return HttpResponseRedirect(shown.moved_to)
    held = charges.charges_of(found.record)
    untranslated = site.of(request).list_untranslated
    page = places.place_shown(found.record, found.language, stamp(request), charges=held, untranslated=untranslated)
    context = {
        "page": page,
        "asked": asked[:40],
        "on": dates.printed(on, found.language) if on else None,
        "wrong": wrong,
        "answers": charges.on_day(held, on, found.language) if on else [],
        "description": page.description,
        "timeline": shown,
        "is_cut": False,
    }
    context["social_image"] = subjects.of_record(found.record, found.language, site.of(request))
    if not shown.is_first:
        found.head |= {"canonical": navigation.absolute(request.get_full_path()), "alternates": []}
        return render(request, "actors/timeline.html", {**context, **found.head, "url": request.path})
    if asked:
        # The same page with an answer: search engines have the one without.
        found.head["robots"] = "noindex"
    return render(request, "actors/place_detail.html", {**context, **found.head}, status=400 if wrong else 200)


@require_safe
def remit_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Who came, left and stayed in a year among those with a remit over a place; Http404 for years of which nothing is known.

    Context: page {place, title, year, before, after}, changes, coverage.
    """
    record = live_record(request, slug, Place, places.places_by)
    if isinstance(record, HttpResponse):
        return record
    language = languages.active()
    held = charges.charges_of(record)
    years = years_of(held)
    changes = changes_in(held, year, language) if year in years else None
    if changes is None or changes.is_empty:
        raise Http404(_("Nothing is known of this year."))
    where = {code: places.year_address(record, year, code) for code in languages.codes()}
    if where[language] != request.path:
        return HttpResponsePermanentRedirect(where[language])
    here = years.index(year)
    around = [places.year_label(record, years[at], language) if 0 <= at < len(years) else None for at in (here + 1, here - 1)]
    context = {
        "place": facts.place_label(record, language),
        "year": year,
        "before": around[0],
        "after": around[1],
        "changes": changes,
        "coverage": coverage_of(held, record, language),
    }
    head = navigation.head(where, section="places", available=record.available_languages)
    return render(request, "actors/remit_year.html", {**context, **head})
