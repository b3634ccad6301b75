from typing import Any

from chronicle.models import Agreement, Chronology, Event, Format
from publishing import navigation
from publishing.navigation import absolute
from publishing.sitemaps import LanguageSitemap, RecordSitemap


class EventSitemap(RecordSitemap):
    """Events."""

    model = Event


class ChronologySitemap(RecordSitemap):
    """Chronologies."""

    model = Chronology


class FormatSitemap(RecordSitemap):
    """Formats."""

    model = Format


class AgreementSitemap(RecordSitemap):
    """Agreements."""

    model = Agreement


class ListSitemap(LanguageSitemap):
    """The lists of chronologies and of agreements."""

    def items(self) -> list[dict[str, str]]:
        """Return the addresses of each list by language."""
        return [navigation.addresses(name) for name in ("chronicle:list", "chronicle:agreements")]

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return one list."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}
