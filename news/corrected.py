"""When an article was last corrected in each language: kept on the article, for the mark in lists."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.db.models import Max, Q, QuerySet

from news.models import Article, Correction
from publishing import languages

Dates = dict[str, dt.datetime | None]


def with_newest(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Add, per language, the date of the newest correction that says something in it."""
    said = {code: ~Q(**{f"corrections__text_{code}": ""}) for code in languages.codes()}
    return articles.annotate(**{f"newest_{code}": Max("corrections__at", filter=filled) for code, filled in said.items()})


def dates(article: Article) -> Dates:
    """Return the columns as they should be, of an article read by `with_newest`."""
    return {f"corrected_at_{code}": getattr(article, f"newest_{code}") for code in languages.codes()}


def newest_of(corrections: Iterable[Correction]) -> Dates:
    """Return the columns as they should be, of corrections that were read already."""
    said = {code: [row.at for row in corrections if getattr(row, f"text_{code}")] for code in languages.codes()}
    return {f"corrected_at_{code}": max(moments, default=None) for code, moments in said.items()}


def settle(article: Article) -> None:
    """Bring the dates of an article up to date, in the row and on the instance. Inside the transaction of the act."""
    lent = article.lent("corrections")
    should = dates(with_newest(Article.objects.filter(pk=article.pk)).get()) if lent is None else newest_of(lent)
    if any(getattr(article, name) != at for name, at in should.items()):
        Article.objects.filter(pk=article.pk).update(**should)
        for name, at in should.items():
            setattr(article, name, at)


def out_of_step() -> Iterator[tuple[Article, Dates]]:
    """Yield (article, dates as they should be) where the kept ones differ."""
    columns = ["pk", *(f"corrected_at_{code}" for code in languages.codes())]
    suspects = Article.objects.filter(Q(corrections__isnull=False) | kept()).distinct().values("pk")
    for article in with_newest(Article.objects.filter(pk__in=suspects)).only(*columns).order_by("pk"):
        should = dates(article)
        if any(getattr(article, name) != at for name, at in should.items()):
            yield article, should


def kept() -> Q:
    """Return what finds the articles that are marked as corrected."""
    return Q(**{f"corrected_at_{code}__isnull": False for code in languages.codes()}, _connector=Q.OR)


def differences() -> Iterator[str]:
    """Yield each article whose mark is not what its corrections say."""
    for article, should in out_of_step():
        yield f"article {article.pk}: should be {should}"


def fix() -> None:
    """Set the dates of those articles right."""
    for article, should in list(out_of_step()):
        Article.objects.filter(pk=article.pk).update(**should)
