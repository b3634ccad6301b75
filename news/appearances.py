"""Articles in the timelines of the people and the offices that they name, and in the feeds of these."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db.models import UUIDField
from django.utils import timezone

from actors.models import Place
from actors.timeline import Asked, Entry, Source
from news.archives import Lists
from news.items import ItemRows, Row, columns, item
from news.models import Mention
from publishing import languages
from publishing.date_words import Piece
from publishing.paging import Order
from publishing.prepared import Given
from publishing.publishable import ListedQuerySet
from publishing.record_page import Label
from publishing.registry import record_type


def of_actor(lists: Lists, at: Given | dt.datetime) -> ListedQuerySet:
    """Return the mentions of a given actor (`record`) in what the lists show up to a moment."""
    return Mention.objects.filter(actor=Given("record", UUIDField())).listed_in(lists.language, at, untranslated=lists.untranslated)


def of_office(lists: Lists, at: Given | dt.datetime) -> ListedQuerySet:
    """Return the mentions of a given office (`record`) in what the lists show up to a moment."""
    return Mention.objects.filter(office=Given("record", UUIDField())).listed_in(lists.language, at, untranslated=lists.untranslated)


ROWS = {"actor": of_actor, "office": of_office}


@lru_cache
def rows_of(kind: str, language: str, *, untranslated: bool) -> ItemRows:
    """Return the rows that list the articles which name a record of a kind, with what each calls it."""
    told = [f"capacity_{code}" for code in languages.codes()]
    times = [f"listed_at_{code}" for code in languages.codes() if code != language]
    return ItemRows(ROWS[kind], Lists(language, untranslated), path="article__", key="article_id", more=(*told, *times), is_dated=False)


def appearances(asked: Asked) -> list[Entry]:
    """Return the articles of a stretch of a timeline. One query, read from one index; none for a place, whose tag has an archive."""
    if isinstance(asked.record, Place):
        return []
    rows = rows_of(record_type(asked.record).kind, asked.language, untranslated=asked.untranslated)
    return [entry(row, asked.language, rows.order) for row in asked.stretch.rows(rows, rows.order, record=asked.record.pk)]


def entry(row: Row, language: str, order: Order) -> Entry:
    """Return an article as a timeline prints it."""
    values: dict[str, Any] = {**row, "id": row["article_id"]}
    shown = item(tuple(values[name] for name in columns(language)), language)
    beside = [capacity] if (capacity := capacity_in(row, language)) else []
    return Entry(
        place=order.cursor(values),
        when=(Piece(shown.date, shown.iso),),
        title=shown.title,
        url=shown.url,
        lang=shown.title_lang,
        hreflang=shown.hreflang,
        event=shown.kind,
        beside=(*beside, *([Label(shown.notice, "")] if shown.notice else [])),
    )


def capacity_in(row: Row, language: str) -> Label | None:
    """Return as what the article names the record, where that was typed; of no language that waits for its moment."""
    now = timezone.now()
    for code in languages.preference(language):
        if row[f"listed_at_{code}"] <= now and (text := row[f"capacity_{code}"]):
            return Label(text, "", languages.other(code, language))
    return None


SOURCE = Source(entries=appearances, feeds=frozenset({"actor", "office"}))
