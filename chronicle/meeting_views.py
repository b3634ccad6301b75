"""The public pages of who met whom."""

import csv
import io
import uuid
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.choices import Choice
from actors.letters import query
from chronicle import meetings
from chronicle.acquaintances import met_most
from chronicle.meetings import SIZE, Pair, Party, Shown
from chronicle.parties import PairForm, Parties, parties
from publishing import exports, languages, navigation, paging, site
from publishing.cells import BOM, neutral
from publishing.paging import Page, Stretch
from publishing.remembered import stamp

# Of a file, so many meetings are held at once.
AT_ONCE = 500


@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """Every meeting of two people or offices, counted by year, the last first; of one, whom they met most.

    Context: form, known (all who can be chosen), a, b (choices), years, number, events (in all), listed (a page), csv_url, met.
    """
    language = languages.active()
    known = parties(language, stamp(request))
    form = PairForm(request.GET, known)
    is_valid = form.is_valid()
    chosen = form.pair if is_valid else {}
    where = {code: path + query(values_in(chosen, code)) for code, path in navigation.addresses("chronicle:meetings").items()}
    head = navigation.head(where, section="chronology", robots="noindex" if request.GET else "")
    context = {"form": form, "known": known, "is_asked": len(chosen) == len(form.fields), **head}
    if not is_valid:
        return render(request, "chronicle/meeting_list.html", context, status=400)
    if len(chosen) < len(form.fields):
        alone = next(iter(chosen.values()), None)
        if alone is not None:
            party = party_of(alone, known)
            context |= {"alone": alone, "met": met_most(party, alone.value, language, untranslated=site.of(request).list_untranslated)}
        return render(request, "chronicle/meeting_list.html", context)
    pair = pair_of(request, chosen, known)
    listed = page_of(request, pair, query(values_in(chosen, language)))
    if listed.moved_to:
        return HttpResponseRedirect(listed.moved_to)
    years = pair.years()
    context |= {
        **chosen,
        "years": years,
        "number": sum(number for _year, number, _events in years),
        "events": sum(events for _year, _number, events in years),
        "listed": listed,
        "meetings": meetings.shown(listed.rows, pair),
        "csv_url": navigation.address("chronicle:meetings_csv", language) + query(values_in(chosen, language)),
    }
    return render(request, "chronicle/meeting_list.html", context)


def values_in(chosen: dict[str, Choice], language: str) -> dict[str, str]:
    """Return the query that asks for the same in a language."""
    return {name: choice.values[language] for name, choice in chosen.items()}


def party_of(choice: Choice, known: Parties) -> Party:
    """Return a choice as one of two."""
    return Party(known.field_of(choice), uuid.UUID(str(choice.key)))


def pair_of(request: HttpRequest, chosen: dict[str, Choice], known: Parties) -> Pair:
    """Return the two that are asked for."""
    a, b = (party_of(chosen[name], known) for name in ("a", "b"))
    return Pair(a, b, languages.active(), site.of(request).list_untranslated)


def page_of(request: HttpRequest, pair: Pair, asked: str) -> Page:
    """Return the page of meetings that the request asks for, under `asked`, its query; Http404 for a cursor that cannot be read."""
    stretch = Stretch(*paging.asked_for(request), size=SIZE)
    page = paging.page_from(pair.stretch(stretch), stretch, request.path, meetings.cursor_of)
    for name in ("newer", "older", "moved_to"):
        if address := getattr(page, name):
            path, _mark, cursor = address.partition("?")
            setattr(page, name, path + asked + (f"&{cursor}" if cursor else ""))
    return page


@require_safe
def meeting_table(request: HttpRequest) -> HttpResponseBase:
    """Every meeting of two people or offices as CSV; 400 in the reader's words where it is not clear of whom."""
    language = languages.active()
    known = parties(language, stamp(request))
    form = PairForm(request.GET, known)
    if not form.is_valid() or len(form.pair) < len(form.fields):
        wrong = [str(error) for errors in form.errors.values() for error in errors] or [_("Say who and whom: ?a=…&b=…")]
        return HttpResponse("\n".join(wrong), status=400, content_type="text/plain; charset=utf-8")
    pair, names = pair_of(request, form.pair, known), [form.pair[name].label for name in ("a", "b")]
    number = sum(events for _year, _number, events in pair.years())

    def write(file: BinaryIO) -> None:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
        write_table(text, pair, names)
        text.detach()

    name = f"meetings-{timezone.localdate():%Y-%m-%d}.csv"
    return exports.answer(request, write, name=name, content_type="text/csv; charset=utf-8", is_large=number > AT_ONCE)


def write_table(file: io.TextIOBase, pair: Pair, names: list[str]) -> None:
    """Write every meeting, the last first, some at a time."""
    file.write(BOM)
    table = csv.writer(file)
    heads = [
        _("year"),
        _("date"),
        _("date as printed"),
        _("the year is inferred"),
        _("event"),
        _("kind"),
        _("place"),
        _("part of"),
        *names,
        _("address"),
    ]
    table.writerow([neutral(head) for head in heads])
    stretch = Stretch(size=AT_ONCE)
    while True:
        rows = pair.stretch(stretch)
        some = rows[:AT_ONCE]
        for row, shown in zip(some, meetings.shown(some, pair), strict=True):
            table.writerow([neutral(cell) for cell in cells(row.year, shown)])
        if len(rows) <= AT_ONCE:
            return
        stretch = Stretch(before=meetings.cursor_of(some[-1]), size=AT_ONCE)


def cells(year: int | None, shown: Shown) -> list[str]:
    """Return a meeting as a row of the table."""
    words = shown.when.words if shown.when else ""
    places = [each.label if each else "" for each in (shown.spot, shown.within)]
    told = [capacity.text for capacity in shown.capacities]
    date, is_inferred = str(shown.event.date or ""), _("yes") if shown.event.year_inferred else _("no")
    return [str(year or ""), date, words, is_inferred, shown.title.label, shown.kind, *places, *told, navigation.absolute(shown.title.url)]
