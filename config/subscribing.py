"""The page that says which feeds there are."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronicle.chronology_page import chronologies
from publishing import languages, navigation
from publishing.record_page import Label

# Chronologies that the page names; the list of chronologies leads to all of them.
MANY = 30


@dataclass(frozen=True, slots=True)
class Offer(Label):
    """A list that has feeds; `about` says what is in them, `calendar` is where its dates are."""

    about: str = ""
    calendar: str = ""


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Every feed of the site in words. Context: offers, has_more (chronologies). One query."""
    language = languages.active()
    offers = [
        Offer(_("News"), navigation.address("news:list", language), about=_("Every article.")),
        Offer(_("Corrections"), navigation.address("news:corrections", language), about=_("What we got wrong, and what is right.")),
        Offer(_("Chronology"), navigation.address("chronicle:list", language), about=_("The events of all chronologies.")),
    ]
    found = [name for name, _lead, _lang in chronologies(language)]
    offers += [Offer(name.label, name.url, name.lang, calendar=f"{name.url}calendar.ics") for name in found[:MANY]]
    head = navigation.head(navigation.addresses("subscribe"))
    return render(request, "subscribe.html", {"offers": offers, "has_more": len(found) > MANY, **head})
