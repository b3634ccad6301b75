"""What feeds written in XML have in common: Django's generator, filled with a feed, and pictures as Media RSS has them."""

import datetime as dt
from typing import Any, TypeVar
from xml.sax.xmlreader import AttributesImpl

from django.utils.feedgenerator import SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from publishing.formats.feed import NEVER, Feed, FeedImage

Generator = TypeVar("Generator", bound=SyndicationFeed)
MEDIA = {"xmlns:media": "http://search.yahoo.com/mrss/"}


def filled(generator: type[Generator], feed: Feed, *, enclosures: int | None = None) -> Generator:
    """Return a generator of Django's with everything of a feed in it; `enclosures` is how many files of an entry the format allows."""
    made = generator(
        title=feed.title,
        link=feed.page,
        # What is called a subtitle in one format is a description, which must say something, in the other.
        description=feed.subtitle or feed.title,
        subtitle=feed.subtitle,
        language=feed.language,
        feed_url=feed.url,
        feed_guid=feed.id,
        feed_copyright=feed.rights,
        author_name=feed.site,
        author_link=feed.site_url,
        icon=feed.icon,
        logo=feed.logo,
        hubs=feed.hubs,
    )
    for item in feed.items:
        made.add_item(
            title=item.title,
            link=item.url,
            description=item.summary_html,
            content=item.content,
            unique_id=item.id,
            unique_id_is_permalink=False,
            pubdate=item.published,
            updateddate=item.changed,
            categories=item.categories,
            authors=item.authors,
            enclosures=[*item.enclosures[:enclosures]],
            item_copyright=item.rights or None,
            image=item.image,
        )
    return made


class Datable(SyndicationFeed):
    """A feed that is as old as its newest entry; without entries it never changed."""

    def latest_post_date(self) -> dt.datetime:
        """Return when the newest entry changed."""
        return super().latest_post_date() if self.items else NEVER


def write_image(handler: SimplerXMLGenerator, image: FeedImage | None) -> None:
    """Write a picture with its size, its words, its credit and its licence (Media RSS 1.5)."""
    if image is None:
        return
    about = {"url": image.url, "type": image.media_type, "medium": "image", "width": str(image.width), "height": str(image.height)}
    handler.startElement("media:content", attributes(about))
    if image.alt:
        handler.addQuickElement("media:description", image.alt, attributes({"type": "plain"}))
    if image.credit:
        handler.addQuickElement("media:credit", image.credit)
    if image.holder:
        handler.addQuickElement("media:copyright", image.holder)
    if image.licence:
        where = {"href": image.licence_url} if image.licence_url else {}
        handler.addQuickElement("media:license", image.licence, attributes(where))
    handler.endElement("media:content")


def attributes(values: dict[str, str]) -> Any:  # Any: what SAX takes; the stubs of Django's generator want a plain dictionary
    """Return the attributes of an element."""
    return AttributesImpl(values)
