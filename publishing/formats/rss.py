"""RSS 2.0, with the elements of Dublin Core, Atom and Media RSS that readers know."""

from typing import Any

from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.formats.feed import Feed
from publishing.formats.xml_feeds import MEDIA, Datable, attributes, filled, write_image

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
SPACES = {"xmlns:dc": "http://purl.org/dc/elements/1.1/", "xmlns:content": "http://purl.org/rss/1.0/modules/content/", **MEDIA}


class RssFeed(Datable, Rss201rev2Feed):
    """An RSS feed whose entries have several authors, the moment of their last change, whole texts and pictures."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **SPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for hub in self.feed["hubs"]:
            handler.addQuickElement("atom:link", None, attributes({"rel": "hub", "href": hub}))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        # RSS itself has no word for a text that changed: readers know the one of Atom.
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        if item["item_copyright"]:
            handler.addQuickElement("dc:rights", item["item_copyright"])
        if item["content"]:
            handler.addQuickElement("content:encoded", item["content"])
        write_image(handler, item["image"])


def written(feed: Feed) -> str:
    """Return a feed as RSS. It allows one file an entry; the whole text names the others."""
    return filled(RssFeed, feed, enclosures=1).writeString("utf-8")
