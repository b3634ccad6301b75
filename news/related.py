"""Which articles belong beside one another: those that share its rarest tags."""

import uuid
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, DateTimeField, IntegerField, OuterRef, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from library.models import TagCount
from news.items import Row, columns, item, tag_columns, tag_label
from news.models import Article, ArticleTag
from publishing.prepared import Given, Prepared
from publishing.record_page import Label
from publishing.remembered import Memory, Stamp

SHOWN = 4
# The newest articles of the rarest tag among which those that share most tags are chosen.
CONSIDERED = 16

# {(article, language, untranslated): (its tags, what belongs beside it)}
_beside = Memory(1024)


@dataclass(frozen=True)
class Related:
    """An article beside another."""

    title: str
    lang: str
    url: str
    date: str
    iso: str


@dataclass(frozen=True)
class TagsOfArticle:
    """The tags of an article, as its page prints them and from the rarest to the most common."""

    labels: list[Label]
    rarest_first: list[uuid.UUID]


def surroundings(article: Article, language: str, *, untranslated: bool, under: Stamp | None) -> tuple[list[Label], list[Related]]:
    """Return the tags of an article and what belongs beside it. Read once `under` a change: at most three queries."""
    known, key = _beside.under(under), (article.pk, language, untranslated)
    if key not in known:
        tags = tags_of(article, language)
        known[key] = (tags.labels, related(article, tags, language, untranslated=untranslated))
    return known[key]


def tags_of(article: Article, language: str) -> TagsOfArticle:
    """Return the tags of an article. One query."""
    values = tags_on().tuples(article=article.pk)
    labels = sorted((tag_label(tuple(label), language) for _tag, _count, *label in values), key=lambda tag: tag.label.casefold())
    return TagsOfArticle(labels, [tag for tag, *_rest in sorted(values, key=lambda row: (row[1], str(row[0])))])


@lru_cache
def tags_on() -> Prepared:
    """Return the query for the tags of an article, each with the number of articles it lists."""
    count = TagCount.objects.filter(tag=OuterRef("tag"), kind=ArticleTag.kind).values("listed")[:1]
    rows = ArticleTag.objects.filter(content_object=Given("article", UUIDField())).annotate(count=Coalesce(Subquery(count), Value(0)))
    return Prepared(rows.values_list("tag_id", "count", *(f"tag__{name}" for name in tag_columns())))


def related(article: Article, tags: TagsOfArticle, language: str, *, untranslated: bool) -> list[Related]:
    """Return a few articles that share tags with this one, those that share most first. At most two queries, bounded ones."""
    found: list[Row] = []
    for tag in tags.rarest_first[:2]:
        known = {article.pk, *(row["content_object_id"] for row in found)}
        newest = newest_of(language, untranslated, len(tags.rarest_first)).rows(tag=tag, tags=tags.rarest_first, now=timezone.now())
        found += [row for row in newest if row["content_object_id"] not in known]
        if len(found) >= SHOWN:
            break
    # The sort is stable: of those that share as many, the newer come first.
    found.sort(key=lambda row: -row["shared"])
    return [beside(row, language) for row in found[:SHOWN]]


@lru_cache
def newest_of(language: str, untranslated: bool, count: int) -> Prepared:  # noqa: FBT001 - remembered by its arguments
    """Return the query for the newest articles of a tag, each with how many of `count` tags it carries. Read from the tag's index."""
    others = ArticleTag.objects.filter(content_object=OuterRef("content_object"), tag_id__in=Given("tags", UUIDField(), many=count)).order_by()
    shared = Subquery(others.values("content_object").annotate(rows=Count("pk")).values("rows"), output_field=IntegerField())
    tagged = ArticleTag.objects.filter(tag=Given("tag", UUIDField()))
    rows = tagged.listed_in(language, Given("now", DateTimeField()), untranslated=untranslated)
    names = [f"content_object__{name}" for name in columns(language)]
    return Prepared(rows.order_by(f"-listed_at_{language}", "-content_object_id").values("content_object_id", *names, shared=shared)[:CONSIDERED])


def beside(row: Row, language: str) -> Related:
    """Return a row as the list of related articles prints it."""
    made = item(tuple(row[f"content_object__{name}"] for name in columns(language)), language)
    return Related(title=made.title, lang=made.title_lang, url=made.url, date=made.date, iso=made.iso)
