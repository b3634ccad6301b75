"""What lists of articles show: plain values, made once per article, so that templates only print."""

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import F, QuerySet, UUIDField
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from library.pictures import Picture, pictures_for
from news import happened
from news.archives import Lists
from news.models import ArticleTag, Kind
from publishing import dates, languages, paging, stencils
from publishing.date_words import Piece
from publishing.navigation import address_of_slug
from publishing.paging import Order, Page
from publishing.prepared import Given, Prepared
from publishing.publishable import ListedQuerySet
from publishing.record_page import Label, notice
from publishing.remembered import Memory, Stamp, stamp

NOTICES = {
    "en": gettext_lazy("Article is available in English."),
    "ka": gettext_lazy("Article is available in Georgian."),
    "": gettext_lazy("Article is available in another language."),
}

Row = Mapping[str, Any]  # Any: column values of several types

# {(language, article): its tags}
_tags = Memory(8192)


@dataclass(frozen=True)
class Item:
    """An article in a list of `language`; `*_lang` only where it differs from that."""

    language: str
    title: str
    title_lang: str
    url: str
    date: str
    iso: str
    kind: str = ""
    lead: str = ""
    lead_lang: str = ""
    corrected: bool = False
    # Says in which language the article can be read, when it is not the page's; `url` leads there, `hreflang` names it.
    notice: str = ""
    hreflang: str = ""
    image: Picture | None = None
    tags: tuple[Label, ...] = ()
    # When it happened, where that is not the day on which the article appeared.
    happened: tuple[Piece, ...] = ()

    @cached_property
    def card(self) -> SafeString:
        """The item as lists print it. Made once for all lists, since it depends on nothing but the item's own values."""
        return stencils.filled("components/_card.html", self.language, "item", self)

    @cached_property
    def card_below(self) -> SafeString:
        """The same for a list that stands under a heading of its own."""
        return stencils.filled("components/_card_below.html", self.language, "item", self)


def repeats(lead: str, title: str) -> bool:
    """Tell whether a lead says nothing but the title, whatever the case and punctuation."""
    return len(lead) < 2 * len(title) + 10 and words(lead) == words(title)


def words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().casefold()


def first_filled(row: Row, name: str, language: str) -> tuple[str, str]:
    """Return (value, language) of a translated column of a row, as `languages.filled` does for a record."""
    for code in languages.preference(language):
        if value := row[f"{name}_{code}"]:
            return value, code
    return "", language


@lru_cache
def columns(language: str) -> list[str]:
    """Return the columns of an article that its list item is made of."""
    translated = ("title", "slug", "available", "kind__label")
    own = ("listed_at", "lead", "corrected_at")
    return [
        "id",
        "image_id",
        "kind__key",
        *(f"{name}_{language}" for name in own),
        *(f"{name}_{code}" for name in translated for code in languages.codes()),
    ]


@dataclass(frozen=True)
class ItemRows:
    """The rows of a list with the columns that its items are made of.

    `rows` gives what the lists show up to a moment: articles, or rows that lead to an article by `path` and hold its id as `key`.
    """

    rows: Callable[[Lists, Given], ListedQuerySet]
    lists: Lists
    path: str = ""
    key: str = "id"
    # What else of the rows themselves is to be read.
    more: tuple[str, ...] = ()
    # Whether the list shows when that happened which the articles are about.
    is_dated: bool = True

    @property
    def order(self) -> Order:
        """By what the list is read."""
        return Order(time=f"listed_at_{self.lists.language}", key=self.key)

    def __call__(self, at: Given) -> QuerySet:
        """Return the query for what is listed up to a moment."""
        found, names = self.rows(self.lists, at), columns(self.lists.language)
        dates = {"happened": happened.date_of(self.key)} if self.is_dated else {}
        if not self.path:
            return found.values(*names, **dates)
        # The row itself holds the article's listing columns, and its id as `key`.
        own = [name for name in names if name.startswith(("listed_at_", "available_"))]
        others = {name: F(self.path + name) for name in names if name not in (*own, "id")}
        return found.values(self.key, *self.more, *own, **others, **dates)


def page_of_items(request: HttpRequest, rows: ItemRows, **given: Any) -> Page:  # Any: what the rows are to be given
    """Return the page of articles that the request asks for."""
    page = paging.page_of(rows, request, rows.order, **given)
    page.rows = items([{**row, "id": row[rows.key]} for row in page.rows], rows.lists.language, under=stamp(request))
    return page


