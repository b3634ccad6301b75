"""What machines read of pages and topics: schema.org as JSON-LD 1.1, in one language."""

from collections.abc import Sequence
from typing import Any

from library.documents.linked_data import media_objects
from pages.models import Page, Topic
from publishing import navigation
from publishing.linked_data import translations
from publishing.models import SiteSettings


def web_page(page: Page, shown: Any, language: str, settings: SiteSettings) -> dict[str, Any]:  # Any: `pages.page.Shown`
    """Return the page as its readers in `language` see it, and nothing more."""
    published = getattr(page, f"published_at_{language}")
    known = {
        "@context": "https://schema.org",
        "@type": page.purpose,
        "@id": shown.short_url,
        "url": navigation.absolute(navigation.record_address(page, language)),
        "name": shown.title,
        "description": shown.lead,
        "inLanguage": language,
        "datePublished": published.isoformat(),
        "dateModified": max(published, page.updated_at or published).isoformat(),
        "publisher": {"@type": "Organization", "name": getattr(settings, f"name_{language}") or settings.name, "url": navigation.absolute("/")},
        "breadcrumb": breadcrumb(shown),
        "hasPart": [{"@type": "WebPage", "name": child.label, "url": navigation.absolute(child.url)} for child in shown.children],
        "associatedMedia": [file for document in shown.documents for file in media_objects(document)],
        **translations(page, shown, language),
    }
    return {name: value for name, value in known.items() if value}


def breadcrumb(shown: Any) -> dict[str, Any] | None:  # Any: as above
    """Return the way down to a page that stands under another; None for one at the top."""
    if shown.parent is None:
        return None
    steps = [
        {"@type": "ListItem", "position": 1, "name": shown.parent.label, "item": navigation.absolute(shown.parent.url)},
        {"@type": "ListItem", "position": 2, "name": shown.title},
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def topic(record: Topic, shown: Any, language: str, settings: SiteSettings) -> dict[str, Any]:  # Any: `pages.topic_page.TopicPage`
    """Return the page of a topic (schema.org CollectionPage) with what it lists, and nothing more than it prints."""
    published = getattr(record, f"published_at_{language}")
    items = [*shown.pinned, *shown.newest]
    known = {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": shown.short_url,
        "url": navigation.absolute(navigation.record_address(record, language)),
        "name": shown.title,
        "description": shown.lead,
        "inLanguage": language,
        "datePublished": published.isoformat(),
        "dateModified": max(published, record.updated_at or published).isoformat(),
        "publisher": {"@type": "Organization", "name": getattr(settings, f"name_{language}") or settings.name, "url": navigation.absolute("/")},
        "image": navigation.absolute(shown.image.src) if shown.image and shown.image.partners_may_use else "",
        "about": [{"@type": "Thing", "name": figure.name.label} for figure in shown.figures],
        "mainEntity": listed(items) if items else None,
        **translations(record, shown, language),
    }
    return {name: value for name, value in known.items() if value}


def listed(items: Sequence[Any]) -> dict[str, Any]:  # Any: `news.items.Item`
    """Return items in their order (schema.org ItemList)."""
    steps = [
        {"@type": "ListItem", "position": place, "name": item.title, "url": navigation.absolute(item.url)} for place, item in enumerate(items, 1)
    ]
    return {"@type": "ItemList", "itemListElement": steps}
