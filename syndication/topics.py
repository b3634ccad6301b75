"""Which feeds have something new after a change: the topics of WebSub, each by the address that the feed names as its own."""

from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from django.urls import Resolver404, resolve

from actors.models import Actor, Office
from chronicle.models import Attendance, Chronology, Listing
from library.models import Tag
from news.models import ArticleTag, Mention
from publishing import languages, navigation
from publishing.models import Change
from publishing.publishable import ListedQuerySet, PublishableQuerySet

FORMATS = ("feed.atom", "feed.rss", "feed.json")
# Feeds with summaries, and those with whole texts.
CONTENTS = ("", "?content=full")


def topics_after(sequence: int, most: int) -> tuple[list[str], int]:
    """Return the feeds that later changes touched, each once, and the last change that was looked at; at most `most` of them."""
    found = list(Change.objects.filter(sequence__gt=sequence).order_by("sequence")[:most])
    lists = dict.fromkeys(path for change in found for path in lists_of(change))
    last = found[-1].sequence if found else sequence
    return [navigation.absolute(f"{path}{name}{query}") for path in lists for name in formats() for query in CONTENTS], last


@lru_cache
def formats() -> tuple[str, ...]:
    """Return the names under which a list has its feeds."""
    return tuple(name for name in FORMATS if resolves(navigation.address("news:list", languages.codes()[0]) + name))


def resolves(path: str) -> bool:
    """Tell whether something answers at an address."""
    try:
        return resolve(path).url_name not in (None, "detail")
    except Resolver404:
        return False


def lists_of(change: Change) -> Iterator[str]:
    """Yield the addresses of public lists whose feeds tell of a change."""
    for code in change.languages or languages.codes():
        if change.record_kind == "article":
            yield navigation.address("news:list", code)
            if change.kind == Change.Kind.CORRECTED:
                yield navigation.address("news:corrections", code)
            yield from of_tags(change.record, code)
            yield from of_people(Mention.objects.filter(article=change.record), code)
        elif change.record_kind == "event":
            yield navigation.address("chronicle:list", code)
            chronologies = Chronology.objects.filter(pk__in=Listing.objects.filter(event=change.record).values("chronology"))
            yield from of_records(chronologies, "chronicle:chronology", code)
            yield from of_people(Attendance.objects.filter(event=change.record), code)


def of_tags(article: UUID, code: str) -> Iterator[str]:
    """Yield the archives of an article's tags, as far as an article has one there."""
    rows = ArticleTag.objects.filter(content_object=article).values("tag")
    for tag in Tag.objects.filter(pk__in=ArticleTag.objects.listed_in(code, untranslated=False).filter(tag__in=rows).values("tag")):
        yield navigation.address_of_slug("news:tag", code, languages.filled(tag, "slug", code)[0])


def of_people(rows: ListedQuerySet, code: str) -> Iterator[str]:
    """Yield the pages of the people and offices that rows name."""
    yield from of_records(Actor.objects.filter(pk__in=rows.filter(actor__isnull=False).values("actor")), "actors:detail", code)
    yield from of_records(Office.objects.filter(pk__in=rows.filter(office__isnull=False).values("office")), "actors:office", code)


def of_records(records: PublishableQuerySet, name: str, code: str) -> Iterator[str]:
    """Yield the pages of records that the public can read."""
    for record in records.live():
        yield navigation.address_of_slug(name, code, record.slug_in(code))
