"""The public page of a timeline."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronicle.chronology_page import chronologies_by
from chronicle.filters import filtered
from chronicle.models import Chronology
from chronicle.timeline import page, periods
from publishing import languages, navigation
from publishing.opening import live_record
from publishing.partial_dates import PartialDate
from publishing.record_page import label


@require_safe
def timeline(request: HttpRequest, slug: str) -> HttpResponse:
    """A chronology on a scale of time; `?period=` looks closer: 200X, 2008 or 2008-09.

    It draws what the filters of the list ask for. Context: chronology, timeline, wrong (what is wrong with the period; the whole is
    shown then), filters, list_url, bare (the address that asks for nothing).
    """
    chronology = live_record(request, slug, Chronology, chronologies_by)
    if isinstance(chronology, HttpResponse):
        return chronology
    language = languages.active()
    bare = navigation.address_of_slug("chronicle:timeline", language, chronology.slug_in(language))
    if bare != request.path:
        return HttpResponsePermanentRedirect(bare)
    filters = filtered(request, chronology, language)
    reader = page.Reader(chronology, filters)
    period, wrong, status = None, "", 200 if filters.is_valid() else 400
    try:
        period = asked(request)
    except ValidationError as error:
        wrong, status = error.messages[0], 400
    found = page.timeline(reader, period)
    if period is not None and found.is_empty and status == HTTPStatus.OK:
        wrong, status = _("Nothing is listed in this period: %(period)s.") % {"period": found.period}, 404
        found = page.timeline(reader, None)
    shown = "" if wrong else str(period or "")
    where = {code: page.address(chronology, filters, code, shown) for code in languages.codes()}
    head = navigation.head(where, section="chronology", canonical=navigation.record_address(chronology, language), available=())
    the_list = label(chronology, language)
    asks = {"filters": filters, "list_url": the_list.url + filters.query(language), "bare": bare}
    context = {"chronology": the_list, "timeline": found, "wrong": wrong, **asks}
    return render(request, "chronicle/timeline.html", {**context, **head}, status=status)


def asked(request: HttpRequest) -> PartialDate | None:
    """Return the period of the request, None for all of them; ValidationError in the reader's words."""
    text = request.GET.get("period", "").strip()
    return periods.asked_for(text) if text else None
