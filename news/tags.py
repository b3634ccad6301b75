"""Tags as lists of articles, and of what else has them: found by address, counted without counting."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, DateTimeField, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from actors.facts import place_label
from library.models import Tag, TagCount
from news.archives import Lists
from news.items import tag_columns, tag_label
from news.models import ArticleTag
from news.tagged import OTHERS
from publishing import languages
from publishing.addresses import record_at
from publishing.navigation import address_of_slug
from publishing.prepared import Given, Prepared
from publishing.publishable import ListedQuerySet
from publishing.record_page import Label, label
from publishing.remembered import Memory, Stamp

# {(slug, lists): the tag}
_found = Memory(1024)
# What a tag may be the tag of, by the name of the relation.
OWNERS = ("place", "topic")


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


def ahead(lists: Lists, at: dt.datetime | Given) -> Q:
    """Return which rows the kept counts hold already though they are dated in the future: a few at most."""
    scheduled = Q(**{f"listed_at_{lists.language}__gt": at})
    return scheduled if lists.untranslated else scheduled & Q(**{f"available_{lists.language}": True})


@dataclass(frozen=True)
class FoundTag:
    """A tag with its kept count, and how many of the articles counted are dated in the future."""

    tag: Tag
    kept: int
    ahead: int
    # {kind: kept count} of events and agreements.
    others: dict[str, int]


def tag_at(slug: str, lists: Lists, under: Stamp | None = None) -> FoundTag | None:
    """Return the tag that has or had `slug`, or whose alias has it. Whether anything public has it is for whoever asks to look.

    Asked for once `under` a change: another count is one, and so is what comes due.
    """
    known = _found.under(under)
    if (slug, lists) not in known:
        found = read_tag(slug, lists)
        if found is None:
            return None
        known[slug, lists] = found
    return known[slug, lists]


def read_tag(slug: str, lists: Lists) -> FoundTag | None:
    """Read the tag that an address leads to. One query, and more for an address of old."""
    now = timezone.now()
    rows = counted_tags(lists, f"slug_{lists.language}").tuples(value=slug, now=now)
    if not rows and (record := record_at("tag", slug)) is not None:
        rows = counted_tags(lists, "id").tuples(value=record, now=now)
    many = len(OTHERS)
    return next((FoundTag(tag_of(rest[many:]), kept, coming, dict(zip(OTHERS, rest[:many], strict=True))) for kept, coming, *rest in rows), None)


@lru_cache
def counted_tags(lists: Lists, column: str) -> Prepared:
    """Return the query for the tag with a given value in `column`: its kept count, its rows of the future, other counts, its columns."""
    found = Tag.objects.filter(**{column: Given("value", Tag._meta.get_field(column))})
    of_kinds = [
        Coalesce(Subquery(TagCount.objects.filter(kind=kind, tag=OuterRef("pk")).values(kept_count(lists))), Value(0))
        for kind in (ArticleTag.kind, *OTHERS)
    ]
    coming = Coalesce(Subquery(future_rows(lists)), Value(0)) if lists.may_hold_future else Value(0)
    return Prepared(found.values_list(of_kinds[0], coming, *of_kinds[1:], *(field.attname for field in Tag._meta.concrete_fields)))


def tag_of(values: list[object]) -> Tag:
    """Return a tag from the values of its columns."""
    return Tag.from_db(None, [field.attname for field in Tag._meta.concrete_fields], values)


def future_rows(lists: Lists) -> QuerySet[Any]:  # Any: rows of values
    """Return the number of rows dated in the future of the tag of an outer row."""
    coming = ahead(lists, Given("now", DateTimeField()))
    return ArticleTag.objects.filter(coming, tag=OuterRef("pk")).order_by().values("tag").annotate(rows=Count("pk")).values("rows")


def tagged(lists: Lists, at: Given) -> ListedQuerySet:
    """Return the rows that list articles under a given tag (`tag`), up to a moment."""
    return ArticleTag.objects.filter(tag=Given("tag", UUIDField())).listed_in(lists.language, at, untranslated=lists.untranslated)


def tag_addresses(tag: Tag) -> dict[str, str]:
    """Return {language: address} of a tag's archive."""
    return {code: address_of_slug("news:tag", code, languages.filled(tag, "slug", code)[0]) for code in languages.codes()}


def made_for(tag: Tag, language: str) -> tuple[Label | None, Label | None]:
    """Return (the place, the topic) that a tag is the tag of, as far as the public sees them. One query; topics are made in an app above."""
    for found in with_owners().records(tag=tag.pk):
        place, topic = (getattr(found, name, None) for name in OWNERS)
        return (
            place_label(place, language) if place is not None and place.is_live else None,
            label(topic, language) if topic is not None and topic.is_live else None,
        )
    return None, None


@lru_cache
def with_owners() -> Prepared:
    """Return the query for a given tag with what it is the tag of."""
    unread = (f"topic__introduction_{code}" for code in languages.codes())
    return Prepared(Tag.objects.filter(pk=Given("tag", UUIDField())).select_related(*OWNERS).defer(*unread).order_by())


def counted(found: FoundTag, lists: Lists) -> CountedTag:
    """Return a tag as its archive shows it."""
    tag, language = found.tag, lists.language
    label, lang = languages.filled(tag, "label", language)
    description, description_lang = languages.filled(tag, "description", language)
    return CountedTag(
        label=label or tag.name,
        lang=languages.other(lang, language),
        url=tag_addresses(tag)[language],
        count=found.kept - found.ahead,
        description=description,
        description_lang=languages.other(description_lang, language),
    )


def tag_index(lists: Lists) -> list[CountedTag]:
    """Return every tag that lists something, with the number of all that it lists, in no order. Four queries at most."""
    future = future_counts(lists) if lists.may_hold_future else {}
    rows = TagCount.objects.filter(**{"kind__in": [ArticleTag.kind, *OTHERS], f"{kept_count(lists)}__gt": 0})
    numbers: Counter[object] = Counter()
    labels = {}
    for tag, kept, *values in rows.values_list("tag_id", kept_count(lists), *(f"tag__{name}" for name in tag_columns())):
        labels[tag] = tag_label(tuple(values), lists.language)
        numbers[tag] += kept
    numbers.subtract(future)
    return [CountedTag(label.label, label.lang, label.url, numbers[tag]) for tag, label in labels.items() if numbers[tag] > 0]


def future_counts(lists: Lists) -> Mapping[object, int]:
    """Return {tag: number of its records dated in the future}."""
    found: Counter[object] = Counter()
    models: list[Any] = [ArticleTag, *(other.rows for other in OTHERS.values())]
    for model in models:
        of_model: Any = model._meta.get_field("content_object").related_model
        records = of_model.objects.filter(ahead(lists, timezone.now())).values("pk")
        rows = model.objects.filter(content_object__in=records).order_by().values("tag_id").annotate(rows=Count("pk"))
        found.update({row["tag_id"]: row["rows"] for row in rows})
    return found
