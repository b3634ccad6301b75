"""What machines read of an article: schema.org NewsArticle as JSON-LD 1.1, in one language."""

from typing import Any

from library.documents.linked_data import media_objects
from news.models import Article
from publishing import navigation, site
from publishing.linked_data import translations
from publishing.models import SiteSettings

# Kinds that schema.org has a narrower type for.
TYPES = {"review": "BackgroundNewsArticle", "analysis": "AnalysisNewsArticle", "news": "ReportageNewsArticle"}


def news_article(article: Article, page: Any, language: str, settings: SiteSettings) -> dict[str, Any]:  # Any: `news.article.ArticlePage`
    """Return the article as its page in `language` says it: nothing that a reader does not see there."""
    published = getattr(article, f"published_at_{language}")
    known = {
        "@context": "https://schema.org",
        "@type": TYPES.get(article.kind.key if article.kind else "", "NewsArticle"),
        "@id": page.short_url,
        "url": navigation.absolute(navigation.record_address(article, language)),
        "headline": page.title,
        "description": page.lead,
        "inLanguage": language,
        "datePublished": published.isoformat(),
        "dateModified": max(published, article.updated_at or published).isoformat(),
        "author": [person(name) for name in page.byline],
        "publisher": site.publisher(settings, language),
        "image": picture(page.image),
        "keywords": [tag.label for tag in page.tags],
        "license": page.licence_url,
        "correction": [{"@type": "CorrectionComment", "datePublished": note.iso, "text": note.text} for note in page.corrections],
        "citation": [citation(cited) for cited in page.citations],
        "about": [event(dated) for dated in page.events if dated.is_subject],
        "mentions": [
            *(mentioned(named) for named in page.mentions if named.name),
            *(event(dated) for dated in page.events if not dated.is_subject),
        ],
        "associatedMedia": [file for document in page.documents for file in media_objects(document)],
        "isPartOf": {"@type": "CollectionPage", "url": navigation.absolute(navigation.address("news:list", language))},
        **translations(article, page, language),
    }
    return {name: value for name, value in known.items() if value}


def person(name: Any) -> dict[str, str]:  # Any: `news.article.Name`
    """Return somebody in the byline."""
    found = {"@type": "Person", "name": name.name}
    return found | {"url": navigation.absolute(name.url)} if name.url else found


def mentioned(named: Any) -> dict[str, str]:  # Any: `news.mentions.Named`
    """Return somebody or something that the article names."""
    found = {"@type": "Person" if named.is_person else "Organization", "name": named.name}
    return found | {"url": navigation.absolute(named.url)} if named.url else found


def event(dated: Any) -> dict[str, str]:  # Any: `news.events.Dated`
    """Return an event that the article announces, reports or refers to."""
    found = {"@type": "Event", "name": dated.title, "url": navigation.absolute(dated.url), "startDate": dated.iso}
    return {name: value for name, value in found.items() if value}


def picture(image: Any) -> dict[str, Any] | None:  # Any: `library.pictures.Picture`
    """Return the lead picture, as a partner may show it; None if there is none, or partners may not use it."""
    if image is None or not image.partners_may_use:
        return None
    shown = image.card or image
    found = {
        "@type": "ImageObject",
        "url": navigation.absolute(getattr(shown, "url", "") or image.src),
        "width": shown.width,
        "height": shown.height,
        "caption": image.caption or image.alt,
        "creditText": image.credit,
        "license": image.licence_url,
    }
    return {name: value for name, value in found.items() if value}


def citation(cited: Any) -> dict[str, Any]:  # Any: `news.article.CitedSource`
    """Return a source."""
    publisher = {"@type": "Organization", "name": cited.publisher} if cited.publisher else None
    found = {"@type": "CreativeWork", "name": cited.title, "publisher": publisher, "url": cited.url, "archivedAt": cited.archived_url}
    return {name: value for name, value in found.items() if value}
