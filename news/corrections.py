"""The list of all corrections."""

from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from news.items import first_filled
from news.models import Article, Correction
from publishing import dates, languages
from publishing.navigation import address_of_slug
from publishing.paging import Order, Page, page_of
from publishing.prepared import Given

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
    page = page_of(CorrectionRows(language), request, Order(time="at"), now=timezone.now())
    page.rows = [correction_item(row, language) for row in page.rows]
    return page


@dataclass(frozen=True)
class CorrectionRows:
    """What was corrected in texts that can be read (`now`) in a language."""

    language: str

    def __call__(self, at: Given) -> QuerySet[Correction]:
        """Return the query for what was corrected up to a moment."""
        names = ["id", "at", f"text_{self.language}", *(f"{name}_{code}" for name in TRANSLATED for code in languages.codes())]
        # Asked row by row: the list is read from its own index, and is short beside that of the articles.
        readable = Exists(Article.objects.available_in(self.language, Given("now", DateTimeField())).filter(pk=OuterRef("article")))
        return Correction.objects.filter(readable, at__lte=at).exclude(**{f"text_{self.language}": ""}).values(*names)


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
