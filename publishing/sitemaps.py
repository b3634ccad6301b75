"""Sitemaps (sitemaps.org 0.9): what can be read, language by language, each with its other languages."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import SitemapIndexItem
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from publishing import languages
from publishing.navigation import absolute, record_address
from publishing.publishable import Publishable, PublishableQuerySet


class LanguageSitemap(Sitemap):
    """Addresses of one language. A subclass says which items, and what stands in an entry."""

    # By far fewer than the format allows: a part is in memory while it is made.
    limit = 1000

    def __init__(self, language: str) -> None:
        self.language = language

    def get_urls(self, page: int | str = 1, site: object = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Return what the template prints, under SITE_URL whatever host was asked."""
        del site, protocol
        return [self.entry(item) for item in self.paginator.page(page).object_list]

    def entry(self, item: Any) -> dict[str, Any]:  # Any: whatever `items` holds
        """Return one entry, as Django's template names its parts."""
        raise NotImplementedError

    def alternates(self, addresses: Mapping[str, str]) -> list[dict[str, str]]:
        """Return the addresses of one item by language as the template prints them; nothing where there is one language."""
        return [{"location": absolute(path), "lang_code": code} for code, path in addresses.items()] if len(addresses) > 1 else []

    def get_latest_lastmod(self) -> None:
        """Leave the index without dates: the page cache answers 304 while nothing changed."""
        return


class RecordSitemap(LanguageSitemap):
    """The records of one type that can be read in one language."""

    # The type whose records stand in it.
    model: ClassVar[type[Publishable]]

    def items(self) -> PublishableQuerySet:
        """Return the records, oldest first, so that full pages do not change."""
        unread = [f"{self.model.body_field}_{code}" for code in languages.codes()]
        return PublishableQuerySet(self.model).available_in(self.language).defer(*unread).order_by("id")

    def entry(self, record: Publishable) -> dict[str, Any]:
        """Return one record: its address in this language and, where there are several, in each."""
        addresses = {code: record_address(record, code) for code in record.available_languages}
        return {
            "item": record,
            "location": absolute(addresses[self.language]),
            "lastmod": record.updated_at,
            "alternates": self.alternates(addresses),
        }


def index(request: HttpRequest, sitemaps: Mapping[str, LanguageSitemap]) -> HttpResponse:
    """Answer the list of all parts that hold something, and their pages."""
    parts = []
    for section, part in sitemaps.items():
        address, pages = absolute(reverse("sitemap", kwargs={"section": section})), part.paginator
        # By the format, a part holds one address at least.
        if pages.count:
            parts += [SitemapIndexItem(address if page == 1 else f"{address}?p={page}") for page in pages.page_range]
    return render(request, "sitemap_index.xml", {"sitemaps": parts}, content_type="application/xml")
