"""Atom feeds (RFC 4287) of what can be read in one language."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.models import SiteSettings
from publishing.navigation import absolute

NEVER = dt.datetime.fromtimestamp(0, dt.UTC)


@dataclass(frozen=True)
class FeedItem:
    """One entry."""

    id: str
    title: str
    path: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    enclosures: list[Enclosure] = field(default_factory=list)


class SeveralAuthorsFeed(Atom1Feed):
    """An Atom feed whose entries may have several authors, and with pictures of its own, which Django's generator does not know."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry changed. A feed without entries never did: it is the same whenever it is asked for."""
        return super().latest_post_date() if self.items else NEVER

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        for name in ("icon", "logo"):
            if self.feed[name]:
                handler.addQuickElement(name, self.feed[name])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for name in item["authors"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")


def entry_id(key: uuid.UUID, language: str) -> str:
    """Return the permanent id (RFC 4122 URN) of a text in one language: a translation is an entry of its own."""
    return uuid.uuid5(key, language).urn


def rights(about: SiteSettings) -> str:
    """Return under which terms the site gives its texts, in the reader's language."""
    said = [about.licence_name, about.licence_url, about.terms_said.text, absolute(about.terms_address) if about.terms_address else ""]
    return " ".join(part for part in said if part)


def atom(*, title: str, subtitle: str, path: str, language: str, items: Iterable[FeedItem], about: SiteSettings) -> HttpResponse:
    """Answer an Atom feed of the site `about`. `path` is the list it belongs to; its own address is that path and `feed.atom`."""
    feed = SeveralAuthorsFeed(
        title=title,
        link=f"{settings.SITE_URL}{path}",
        description=subtitle,
        subtitle=subtitle,
        language=language,
        feed_url=f"{settings.SITE_URL}{path}feed.atom",
        feed_guid=f"{settings.SITE_URL}{path}feed.atom",
        feed_copyright=rights(about),
        icon=absolute(about.icons["side_96"]) if about.icons else "",
        logo=absolute(about.logo_light.url) if about.logo_light else "",
    )
    for item in items:
        feed.add_item(
            title=item.title,
            link=f"{settings.SITE_URL}{item.path}",
            description=item.summary,
            unique_id=item.id,
            pubdate=item.published,
            updateddate=max(item.published, item.updated),
            categories=item.categories,
            authors=item.authors,
            enclosures=item.enclosures,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
