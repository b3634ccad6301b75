"""The feeds of the chronicle: what was published last, whenever it happened."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from actors.models import Actor, Office
from chronicle.appearances import public
from chronicle.capacities import said
from chronicle.chronology_page import chronologies_by, places_of
from chronicle.models import Attendance, Chronology, Event, EventTag, Listing
from publishing import date_words, languages, navigation, site
from publishing.capitals import capfirst
from publishing.feeds import FeedItem, atom, entry_id
from publishing.models import Edition
from publishing.opening import live_record
from publishing.publishable import PublishableQuerySet
from publishing.registry import record_type


def of_all() -> dict[str, str]:
    """Return the feed of all events, as pages name it."""
    return {"title": _("Chronology"), "url": reverse("chronicle:feed")}


def of_one(chronology: Chronology, language: str) -> dict[str, str]:
    """Return the feed of a chronology, as pages name it."""
    address = navigation.address_of_slug("chronicle:chronology", language, chronology.slug_in(language))
    return {"title": chronology.title_in(language)[0], "url": f"{address}feed.atom"}


@require_safe
def list_feed(request: HttpRequest) -> HttpResponse:
    """The events that were published last, of those that can be read in the language of the address."""
    title = _("%(site)s: chronology") % {"site": site.of(request).name}
    return answer(request, Event.objects.all(), title=title, subtitle=_("Events, those published last first"), path=reverse("chronicle:list"))


@require_safe
def chronology_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of a chronology that were published last."""
    found = live_record(request, slug, Chronology, chronologies_by)
    if isinstance(found, HttpResponse):
        return found
    language = languages.active()
    events = Event.objects.filter(pk__in=Listing.objects.filter(chronology=found).values("event"))
    title = _("%(site)s: %(chronology)s") % {"site": site.of(request).name, "chronology": found.title_in(language)[0]}
    subtitle = getattr(found, f"lead_{language}") if found.is_available_in(language) else ""
    return answer(request, events, title=title, subtitle=subtitle, path=navigation.record_address(found, language))


def answer(request: HttpRequest, events: PublishableQuerySet, **about: Any) -> HttpResponse:  # Any: what `atom` takes
    """Answer the newest of some events."""
    language = languages.active()
    unread = [f"body_{code}" for code in languages.codes()]
    newest = events.available_in(language).defer(*unread).order_by(f"-listed_at_{language}", "-id")[: settings.API_PAGE_SIZE]
    return atom(**about, language=language, about=site.of(request), items=items_of(newest, language))


def events_of(record: Actor | Office, language: str) -> list[FeedItem]:
    """Return the events of a person or an office that were published last, of those that can be read in a language. Two queries."""
    there = public(Attendance.objects.filter(**{record_type(record).kind: record}), timezone.now())
    unread = [f"body_{code}" for code in languages.codes()]
    events = Event.objects.available_in(language).filter(pk__in=there.values("event")).defer(*unread)
    return items_of(events.order_by(f"-listed_at_{language}", "-id")[: settings.API_PAGE_SIZE], language)


def items_of(events: Iterable[Event], language: str) -> list[FeedItem]:
    """Return events as entries in a language, in which they can be read. One query for their tags."""
    items = list(events)
    keys = [event.pk for event in items]
    tags: dict[object, list[str]] = {}
    for row in EventTag.objects.filter(content_object__in=keys).select_related("tag"):
        tags.setdefault(row.content_object_id, []).append(str(row.tag))
    places, notes = places_of(items, language), notes_of(keys, language)
    return [item(event, language, tags.get(event.pk, []), [place.label for place in places[event.pk]], notes.get(event.pk, "")) for event in items]


def notes_of(keys: Sequence[uuid.UUID], language: str) -> dict[uuid.UUID, str]:
    """Return {event: what its newest version changed, in the editor's words}. One query."""
    versions = Edition.objects.filter(record__in=keys, language=language, is_withdrawn=False).order_by("number")
    return dict(versions.values_list("record", "note"))


def item(event: Event, language: str, tags: list[str], places: list[str], note: str) -> FeedItem:
    """Return an event as an entry in `language`, in which it can be read: when, where, what, how it stands, and what changed last."""
    published = getattr(event, f"published_at_{language}")
    date: Any = event.date  # a PartialDate, which mypy takes for text
    kind = str(event.get_kind_display()) if event.kind != Event.Kind.OTHER else ""
    status = str(event.get_status_display()) if event.status != Event.Status.HELD else ""
    when = date_words.words(date, language) or said(event, "date_words", event, language)[0]
    facts = " · ".join(filter(None, (capfirst(when), ", ".join(places), kind, status)))
    changed = _("What changed: %(note)s") % {"note": note} if note else ""
    return FeedItem(
        id=entry_id(event.pk, language),
        title=getattr(event, f"title_{language}"),
        path=navigation.record_address(event, language),
        summary="\n".join(filter(None, (facts, getattr(event, f"lead_{language}"), changed))),
        published=published,
        updated=event.updated_at or published,
        categories=[*filter(None, (kind,)), *sorted(tags)],
    )
