"""Tags as lists of articles: found by address, counted without counting."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from library.models import Tag, TagCount
from news.archives import Lists
from news.items import tag_columns, tag_label
from news.models import Article, ArticleTag
from publishing import languages
from publishing.addresses import record_at
from publishing.navigation import address_of_slug


@dataclass(frozen=True)
class CountedTag:
    """A tag with the number of articles that its archive holds; `*_lang` only where it differs from the page's."""

    label: str
    lang: str
    url: str
    count: int
    description: str = ""
    description_lang: str = ""


def kept_count(lists: Lists) -> str:
    """Return the column in which the count of the lists' articles is kept."""
    return "listed" if lists.untranslated else f"available_{lists.language}"


def ahead(lists: Lists) -> Q:
    """Return which rows the kept counts hold already though they are dated in the future: a few at most."""
    scheduled = Q(**{f"listed_at_{lists.language}__gt": timezone.now()})
    return scheduled if lists.untranslated else scheduled & Q(**{f"available_{lists.language}": True})


def tag_at(slug: str, lists: Lists) -> TagCount | None:
    """Return the tag that has or had `slug`, or whose alias has it, beside its counts. None if it never listed anything."""
    counts = TagCount.objects.filter(kind=ArticleTag.kind).select_related("tag")
    if lists.may_hold_future:
        counts = counts.annotate(ahead=Coalesce(Subquery(future_rows(lists)), Value(0)))
    found = counts.filter(**{f"tag__slug_{lists.language}": slug}).first()
    if found is None and (record := record_at("tag", slug)) is not None:
        found = counts.filter(tag=record).first()
    return found


def future_rows(lists: Lists) -> QuerySet[Any]:  # Any: rows of values
    """Return the number of rows dated in the future of the tag of an outer row."""
    return ArticleTag.objects.filter(ahead(lists), tag=OuterRef("tag")).order_by().values("tag").annotate(rows=Count("pk")).values("rows")


def tag_addresses(tag: Tag) -> dict[str, str]:
    """Return {language: address} of a tag's archive."""
    return {code: address_of_slug("news:tag", code, languages.filled(tag, "slug", code)[0]) for code in languages.codes()}


def counted(found: TagCount, lists: Lists) -> CountedTag:
    """Return a tag as its archive shows it."""
    tag, language = found.tag, lists.language
    label, lang = languages.filled(tag, "label", language)
    description, description_lang = languages.filled(tag, "description", language)
    return CountedTag(
        label=label or tag.name,
        lang=languages.other(lang, language),
        url=tag_addresses(tag)[language],
        count=getattr(found, kept_count(lists)) - getattr(found, "ahead", 0),
        description=description,
        description_lang=languages.other(description_lang, language),
    )


def tag_index(lists: Lists) -> list[CountedTag]:
    """Return every tag that lists articles, in no order. Two queries."""
    future = future_counts(lists) if lists.may_hold_future else {}
    rows = TagCount.objects.filter(**{"kind": ArticleTag.kind, f"{kept_count(lists)}__gt": 0})
    found = []
    for tag, kept, *values in rows.values_list("tag_id", kept_count(lists), *(f"tag__{name}" for name in tag_columns())):
        label = tag_label(tuple(values), lists.language)
        count = kept - future.get(tag, 0)
        if count > 0:
            found.append(CountedTag(label=label.label, lang=label.lang, url=label.url, count=count))
    return found


def future_counts(lists: Lists) -> Mapping[object, int]:
    """Return {tag: number of its articles dated in the future}."""
    articles = Article.objects.filter(ahead(lists)).values("pk")
    rows = ArticleTag.objects.filter(content_object__in=articles).order_by().values("tag_id").annotate(rows=Count("pk"))
    return {row["tag_id"]: row["rows"] for row in rows}
