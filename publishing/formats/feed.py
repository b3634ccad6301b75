"""A feed and its entries as every format of feeds tells them."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils.feedgenerator import Enclosure
from django.utils.html import escape

from publishing.navigation import absolute

# When a feed without entries changed: it is the same whenever it is asked for.
NEVER = dt.datetime.fromtimestamp(0, dt.UTC)


@dataclass(frozen=True)
class FeedImage:
    """The picture of an entry, one that partners may use; `url` is whole."""

    url: str
    width: int
    height: int
    alt: str
    credit: str
    # Whose the rights are.
    holder: str
    licence: str
    licence_url: str
    # Every picture that we serve has a file of this type.
    media_type: str = "image/jpeg"


class FeedFile(Enclosure):
    """A file of an entry, one that partners may use, with the terms under which it is given."""

    def __init__(self, url: str, length: str, mime_type: str, **terms: str) -> None:
        super().__init__(url, length, mime_type)
        # `credit`, `holder`, `licence`, `licence_url`; what is not known is missing.
        self.terms = {name: text for name, text in terms.items() if text}


@dataclass(frozen=True)
class FeedItem:
    """One entry. `content` is its whole text as HTML for other sites, "" where only the summary was asked for."""

    id: str
    title: str
    path: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    content: str = ""
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    enclosures: list[FeedFile] = field(default_factory=list)
    image: FeedImage | None = None
    # Under which terms it is given.
    rights: str = ""

    @property
    def url(self) -> str:
        """Where it can be read."""
        return absolute(self.path)

    @property
    def changed(self) -> dt.datetime:
        """When it was published or changed last."""
        return max(self.published, self.updated)

    @property
    def summary_html(self) -> str:
        """The summary where a format expects HTML."""
        return escape(self.summary).replace("\n", "<br>\n")


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed. `url` is its own address, `page` that of the list it belongs to; both are whole, as are `icon` and `logo`."""

    id: str
    title: str
    subtitle: str
    language: str
    url: str
    page: str
    site: str
    site_url: str
    rights: str
    icon: str
    logo: str
    hubs: list[str]
    items: list[FeedItem]

    @property
    def changed(self) -> dt.datetime:
        """When the newest entry changed."""
        return max((item.changed for item in self.items), default=NEVER)


def entry_id(key: uuid.UUID, language: str) -> str:
    """Return the permanent id (RFC 4122 URN) of a text in one language: a translation is an entry of its own."""
    return uuid.uuid5(key, language).urn
