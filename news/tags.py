"""Tags as lists of articles: found by address, counted without counting."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from library.models import Tag, TagCount
from news.archives import Lists
from news.items import tag_label
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


def with_count(tags: QuerySet[Tag], lists: Lists) -> QuerySet[Tag]:
    """Add `count`, the number of articles listed under each tag."""
    kept = TagCount.objects.filter(tag=OuterRef("pk"), kind=ArticleTag.kind).values(kept_count(lists))[:1]
    future = ArticleTag.objects.filter(ahead(lists), tag=OuterRef("pk")).order_by().values("tag").annotate(rows=Count("pk")).values("rows")
    nothing = Value(0)
    return tags.annotate(count=Coalesce(Subquery(kept), nothing) - Coalesce(Subquery(future), nothing))


def tag_at(slug: str, lists: Lists) -> Tag | None:
    """Return the tag, with its count, that has or had `slug`, or whose alias has it."""
    tags = with_count(Tag.objects.all(), lists)
    found = tags.filter(**{f"slug_{lists.language}": slug}).first()
    if found is None and (record := record_at("tag", slug)) is not None:
        found = tags.filter(pk=record).first()
    return found


def tag_addresses(tag: Tag) -> dict[str, str]:
    """Return {language: address} of a tag's archive."""
    return {code: address_of_slug("news:tag", code, languages.filled(tag, "slug", code)[0]) for code in languages.codes()}


def counted(tag: Tag, language: str) -> CountedTag:
    """Return a tag as its archive shows it."""
    label, lang = languages.filled(tag, "label", language)
    description, description_lang = languages.filled(tag, "description", language)
    return CountedTag(
        label=label or tag.name,
        lang=languages.other(lang, language),
        url=tag_addresses(tag)[language],
        count=tag.count,
        description=description,
        description_lang=languages.other(description_lang, language),
    )


def tag_index(lists: Lists) -> list[CountedTag]:
    """Return every tag that lists articles, in the order of the alphabet. Two queries."""
    future = future_counts(lists)
    names = [f"{name}_{code}" for name in ("label", "slug") for code in languages.codes()]
    rows = TagCount.objects.filter(**{"kind": ArticleTag.kind, f"{kept_count(lists)}__gt": 0})
    found = []
    for row in rows.values("tag_id", count=F(kept_count(lists)), **{name: F(f"tag__{name}") for name in names}):
        label = tag_label(row, lists.language)
        count = row["count"] - future.get(row["tag_id"], 0)
        if count > 0:
            found.append(CountedTag(label=label.label, lang=label.lang, url=label.url, count=count))
    return sorted(found, key=lambda tag: (tag.label.casefold(), tag.url))


def future_counts(lists: Lists) -> Mapping[object, int]:
    """Return {tag: number of its articles dated in the future}."""
    articles = Article.objects.filter(ahead(lists)).values("pk")
    rows = ArticleTag.objects.filter(content_object__in=articles).order_by().values("tag_id").annotate(rows=Count("pk"))
    return {row["tag_id"]: row["rows"] for row in rows}
