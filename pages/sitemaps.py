from pages.models import Page
from publishing.sitemaps import RecordSitemap


class PageSitemap(RecordSitemap):
    """Pages."""

    model = Page
