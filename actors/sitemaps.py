from typing import Any

from actors.models import Actor, Office, Place
from publishing import navigation
from publishing.navigation import absolute
from publishing.publishable import PublishableQuerySet
from publishing.sitemaps import LanguageSitemap, RecordSitemap


class ActorSitemap(RecordSitemap):
    """People who have a public page."""

    model = Actor

    def items(self) -> PublishableQuerySet:
        """Leave out those without a page."""
        return super().items().filter(has_profile=True)


class OfficeSitemap(RecordSitemap):
    """Offices."""

    model = Office


class PlaceSitemap(RecordSitemap):
    """Places."""

    model = Place


class IndexSitemap(LanguageSitemap):
    """All people, all offices and all places."""

    def items(self) -> list[dict[str, str]]:
        """Return the addresses of each index by language."""
        return [navigation.addresses(name) for name in ("actors:list", "actors:offices", "actors:places")]

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return one index."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}
