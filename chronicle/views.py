"""The public pages of the chronicle."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronicle import chronology_page, feeds, format_page, years
from chronicle.chronology_page import chronologies_by
from chronicle.event_page import event_page, events_by
from chronicle.filters import EventFilter, filtered
from chronicle.format_page import formats_by
from chronicle.models import Chronology, Event, Format, Listing
from chronicle.neighbours import entry_address
from chronicle.outputs import outputs
from chronicle.paging import Page, among, entries, page_of, with_events
from library.cards import subjects
from publishing import languages, navigation, site
from publishing.opening import live_record, opened
from publishing.remembered import stamp


@require_safe
def chronology_list(request: HttpRequest) -> HttpResponse:
    """Every chronology. Context: chronologies [(label, lead, language of the lead)], feed."""
    head = navigation.head(navigation.addresses("chronicle:list"), section="chronology")
    context = {"chronologies": chronology_page.chronologies(languages.active()), "feed": feeds.of_all()}
    return render(request, "chronicle/chronology_list.html", {**context, **head})


@require_safe
def chronology_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A chronology, oldest first, or those of its entries that the filters ask for, a page of it at a time.

    Context: page, listed (the page of its entries), filters, bars (years), found (how many entries there are), outputs, feed.
    """
    found = opened(request, slug, Chronology, chronologies_by, section="chronology")
    if isinstance(found, HttpResponse):
        return found
    record, language = found.record, found.language
    filters = filtered(request, record, language)
    listed = entries_asked_for(request, record, filters)
    if listed.moved_to:
        return HttpResponseRedirect(listed.moved_to)
    page = chronology_page.chronology_page(record, listed.rows, language, stamp(request), filters)
    point_to(found.head, request, filters, is_first=listed.is_first)
    chart = years.chart(filters, request.path)
    context = {"page": page, "listed": listed, "filters": filters, "bars": chart.bars, "found": chart.found}
    context |= {"outputs": outputs(record, filters, language), "feed": feeds.of_one(record, language), "description": page.description}
    context["social_image"] = subjects.of_record(record, language, site.of(request))
    return render(request, "chronicle/chronology_detail.html", {**context, **found.head}, status=200 if filters.is_valid() else 400)


def entries_asked_for(request: HttpRequest, chronology: Chronology, filters: EventFilter) -> Page:
    """Return the page of the entries that answer; an empty one where it is not understood what is asked for. One query."""
    if not filters.is_valid():
        return Page()
    if filters.is_filled:
        ask = among(filters.entries, rows=with_events(Listing.objects.all()))
    else:
        ask = entries(chronology.pk, filters.language, untranslated=site.of(request).list_untranslated)
    return page_of(request, ask, filters.query(filters.language))


def point_to(head: dict[str, Any], request: HttpRequest, filters: EventFilter, *, is_first: bool) -> None:  # Any: as `navigation.head` has it
    """Let the ways to other languages ask the same, and search engines have the pages that ask for nothing."""
    for each in head["languages"]:
        each["url"] += filters.query(each["code"])
    if filters.is_filled:
        head["robots"], head["alternates"] = "noindex", []
    elif not is_first:
        head["canonical"], head["alternates"] = navigation.absolute(request.get_full_path()), []


@require_safe
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An event. Context: page."""
    found = opened(request, slug, Event, events_by, section="chronology")
    if isinstance(found, HttpResponse):
        return found
    settings = site.of(request)
    page = event_page(found.record, found.language, stamp(request), untranslated=settings.list_untranslated)
    social = subjects.of_record(found.record, found.language, settings)
    return render(request, "chronicle/event_detail.html", {"page": page, "description": page.description, "social_image": social, **found.head})


@require_safe
def entry_detail(request: HttpRequest, chronology: str, slug: str) -> HttpResponse:
    """An event with its neighbours in a chronology; the address without the chronology is the one to be indexed. Context: page."""
    within = live_record(request, chronology, Chronology, chronologies_by)
    if isinstance(within, HttpResponse):
        return within
    event = live_record(request, slug, Event, events_by)
    if isinstance(event, HttpResponse):
        return event
    language = languages.active()
    if not Listing.objects.filter(chronology=within, event=event).exists():
        raise Http404(_("This event is not in this chronology."))
    where = {code: entry_address(within, event, code) for code in languages.codes()}
    if where[language] != request.path:
        return HttpResponseRedirect(where[language])
    settings = site.of(request)
    page = event_page(event, language, stamp(request), chronology=within, untranslated=settings.list_untranslated)
    head = navigation.head(where, section="chronology", canonical=navigation.record_address(event, event.language_for(language)), available=())
    social = subjects.of_record(event, language, settings)
    return render(request, "chronicle/event_detail.html", {"page": page, "description": page.description, "social_image": social, **head})


@require_safe
def format_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A format with its sessions, the last first, a page of them at a time. Context: page, listed (the page of its sessions)."""
    found = opened(request, slug, Format, formats_by, section="chronology")
    if isinstance(found, HttpResponse):
        return found
    listed = page_of(request, format_page.sessions_of(found.record))
    if listed.moved_to:
        return HttpResponseRedirect(listed.moved_to)
    page = format_page.format_page(found.record, listed.rows, found.language, stamp(request))
    if not listed.is_first:
        found.head["canonical"], found.head["alternates"] = navigation.absolute(request.get_full_path()), []
    social = subjects.of_record(found.record, found.language, site.of(request))
    context = {"page": page, "listed": listed, "description": page.description, "social_image": social}
    return render(request, "chronicle/format_detail.html", {**context, **found.head})
