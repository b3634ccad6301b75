import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from library import tags
from news.models import Article, ArticleTag
from news.tagged import OTHERS
from news.tags import tag_addresses
from publishing import languages, navigation, site
from publishing.navigation import absolute
from publishing.sitemaps import LanguageSitemap, RecordSitemap

# What the sitemap of news may hold, by the rules of those who read it.
NEWS_AGE, NEWS_LIMIT = dt.timedelta(days=2), 1000


class ArticleSitemap(RecordSitemap):
    """Articles."""

    model = Article


class ListSitemap(LanguageSitemap):
    """Home, the lists of the news, and the archives of tags."""

    def items(self) -> list[dict[str, str]]:
        """Return the addresses of each list by language."""
        lists = [navigation.addresses(name) for name in ("home", "subscribe", "news:list", "news:tags", "news:corrections")]
        return [*lists, *(tag_addresses(tag) for tag in tags.public().filter(with_archive()).order_by("name"))]

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return one list."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}


def with_archive() -> Q:
    """Return the condition that the archive of a tag is there: it lists articles, events or agreements."""
    now = timezone.now()
    listed = Q(*(Q(**{f"listed_at_{code}__lte": now}) for code in languages.codes()), _connector=Q.OR)
    models: list[Any] = [ArticleTag, *(other.rows for other in OTHERS.values())]
    return Q(*(Exists(model.objects.filter(listed, tag=OuterRef("pk"))) for model in models), _connector=Q.OR)


@require_safe
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """Answer the texts that appeared in the last two days, newest first, whatever their language (Google News sitemap 0.9)."""
    about, since = site.of(request), timezone.now() - NEWS_AGE
    found: list[tuple[dt.datetime, str, Article]] = []
    for code in languages.codes():
        unread = [f"body_{each}" for each in languages.codes()]
        newest = Article.objects.available_in(code).filter(**{f"listed_at_{code}__gte": since}).defer(*unread)
        found += [(getattr(article, f"published_at_{code}"), code, article) for article in newest.order_by(f"-listed_at_{code}", "-id")[:NEWS_LIMIT]]
    found.sort(key=lambda each: each[0], reverse=True)
    entries = [
        {
            "location": absolute(navigation.record_address(article, code)),
            "name": getattr(about, f"name_{code}") or about.name,
            "language": code,
            "published": at.isoformat(timespec="seconds"),
            "title": getattr(article, f"title_{code}"),
        }
        for at, code, article in found[:NEWS_LIMIT]
    ]
    return render(request, "sitemap_news.xml", {"entries": entries}, content_type="application/xml")
