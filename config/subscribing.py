"""The page that says which feeds there are."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chronicle.chronology_page import chronologies
from publishing import languages, navigation
from publishing.feeds import CONTENTS
from publishing.record_page import Label

# Chronologies that the page names; the list of chronologies leads to all of them.
MANY = 30
# What readers call the forms of a feed, with their media types (RFC 4287, RSS 2.0, JSON Feed 1.1), in the order in which they are offered.
CALLED = {"atom": ("Atom", "application/atom+xml"), "rss": ("RSS", "application/rss+xml"), "json": ("JSON Feed", "application/feed+json")}


@dataclass(frozen=True, slots=True)
class Way:
    """One form of a feed: what it is called, its path and its media type."""

    name: str
    path: str
    type: str

    @property
    def address(self) -> str:
        """The address with scheme and host, as one pastes it."""
        return navigation.absolute(self.path)


@dataclass(frozen=True, slots=True)
class Offer(Label):
    """A list that has feeds; `about` says what is in them."""

    about: str = ""
    # {what is in it: its forms}, the one that most readers want first.
    ways: dict[str, list[Way]] = field(default_factory=dict)

    @property
    def first(self) -> str:
        """The address that most readers want."""
        return next(iter(self.ways.values()))[0].address


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """Every feed of the site in words, and the way to mails. Context: offers, has_more (chronologies), by_mail. One query."""
    language = languages.active()
    offers = [
        offer(Label(_("News"), navigation.address("news:list", language)), _("Every article.")),
        offer(Label(_("Corrections"), navigation.address("news:corrections", language)), _("What we got wrong, and what is right.")),
        offer(Label(_("Chronology"), navigation.address("chronicle:list", language)), _("The events of all chronologies.")),
    ]
    found = [name for name, _lead, _lang in chronologies(language)]
    offers += [offer(name, has_calendar=True) for name in found[:MANY]]
    head = navigation.head(navigation.addresses("subscribe"))
    context = {"offers": offers, "has_more": len(found) > MANY, "by_mail": navigation.mail_address("general", language)}
    return render(request, "subscribe.html", {**context, **head})


def offer(name: Label, about: str = "", *, has_calendar: bool = False) -> Offer:
    """Return what a list offers: its feeds in every form, with summaries and with whole texts, and its dates as a calendar."""
    said = dict(zip((_("Summaries"), _("Whole texts")), ("", f"?content={CONTENTS[-1]}"), strict=True))
    ways = {words: [Way(called, f"{name.url}feed.{form}{query}", kind) for form, (called, kind) in CALLED.items()] for words, query in said.items()}
    if has_calendar:
        ways[_("Calendar")] = [Way("iCalendar", f"{name.url}calendar.ics", "text/calendar")]
    return Offer(name.label, name.url, name.lang, about, ways)
