from actors.models import Actor, Office
from publishing.publishable import PublishableQuerySet
from publishing.sitemaps import RecordSitemap


class ActorSitemap(RecordSitemap):
    """People who have a public page."""

    model = Actor

    def items(self) -> PublishableQuerySet:
        """Leave out those without a page."""
        return super().items().filter(has_profile=True)


class OfficeSitemap(RecordSitemap):
    """Offices."""

    model = Office
