"""Events as entries of feeds: when, where, what, how it stands, what changed last, and where it is asked for all that is told of it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from chronicle import event_dates
from chronicle.capacities import said
from chronicle.chronology_page import places_of
from chronicle.exports import parts, words
from chronicle.exports.parts import Told
from chronicle.models import Event, EventTag
from library.outgoing import feed_image, pictures_in, text_for_other_sites
from library.pictures import Picture
from publishing import navigation
from publishing.capitals import capfirst
from publishing.feeds import Asked, rights
from publishing.formats.feed import FeedItem, entry_id
from publishing.models import Edition


@dataclass(frozen=True)
class Around:
    """What is read of an event for all entries at once; `note` says what changed last."""

    tags: list[str]
    places: list[str]
    note: str


def items_of(events: Iterable[Event], asked: Asked) -> list[FeedItem]:
    """Return events as entries in the language asked for, in which they can be read. Three queries; ten more for all that is told of them."""
    found, language = list(events), asked.language
    keys = [event.pk for event in found]
    tags: dict[object, list[str]] = {}
    for row in EventTag.objects.filter(content_object__in=keys).select_related("tag"):
        tags.setdefault(row.content_object_id, []).append(str(row.tag))
    places, notes = places_of(found, language), notes_of(keys, language)
    texts = contents(found, language) if asked.is_full and found else {}
    entries = []
    for event in found:
        around = Around(tags.get(event.pk, []), [place.label for place in places[event.pk]], notes.get(event.pk, ""))
        entries.append(item(event, asked, around, texts.get(event.pk, "")))
    return entries


def notes_of(keys: Sequence[uuid.UUID], language: str) -> dict[uuid.UUID, str]:
    """Return {event: what its newest version changed, in the editor's words}. One query."""
    versions = Edition.objects.filter(record__in=keys, language=language, is_withdrawn=False).order_by("number")
    return dict(versions.values_list("record", "note"))


def item(event: Event, asked: Asked, around: Around, content: str) -> FeedItem:
    """Return an event as an entry."""
    language = asked.language
    published = getattr(event, f"published_at_{language}")
    kind = str(event.get_kind_display()) if event.kind != Event.Kind.OTHER else ""
    status = str(event.get_status_display()) if event.status != Event.Status.HELD else ""
    when = event_dates.words(event, language) or said(event, "date_words", event, language)[0]
    facts = " · ".join(filter(None, (capfirst(when), ", ".join(around.places), kind, status)))
    changed = _("What changed: %(note)s") % {"note": around.note} if around.note else ""
    return FeedItem(
        id=entry_id(event.pk, language),
        title=getattr(event, f"title_{language}"),
        path=navigation.record_address(event, language),
        summary="\n".join(filter(None, (facts, getattr(event, f"lead_{language}"), changed))),
        content=f"{lines([facts, changed])}{content}" if content else "",
        published=published,
        updated=event.updated_at or published,
        categories=[*filter(None, (kind,)), *sorted(around.tags)],
        image=feed_image(event.image, language),
        rights=rights(asked.about),
    )


def contents(events: Sequence[Event], language: str) -> dict[uuid.UUID, str]:
    """Return {event: all that is told of it, as HTML for other sites}: no statement without its speaker. Ten queries, one more for pictures."""
    pictures = pictures_in([getattr(event, f"body_{language}") for event in events], language)
    return {told.event.pk: content(told, language, pictures) for told in parts.told(events, language)}


def content(told: Told, language: str, pictures: Mapping[uuid.UUID, Picture]) -> str:
    """Return all that is told of an event."""
    sections = dict(words.sections(told, language))
    lead = lines(sections.pop("", []))
    body = text_for_other_sites(getattr(told.event, f"body_{language}"), told.url, language, pictures)
    facts = "".join(
        format_html("<h2>{}</h2><ul>{}</ul>", heading, format_html_join("", "<li>{}</li>", ((line,) for line in found)))
        for heading, found in sections.items()
    )
    return f"{lead}{body}{facts}"


def lines(texts: Iterable[str]) -> str:
    """Return each text as a paragraph."""
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts if text))
