"""Atom (RFC 4287)."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.formats.feed import Feed
from publishing.formats.xml_feeds import MEDIA, Datable, attributes, filled, write_image

CONTENT_TYPE = "application/atom+xml; charset=utf-8"


class AtomFeed(Datable, Atom1Feed):
    """An Atom feed whose entries may have several authors, whole texts and pictures, which Django's generator does not know."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **MEDIA}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for name in ("icon", "logo"):
            if self.feed[name]:
                handler.addQuickElement(name, self.feed[name])
        for hub in self.feed["hubs"]:
            handler.addQuickElement("link", "", attributes({"rel": "hub", "href": hub}))

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if item["content"]:
            handler.addQuickElement("content", item["content"], attributes({"type": "html"}))
        for name in item["authors"]:
            handler.startElement("author", attributes({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")
        write_image(handler, item["image"])


def written(feed: Feed) -> str:
    """Return a feed as Atom."""
    return filled(AtomFeed, feed).writeString("utf-8")
