from chronicle.models import Chronology, Event, Format
from publishing.sitemaps import RecordSitemap


class EventSitemap(RecordSitemap):
    """Events."""

    model = Event


class ChronologySitemap(RecordSitemap):
    """Chronologies."""

    model = Chronology


class FormatSitemap(RecordSitemap):
    """Formats."""

    model = Format
