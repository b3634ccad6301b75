"""Published versions of articles: what a publication keeps, and what the page of a version prints from it."""

from dataclasses import asdict
from typing import Any

from library.documents import kept as documents_kept
from library.models import Image
from library.pictures import kept_figures, picture_of
from news import events
from news.article import byline, citations, corrections, kind_of
from news.items import repeats
from news.mentions import mentions, still_public
from news.models import Article, ArticleDocument
from publishing import dates
from publishing.fields import richtext
from publishing.record_page import description

# What the page of an article shows: words as they were, and keys of pictures, which may stop being public.
Content = dict[str, Any]  # Any: texts, and lists of rows


def keep(article: Article, language: str) -> Content:
    """Return what the page of an article shows in a language, without what stands around the text."""
    published = dates.printed(getattr(article, f"published_at_{language}"), language)
    return {
        **{name: getattr(article, f"{name}_{language}") for name in ("title", "lead", "body")},
        "kind": kind_of(article),
        "published": {"text": published.text, "iso": published.iso},
        "image": str(article.image_id or ""),
        "byline": [{"name": author.name, "lang": author.lang} for author in byline(article, language)],
        "corrections": [asdict(correction) for correction in corrections(article, language)],
        "citations": [asdict(source) for source in citations(article, language)],
        "mentions": [asdict(named) for named in mentions(article, language)],
        "events": events.keep(article),
        "documents": documents_kept.keep(ArticleDocument, article.pk, language, article.lent("documents")),
    }


def show(content: Content, language: str) -> Content:
    """Return what the template of a version prints. A picture that is no longer public is not shown, and the page says so."""
    title, lead, body = (str(content.get(name, "")) for name in ("title", "lead", "body"))
    image = Image.objects.filter(pk=content["image"]).first() if content.get("image") else None
    picture = picture_of(image, language)
    return {
        **content,
        "lead": "" if repeats(lead, title) else lead,
        "body": richtext.render(body, pictures=kept_figures(body, language), language=language),
        "description": description(lead, body),
        "image": picture,
        "mentions": still_public(content.get("mentions", [])),
        "events": events.kept(content.get("events", []), language),
        "documents": documents_kept.show(content.get("documents", []), language),
        "lost_image": bool(content.get("image")) and picture is None,
    }
