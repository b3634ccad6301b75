from typing import Any

from pages.models import Page, Term, Topic
from publishing import languages, navigation
from publishing.navigation import absolute
from publishing.sitemaps import LanguageSitemap, RecordSitemap


class PageSitemap(RecordSitemap):
    """Pages."""

    model = Page


class TopicSitemap(RecordSitemap):
    """Topics."""

    model = Topic


class GlossarySitemap(LanguageSitemap):
    """The glossary, in the languages in which it explains something."""

    def items(self) -> list[dict[str, str]]:
        """Return the addresses of the glossary by language."""
        known = [code for code in languages.codes() if Term.objects.explained_in(code).exists()]
        return [{code: navigation.address("pages:glossary", code) for code in known}] if self.language in known else []

    def entry(self, item: dict[str, str]) -> dict[str, Any]:
        """Return the glossary."""
        return {"item": item, "location": absolute(item[self.language]), "alternates": self.alternates(item)}