def items(rows: Sequence[Row], language: str, *, under: Stamp | None = None) -> list[Item]:
    """Return the items of `rows` (see `columns`) in their order. One query for tags not known `under` a change, one for the pictures."""
    tags = tags_of([row["id"] for row in rows], language, under)
    pictures = pictures_for([row["image_id"] for row in rows], language, "thumb")
    names = columns(language)
    values = [tuple(row[name] for name in names) for row in rows]
    return [item(each, language, tags[row["id"]], pictures.get(row["image_id"]), row["happened"]) for each, row in zip(values, rows, strict=True)]


@lru_cache(maxsize=2048)
def item(
    values: tuple[Any, ...],  # Any: of several types
    language: str,
    tags: tuple[Label, ...] = (),
    image: Picture | None = None,
    date: str | None = None,
) -> Item:
    """Return the item of a row, from the values of its `columns`. Made once for the same values, whatever list they stand in.

    `date` is that of what the article is about.
    """
    row = dict(zip(columns(language), values, strict=True))
    title, title_lang = first_filled(row, "title", language)
    listed_at = timezone.localdate(row[f"listed_at_{language}"])
    # What is listed without being available here is public in another language, since only first publications wait.
    readable = next((code for code in languages.preference(language) if row[f"available_{code}"]), language)
    here = readable == language
    lead = row[f"lead_{language}"]
    return Item(
        language=language,
        title=title,
        title_lang=languages.other(title_lang, language),
        url=address_of_slug("news:detail", readable, first_filled(row, "slug", readable)[0]),
        date=dates.day(listed_at, language),
        iso=listed_at.isoformat(),
        kind="" if row["kind__key"] == Kind.ORDINARY else first_filled(row, "kind__label", language)[0],
        lead=lead if here and not repeats(lead, title) else "",
        corrected=here and row[f"corrected_at_{language}"] is not None,
        notice="" if here else notice(NOTICES, readable),
        hreflang="" if here else readable,
        image=image,
        tags=tags,
        happened=happened.words(date, listed_at, language),
    )


def tags_of(articles: Sequence[uuid.UUID], language: str, under: Stamp | None = None) -> dict[uuid.UUID, tuple[Label, ...]]:
    """Return {article: its tags in alphabetical order}. One query, for the articles whose tags are not known `under` a change."""
    known = _tags.under(under)
    if unknown := [article for article in articles if (language, article) not in known]:
        found: dict[uuid.UUID, list[Label]] = defaultdict(list)
        for article, *values in tags_on(len(unknown)).tuples(articles=unknown):
            found[article].append(tag_label(tuple(values), language))
        for article in unknown:
            known[language, article] = tuple(sorted(found[article], key=lambda tag: tag.label.casefold()))
    return {article: known[language, article] for article in articles}


@lru_cache
def tags_on(count: int) -> Prepared:
    """Return the query for the tags of a number of articles."""
    rows = ArticleTag.objects.filter(content_object_id__in=Given("articles", UUIDField(), many=count))
    return Prepared(rows.values_list("content_object_id", *(f"tag__{name}" for name in tag_columns())))


@lru_cache
def tag_columns() -> tuple[str, ...]:
    """Return the columns of a tag that its label is made of."""
    return tuple(f"{name}_{code}" for name in ("label", "slug") for code in languages.codes())


@lru_cache(maxsize=4096)
def tag_label(values: tuple[str | None, ...], language: str) -> Label:
    """Return a tag as pages of `language` show it, from the values of its `tag_columns`."""
    row = dict(zip(tag_columns(), values, strict=True))
    label, lang = first_filled(row, "label", language)
    slug, _lang = first_filled(row, "slug", language)
    return Label(label=label, url=address_of_slug("news:tag", language, slug), lang=languages.other(lang, language))


def newest_rows(rows: ItemRows, size: int, **given: Any) -> list[Row]:  # Any: what the rows are to be given
    """Return the rows of the `size` articles that head a list, of which `items` are made. One query."""
    found = paging.newest(rows, rows.order, size).rows(until=timezone.now(), **given)[:size]
    return [{**row, "id": row[rows.key]} for row in found]
