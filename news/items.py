"""What lists of articles show: plain values, made once per article, so that templates only print."""

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from library.pictures import Picture, pictures_for
from news.models import ArticleTag, Kind
from publishing import dates, languages
from publishing.navigation import address_of_slug
from publishing.paging import Order, Page, page_of
from publishing.publishable import ListedQuerySet

# A language's name bends in some languages, so each sentence is translated whole.
NOTICES = {"en": gettext_lazy("Article is available in English."), "ka": gettext_lazy("Article is available in Georgian.")}

Row = Mapping[str, Any]  # Any: column values of several types


@dataclass(frozen=True, slots=True)
class Label:
    """A tag as pages show it; `lang` only where it differs from the page's."""

    label: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
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

    @property
    def card(self) -> SafeString:
        """The item as lists print it."""
        return render_card.__wrapped__(self) if settings.DEBUG else render_card(self)


@lru_cache(maxsize=2048)
def render_card(item: Item) -> SafeString:
    """Return the card of an item. Rendered once for all lists, since it depends on nothing but the item's own values."""
    with translation.override(item.language):
        return render_to_string("components/_card.html", {"item": item})


def notice(language: str) -> str:
    """Return the sentence that says in which language an article can be read."""
    return str(NOTICES.get(language) or _("Article is available in another language."))


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


def page_of_items(request: HttpRequest, rows: Callable[[dt.datetime], ListedQuerySet], language: str, *, path: str = "", key: str = "id") -> Page:
    """Return the page of articles that the request asks for.

    `rows` gives what is listed up to a moment: articles, or rows that lead to an article by `path` and hold its id as `key`.
    """
    names = columns(language)
    order = Order(time=f"listed_at_{language}", key=key)
    page = page_of(lambda at: rows(at).values(order.time, order.key, *(path + name for name in names)), request, order)
    page.rows = items([{name: row[path + name] for name in names} for row in page.rows], language)
    return page


def items(rows: Sequence[Row], language: str) -> list[Item]:
    """Return the items of `rows` (see `columns`) in their order. One query for the tags of all, one for their pictures."""
    tags = tags_of([row["id"] for row in rows], language)
    pictures = pictures_for([row["image_id"] for row in rows], language, "thumb")
    return [item(row, language, tuple(tags[row["id"]]), pictures.get(row["image_id"])) for row in rows]


def item(row: Row, language: str, tags: tuple[Label, ...] = (), image: Picture | None = None) -> Item:
    """Return the item of one row."""
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
        notice="" if here else notice(readable),
        hreflang="" if here else readable,
        image=image,
        tags=tags,
    )


def tags_of(articles: Sequence[uuid.UUID], language: str) -> dict[uuid.UUID, list[Label]]:
    """Return {article: its tags in alphabetical order}. One query."""
    found: dict[uuid.UUID, list[Label]] = defaultdict(list)
    if not articles:
        return found
    rows = ArticleTag.objects.filter(content_object__in=articles).values_list("content_object_id", *(f"tag__{name}" for name in tag_columns()))
    for article, *values in rows:
        found[article].append(tag_label(tuple(values), language))
    for labels in found.values():
        labels.sort(key=lambda tag: tag.label.casefold())
    return found


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


def newest(rows: ListedQuerySet, language: str, size: int) -> list[Item]:
    """Return the items of the `size` articles that head a list."""
    names = columns(language)
    return items(list(rows.order_by(f"-listed_at_{language}", "-id").values(*names)[:size]), language)
