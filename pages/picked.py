"""What editors picked, as lists print it: articles, and beside them events, chronologies and pages, all in the shape of one item."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from chronicle import event_dates
from chronicle.event_page import NOTICES
from chronicle.models import Event
from library.pictures import Picture
from news.archives import Lists
from news.items import Item, ItemRows, Row, repeats
from publishing import languages, navigation
from publishing.publishable import Publishable
from publishing.record_page import notice


def article_rows(keys: Collection[uuid.UUID], lists: Lists) -> list[Row]:
    """Return what items are made of for those articles among some that the lists show now, in no order. One query, none without keys."""
    if not keys:
        return []
    rows: Any = ItemRows(Lists.listed, lists)
    return list(rows(timezone.now()).filter(pk__in=keys))


def of_record(record: Publishable, language: str, image: Picture | None = None) -> Item:
    """Return a live record that is no article as a list of articles prints it. No query."""
    title, title_lang = record.title_in(language)
    readable = record.language_for(language)
    is_here = readable == language
    lead = getattr(record, f"lead_{language}") if is_here else ""
    return Item(
        language=language,
        title=title,
        title_lang=languages.other(title_lang, language),
        url=navigation.record_address(record, readable),
        date="",
        iso="",
        kind=kind_of(record),
        lead="" if repeats(lead, title) else lead,
        notice="" if is_here else notice(NOTICES, readable),
        hreflang="" if is_here else readable,
        image=image,
        happened=event_dates.pieces(record, language) if isinstance(record, Event) else (),
    )


def kind_of(record: Publishable) -> str:
    """Return what a record that is no article is called above its title; of an event, what sort of one it is."""
    if isinstance(record, Event) and record.kind != Event.Kind.OTHER:
        return capfirst(str(record.get_kind_display()))
    return capfirst(str(record._meta.verbose_name))


def chosen(row: Any, names: Sequence[str], articles: Mapping[uuid.UUID, Item], lists: Lists) -> Item | None:
    """Return what a row of picks names, as far as the lists of a language show it now. No query: other records came with the row."""
    if row.article_id is not None:
        return articles.get(row.article_id)
    record = next((found for name in names if name != "article" and (found := getattr(row, name)) is not None), None)
    if record is None or not is_shown(record, lists):
        return None
    return of_record(record, lists.language)


def is_shown(record: Publishable, lists: Lists) -> bool:
    """Tell whether the lists of a language show a record now."""
    return record.is_live and record.is_listed_in(lists.language, untranslated=lists.untranslated)
