"""The public indexes of people and of offices."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors import branches, choices, index, letters
from actors.choices import Choice, Choices
from actors.filters import TenureFilter
from actors.letters import Addressed, Entry, LetterNotFoundError, Spread
from actors.models import Tenure
from publishing import languages, navigation
from publishing.alphabet import Group
from publishing.remembered import stamp


@require_safe
def actor_list(request: HttpRequest) -> HttpResponse:
    """Everybody who has a page, by letter, or those whom the filters ask for.

    Context: spread (one page of people by letter), filters, offices and places (what they offer), is_filtered, found (how many answer).
    """
    language, under = languages.active(), stamp(request)
    boxes = {"offices": choices.offices(language, under), "places": choices.places(language, under)}
    filters = TenureFilter(request.GET, Tenure.objects.public(), **boxes)
    is_filtered = filters.is_filled
    if not filters.is_valid():
        head = navigation.head(navigation.addresses("actors:list"), section="actors", robots="noindex")
        return render(request, "actors/actor_list.html", {"spread": Spread([]), "filters": filters, "is_filtered": True, **boxes, **head}, status=400)
    groups = index.everybody(language, under)
    if is_filtered:
        groups = index.only(groups, filters.people())
    where = {code: path + letters.query(filters.values(code)) for code, path in navigation.addresses("actors:list").items()}
    here = navigation.address("actors:list", language)
    spread = spread_of(request, groups, lambda start: here + letters.query(filters.values(language), start))
    context = {
        "spread": replace(spread, groups=index.with_titles(spread.groups, filters if is_filtered else None, language)),
        "filters": filters,
        "is_filtered": is_filtered,
        "found": sum(len(group.entries) for group in groups),
    }
    head = navigation.head(
        where,
        section="actors",
        canonical=here if is_filtered else here + letters.query(spread.start),
        available=[language] if spread.start else None,
        robots="noindex" if is_filtered else "",
    )
    return render(request, "actors/actor_list.html", {**context, **boxes, **head})


@require_safe
def office_list(request: HttpRequest) -> HttpResponse:
    """Every office under the one that it is part of; of very many, one level at a time, by letter.

    Context: tree (branches, None where there are too many), spread (one page of a level), top (the office whose units these are, or None).
    """
    language = languages.active()
    offices = choices.offices(language, stamp(request))
    top = office_called(request, offices)
    here = navigation.address("actors:offices", language)
    of_top = {"under": top.value} if top else {}
    tree = branches.tree(offices, top)
    groups: list[Group[branches.Branch]] = branches.level(offices, top, language) if tree is None else []
    spread = spread_of(request, groups, lambda start: here + letters.query(of_top, start))
    where = {code: path + letters.query({"under": top.values[code]} if top else {}) for code, path in navigation.addresses("actors:offices").items()}
    head = navigation.head(
        where,
        section="offices",
        canonical=here if top else here + letters.query(spread.start),
        available=[language] if spread.start else None,
        # What is part of an office stands on its own page too.
        robots="noindex" if top else "",
    )
    return render(request, "actors/office_list.html", {"tree": tree, "spread": spread, "top": top, "above": offices.above(top), **head})


def office_called(request: HttpRequest, offices: Choices) -> Choice | None:
    """Return the office of `?under=`, None without; Http404 for what is no address of one."""
    said = request.GET.getlist("under")
    if not said:
        return None
    found = [row for row in offices.rows if said[0] in row.values.values()]
    if len(said) > 1 or not found:
        raise Http404(_("There is no such office."))
    return found[0]


def spread_of(request: HttpRequest, groups: Sequence[Group[Entry]], addressed: Addressed) -> Spread[Entry]:
    """Return the page of an index that `?letter=` and `?page=` ask for; Http404 if there is none."""
    letter, page = (request.GET.getlist(name) for name in ("letter", "page"))
    try:
        if len(letter) > 1 or len(page) > 1:
            raise LetterNotFoundError(letter, page)
        return letters.spread(groups, "".join(letter), "".join(page), addressed)
    except LetterNotFoundError as error:
        raise Http404(_("Nothing is listed under this letter.")) from error
