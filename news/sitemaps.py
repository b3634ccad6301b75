from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from library import tags
from news.models import Article, ArticleTag
from news.tags import tag_addresses
from publishing import languages, navigation
from publishing.navigation import absolute
from publishing.sitemaps import LanguageSitemap, RecordSitemap


class ArticleSitemap(RecordSitemap):
    """Articles."""

    model = Article


class ListSitemap(LanguageSitemap):
    """Home, the lists of the news, and the archives of tags."""

    def items(self) -> list[dict[str, str]]:
        """Return the addresses of each list by language."""
        lists = [navigation.addresses(name) for name in ("home", "news:list", "news:tags", "news:corrections")]
        return [*lists, *(tag_addresses(tag) for tag in tags.public().filter(with_articles()).order_by("name"))]

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return one list."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}


def with_articles() -> Exists:
    """Return the condition that the archive of a tag is there: it lists articles, whatever else has the tag."""
    now = timezone.now()
    listed = Q(*(Q(**{f"listed_at_{code}__lte": now}) for code in languages.codes()), _connector=Q.OR)
    return Exists(ArticleTag.objects.filter(listed, tag=OuterRef("pk")))
