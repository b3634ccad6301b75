"""Where the page of an event comes from: the sources of each fact, and those of the event as a whole, read at once."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, DateField, IntegerField, Q, Value

from actors.facts import Receipt
from chronicle.facts import SOURCED, Receipts
from chronicle.models import Event, EventCitation, EventLink
from publishing import dates, languages
from publishing.dates import Printed

# What a source says of itself.
COLUMNS = [f"source__{name}" for name in ("title", "language", "publisher", "url", "archived_url")]
# What only a source of the whole event has: place in the list, when it was read, place in the source, words quoted, their language.
WHOLE = ["position", "source__accessed_on", "locator", "quote", "quote_language"]
NOWHERE = -1
EMPTY = (Value(NOWHERE, IntegerField()), Value(None, DateField()), *(Value("", CharField()) for _name in WHOLE[2:]))


@dataclass(frozen=True)
class Cited:
    """A source of the event as a whole, as `components/_citations.html` prints one."""

    title: str
    lang: str
    publisher: str
    url: str
    archived_url: str
    accessed: Printed | None
    locator: str
    quote: str
    quote_lang: str


def sources_of(event: Event, language: str) -> tuple[Receipts, list[Cited]]:
    """Return the sources of the facts of an event, its links from others too, and the event's own in their order. One query."""
    # First of all, so that the columns have the types of what only these rows hold.
    own = EventCitation.objects.filter(event=event).order_by().values_list("id", *COLUMNS, *WHOLE)
    parts = [
        model.sources.through.objects.filter(**{f"{name}__event": event}).values_list(f"{name}_id", *COLUMNS, *EMPTY)
        for name, model in SOURCED.items()
    ]
    linked = EventLink.sources.through.objects.filter(Q(eventlink__event=event) | Q(eventlink__other=event))
    receipts: Receipts = defaultdict(list)
    cited = []
    for row, title, lang, publisher, url, archived_url, position, *more in own.union(
        *parts, linked.values_list("eventlink_id", *COLUMNS, *EMPTY), all=True
    ):
        found = Receipt(title, languages.other(lang, language), publisher, url, archived_url)
        if position == NOWHERE:
            receipts[row].append(found)
        else:
            cited.append((position, row, whole(found, lang, more, language)))
    return receipts, [each for _position, _row, each in sorted(cited, key=lambda row: row[:2])]


def whole(source: Receipt, lang: str, more: list[Any], language: str) -> Cited:  # Any: a date, and texts
    """Return a source of the whole event."""
    accessed_on, locator, quote, quote_language = more
    accessed = dates.printed(accessed_on, language) if accessed_on else None
    quote_lang = languages.other(quote_language or lang, language)
    return Cited(source.title, source.lang, source.publisher, source.url, source.archived_url, accessed, locator, quote, quote_lang)
