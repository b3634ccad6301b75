"""What happened on a day of the year, in all years: of events whose date is known to the day."""

import datetime as dt
from itertools import groupby
from typing import Any

from django.db.models import F, Max, Min
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronicle.chronology_page import Month, Year, entries_of
from chronicle.models import Event
from chronicle.paging import among, page_of
from publishing import dates, languages, navigation, site
from publishing.record_page import Label

# A year that has every day.
LEAP_YEAR = 2000
ORDER = ("date_lower", "date_upper", "pk")


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Lead to the page of the day it is. No page is kept that says what day it is."""
    return HttpResponseRedirect(address(timezone.localdate(), languages.active()))


@require_safe
def on_this_day(request: HttpRequest, month_day: str) -> HttpResponse:
    """The events of a day in all years, the earliest first. Context: day (in words), before, after, years, listed (the page of its events)."""
    day, language = day_of(month_day), languages.active()
    listed = page_of(request, among(events_on(day, language, untranslated=site.of(request).list_untranslated), ORDER))
    if listed.moved_to:
        return HttpResponseRedirect(listed.moved_to)
    # Any: an event, whose date is a day
    entries: list[tuple[Any, Any]] = entries_of(listed.rows, None, language)
    where = {code: address(day, code) for code in languages.codes()}
    head = navigation.head(where, section="chronology", robots="" if listed.is_first and entries else "noindex")
    one = dt.timedelta(days=1)
    context = {
        "day": dates.day_of_month(day.month, day.day, language),
        "before": label_of(day - one, language),
        "after": label_of(day + one, language),
        "years": [
            Year(str(year), [Month("", [entry for _event, entry in some])]) for year, some in groupby(entries, lambda each: each[0].date.lower.year)
        ],
        "listed": listed,
    }
    return render(request, "chronicle/on_this_day.html", {**context, **head})


def day_of(month_day: str) -> dt.date:
    """Return the day that an address names, in a leap year; Http404 for one that no year has."""
    try:
        return dt.date.fromisoformat(f"{LEAP_YEAR}-{month_day}")
    except ValueError as error:
        raise Http404(_("No year has this day.")) from error


def events_on(day: dt.date, language: str, *, untranslated: bool) -> Any:  # Any: events with what a cursor is made of
    """Return the events of a day in every year that the lists of a language show. One query for the years that there are."""
    events = Event.objects.listed_in(language, timezone.now(), untranslated=untranslated)
    span = events.filter(date_lower__gt=dt.date.min).aggregate(first=Min("date_lower"), last=Max("date_lower"))
    years = range(span["first"].year, span["last"].year + 1) if span["first"] else range(0)
    days = [date for year in years if (date := in_year(day, year))]
    # The text is that of a plain day: "2008-09-15?" is not known to be this one.
    found = events.filter(date_lower__in=days, date__in=[each.isoformat() for each in days])
    unread = [f"{name}_{code}" for name in ("body", "sought") for code in languages.codes()]
    return found.annotate(lower=F("date_lower"), upper=F("date_upper")).defer(*unread)


def in_year(day: dt.date, year: int) -> dt.date | None:
    """Return the day in a year, None where that year has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def address(day: dt.date, language: str) -> str:
    """Return where a day of the year is to be read."""
    return navigation.address("chronicle:on_this_day", language, month_day=f"{day:%m-%d}")


def label_of(day: dt.date, language: str) -> Label:
    """Return a day of the year as a link; the year goes round."""
    return Label(dates.day_of_month(day.month, day.day, language), address(day, language))
