"""The list of all corrections."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from news.items import first_filled
from news.models import Article, Correction
from publishing import dates, languages
from publishing.navigation import address_of_slug
from publishing.paging import Order, Page, page_of

TRANSLATED = ("article__title", "article__slug")


@dataclass(frozen=True)
class CorrectedArticle:
    """The article that was corrected."""

    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True)
class CorrectionItem:
    """A correction in the list of all."""

    date: str
    iso: str
    text: str
    article: CorrectedArticle
    lang: str = ""


def corrections_page(request: HttpRequest, language: str) -> Page:
    """Return the page of corrections, in `language`, that the request asks for."""
    names = ["id", "at", f"text_{language}", *(f"{name}_{code}" for name in TRANSLATED for code in languages.codes())]
    page = page_of(lambda at: corrections_until(at, language).values(*names), request, Order(time="at"))
    page.rows = [correction_item(row, language) for row in page.rows]
    return page


def corrections_until(at: dt.datetime, language: str) -> QuerySet[Correction]:
    """Return what was corrected, up to a moment, in texts that can be read in `language`."""
    # Asked row by row: the list is read from its own index, and is short beside that of the articles.
    readable = Exists(Article.objects.available_in(language).filter(pk=OuterRef("article")))
    return Correction.objects.filter(readable, at__lte=at).exclude(**{f"text_{language}": ""})


def correction_item(row: dict[str, Any], language: str) -> CorrectionItem:  # Any: column values of several types
    """Return one correction as the list prints it."""
    title, lang = first_filled(row, "article__title", language)
    printed = dates.printed(row["at"], language)
    return CorrectionItem(
        date=printed.text,
        iso=printed.iso,
        text=row[f"text_{language}"],
        article=CorrectedArticle(
            title=title,
            url=address_of_slug("news:detail", language, first_filled(row, "article__slug", language)[0]),
            lang=languages.other(lang, language),
        ),
    )
