"""JSON Feed 1.1 (jsonfeed.org). What it has no word for stands in extensions of ours, `_rights` and `_image`."""

import json
from typing import Any

from publishing.formats.feed import Feed, FeedFile, FeedImage, FeedItem

CONTENT_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def written(feed: Feed) -> str:
    """Return a feed as JSON Feed."""
    found = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.url,
        "description": feed.subtitle,
        "icon": feed.logo,
        "favicon": feed.icon,
        "authors": [{"name": feed.site, "url": feed.site_url}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": hub} for hub in feed.hubs],
        "_rights": {"text": feed.rights, "holder": feed.site} if feed.rights else None,
    }
    said = {name: value for name, value in found.items() if value}
    return json.dumps({**said, "items": [entry(item, feed) for item in feed.items]}, ensure_ascii=False)


def entry(item: FeedItem, feed: Feed) -> dict[str, Any]:
    """Return one entry; it must have a text, be it the title again."""
    text = {"content_html": item.content} if item.content else {"content_text": item.summary or item.title}
    found = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        **text,
        "summary": item.summary,
        "image": item.image.url if item.image else "",
        "date_published": item.published.isoformat(),
        "date_modified": item.changed.isoformat(),
        "authors": [{"name": name} for name in item.authors],
        "tags": item.categories,
        "language": feed.language,
        "attachments": [attachment(each) for each in item.enclosures],
        "_rights": {"text": item.rights} if item.rights else None,
        "_image": about(item.image),
    }
    return {name: value for name, value in found.items() if value}


def attachment(file: FeedFile) -> dict[str, Any]:
    """Return a file with the terms under which it is given."""
    found = {"url": file.url, "mime_type": file.mime_type, "size_in_bytes": int(file.length)}
    return {**found, "_rights": file.terms} if file.terms else found


def about(image: FeedImage | None) -> dict[str, Any]:
    """Return what whoever shows the picture must say of it."""
    if image is None:
        return {}
    found = {
        "width": image.width,
        "height": image.height,
        "alt": image.alt,
        "credit": image.credit,
        "holder": image.holder,
        "licence": image.licence,
        "licence_url": image.licence_url,
    }
    return {name: value for name, value in found.items() if value}
