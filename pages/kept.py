"""Published versions of pages: what a publication keeps, and what the page of a version prints from it."""

from typing import Any

from library.documents import kept as documents_kept
from library.pictures import kept_figures
from pages.models import Page, PageDocument
from publishing import dates
from publishing.fields import richtext
from publishing.record_page import description

# What a page shows: words as they were, and keys of pictures, which may stop being public.
Content = dict[str, Any]  # Any: texts, and the parts of a date


def keep(page: Page, language: str) -> Content:
    """Return what a page shows in a language, without what stands around the text."""
    published = dates.printed(getattr(page, f"published_at_{language}"), language)
    words = {name: getattr(page, f"{name}_{language}") for name in ("title", "lead", "body")}
    documents = documents_kept.keep(PageDocument, page.pk, language, page.lent("documents"))
    return {**words, "published": {"text": published.text, "iso": published.iso}, "documents": documents}


def show(content: Content, language: str) -> Content:
    """Return what the template of a version prints."""
    lead, body = (str(content.get(name, "")) for name in ("lead", "body"))
    return {
        **content,
        "body": richtext.render(body, pictures=kept_figures(body, language), language=language),
        "documents": documents_kept.show(content.get("documents", []), language),
        "description": description(lead, body),
    }
