from typing import Any

from library import tags
from news.models import Article
from news.tags import tag_addresses
from publishing import navigation
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
        return [*lists, *(tag_addresses(tag) for tag in tags.public().order_by("name"))]

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return one list."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}
