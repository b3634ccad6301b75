"""The feeds of the chronicle: what was published last, whenever it happened."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor, Office
from chronicle.appearances import public
from chronicle.chronology_page import chronologies_by
from chronicle.feed_items import items_of
from chronicle.models import Attendance, Chronology, Event, Listing
from publishing import languages, navigation
from publishing.feeds import Asked, answer, feed
from publishing.formats.feed import FeedItem
from publishing.opening import live_record
from publishing.publishable import PublishableQuerySet
from publishing.registry import record_type


def of_all() -> dict[str, str]:
    """Return the feed of all events, as pages name it."""
    return {"title": _("Chronology"), "url": reverse("chronicle:list")}


def of_one(chronology: Chronology, language: str) -> dict[str, str]:
    """Return the feed of a chronology, as pages name it."""
    mail = navigation.mail_address("chronology", language, chronology.pk)
    return {"title": chronology.title_in(language)[0], "url": navigation.record_address(chronology, language), "mail": mail}


@feed
def list_feed(asked: Asked) -> HttpResponse:
    """The events that were published last, of those that can be read in the language of the address."""
    title = _("%(site)s: chronology") % {"site": asked.about.name}
    return of_events(asked, Event.objects.all(), title=title, subtitle=_("Events, those published last first"), path=reverse("chronicle:list"))


@feed
def chronology_feed(asked: Asked, slug: str) -> HttpResponse:
    """The events of a chronology that were published last."""
    found = live_record(asked.request, slug, Chronology, chronologies_by)
    if isinstance(found, HttpResponse):
        return found
    language = asked.language
    path = navigation.record_address(found, language)
    if moved := asked.moved(path):
        return moved
    events = Event.objects.filter(pk__in=Listing.objects.filter(chronology=found).values("event"))
    title = _("%(site)s: %(chronology)s") % {"site": asked.about.name, "chronology": found.title_in(language)[0]}
    subtitle = getattr(found, f"lead_{language}") if found.is_available_in(language) else ""
    return of_events(asked, events, title=title, subtitle=subtitle, path=path, key=found.pk)


def of_events(asked: Asked, events: PublishableQuerySet, **about: Any) -> HttpResponse:  # Any: what `answer` takes
    """Answer the newest of some events."""
    return answer(asked, **about, items=items_of(newest(events, asked), asked))


def events_of(record: Actor | Office, asked: Asked) -> list[FeedItem]:
    """Return the events of a person or an office that were published last, of those that can be read in the language."""
    there = public(Attendance.objects.filter(**{record_type(record).kind: record}), timezone.now())
    return items_of(newest(Event.objects.filter(pk__in=there.values("event")), asked), asked)


def newest(events: PublishableQuerySet, asked: Asked) -> PublishableQuerySet:
    """Keep the events that were published last in the language asked for; what no entry tells is not read."""
    unread = [f"body_{code}" for code in languages.codes() if not asked.is_full or code != asked.language]
    found = events.available_in(asked.language).select_related("image").defer(*unread)
    return found.order_by(f"-listed_at_{asked.language}", "-id")[: settings.API_PAGE_SIZE]
