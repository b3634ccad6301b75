"""Events that articles announce, report or refer to: under the text, on the page of the event, in lists, and for partners."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import UUIDField
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from chronicle import event_dates
from chronicle.coverage import Coverage, Source, Text
from chronicle.event_page import events_by
from chronicle.linked_data import plain
from chronicle.models import Event
from news.archives import Lists
from news.items import ItemRows, columns, item
from news.models import Article, ArticleEvent
from publishing import joined, languages, navigation, paging
from publishing.date_words import Piece
from publishing.opening import live_record
from publishing.prepared import Given
from publishing.publishable import ListedQuerySet
from publishing.record_page import Label, label

# So many stand on the page of an event; a list of its own has all of them.
SHOWN = 10
EVENT = Given("event", UUIDField())


@dataclass(frozen=True)
class Dated:
    """An event under an article. `relation` says what the article does with it, "" where it reports it."""

    title: str
    lang: str
    url: str
    key: str
    when: tuple[Piece, ...]
    relation: str
    # Whether the article is about it, and what machines read of its date.
    is_subject: bool = True
    iso: str = ""


def events_of(article: Article, language: str) -> list[Dated]:
    """Return the public events of an article, in its order. One query, none where it is known that there are none."""
    return [dated(row, language) for row in rows_on(article) if row.event.is_live]


def rows_on(article: Article) -> Sequence[Any]:  # Any: rows with their events
    """Return the rows that link an article to events."""
    rows = article.lent("events") if getattr(article, "has_events", True) else []
    if rows is None:
        unread = (f"event__{name}_{code}" for name in ("body", "lead") for code in languages.codes())
        rows = list(article.events.select_related("event").defer(*unread))
    return rows


def dated(row: ArticleEvent, language: str) -> Dated:
    """Return one event of an article."""
    event, relation = row.event, ArticleEvent.Relation(row.relation)
    named = label(event, language)
    date: Any = event.date  # a PartialDate, which mypy takes for text
    return Dated(
        title=named.label,
        lang=named.lang,
        url=named.url,
        key=str(event.pk),
        when=event_dates.pieces(event, language),
        relation="" if relation == ArticleEvent.Relation.REPORTS else str(relation.label),
        is_subject=relation != ArticleEvent.Relation.REFERS,
        iso=plain(date.start) if date else "",
    )


def keep(article: Article) -> list[dict[str, str]]:
    """Return what a published version keeps of the events of an article: which they are. Their words are those of the event."""
    return [{"key": str(row.event_id), "relation": row.relation} for row in rows_on(article) if row.event.is_live]


def kept(rows: Sequence[Mapping[str, str]], language: str) -> list[Dated]:
    """Return kept events as the public sees them today. One that was merged is what it is now. Two queries, none where there are none."""
    went = joined.merged([row["key"] for row in rows], was_public=True)
    keys = [went.get(row["key"], row["key"]) for row in rows]
    live = {str(event.pk): event for event in Event.objects.live().without_texts().filter(pk__in=keys)} if keys else {}
    found = [ArticleEvent(event=live[key], relation=row["relation"]) for key, row in zip(keys, rows, strict=True) if key in live]
    return [dated(row, language) for row in found]


def about_event(lists: Lists, at: Given) -> ListedQuerySet:
    """Return the rows of a given event in what the lists show up to a moment."""
    return ArticleEvent.objects.filter(event=EVENT).listed_in(lists.language, at, untranslated=lists.untranslated)


@lru_cache
def rows_of(language: str, *, untranslated: bool) -> ItemRows:
    """Return the rows that list the articles about an event."""
    return ItemRows(about_event, Lists(language, untranslated), path="article__", key="article_id", more=("relation",))


def coverage(event: Event, language: str, untranslated: bool) -> Coverage:  # noqa: FBT001 - as every source is asked
    """Return the newest articles about an event. One query, read from one index."""
    rows = rows_of(language, untranslated=untranslated)
    found = paging.newest(rows, rows.order, SHOWN).rows(until=timezone.now(), event=event.pk)
    more = Label(_("All articles about it"), articles_address(event, language)) if len(found) > SHOWN else None
    return Coverage([text(row, language) for row in found[:SHOWN]], more)


def text(row: Mapping[str, Any], language: str) -> Text:  # Any: column values of several types
    """Return an article as the page of an event lists it."""
    values = {**row, "id": row["article_id"]}
    shown = item(tuple(values[name] for name in columns(language)), language)
    relation = str(ArticleEvent.Relation(row["relation"]).label)
    return Text(shown.title, shown.url, shown.title_lang, shown.date, shown.iso, relation, shown.notice, shown.hreflang)


def keys(event: Event) -> list[tuple[uuid.UUID, str]]:
    """Return the newest public articles about an event, and what each does with it."""
    rows = ArticleEvent.objects.filter(event=event, article__in=Article.objects.live()).order_by("-article__live_at", "-article")
    return list(rows.values_list("article", "relation")[: settings.API_PAGE_SIZE])


def articles_address(event: Event, language: str) -> str:
    """Return the address of the list of all articles about an event."""
    return f"{navigation.record_address(event, language)}articles/"


def event_at(request: HttpRequest, slug: str) -> Event | HttpResponse:
    """Return the event whose articles are asked for, or the answer in its place."""
    event = live_record(request, slug, Event, events_by)
    if isinstance(event, Event) and (address := articles_address(event, languages.active())) != request.path:
        return HttpResponsePermanentRedirect(address)
    return event


SOURCE = Source(newest=coverage, keys=keys)
