"""What the cards of articles and tags say."""

import uuid
from typing import Any

from django.utils.translation import gettext as _

from library.cards import subjects
from library.cards.drawing import Said
from library.cards.subjects import Found
from library.models import Tag
from library.pictures import Card
from news.article import kind_of
from news.models import Article
from publishing import dates, languages, site
from publishing.capitals import capfirst
from publishing.models import SiteSettings
from publishing.registry import record_types

TAG = "tag"


def register() -> None:
    """Make articles and tags known to those who draw cards."""
    subjects.register_records(Article, "article", of_article, "kind", "image", "card_image")
    subjects.register(subjects.Subject(TAG, find_tag, of_tag))


def of_article(article: Article, language: str) -> Said:
    """Return what the card of an article says."""
    listed_at = getattr(article, f"listed_at_{language}")
    return Said(
        article.title_in(language)[0],
        language,
        kind_of(article) or _("News"),
        dates.printed(listed_at, language).text if listed_at else "",
        picture=subjects.picture_on(article, language),
    )


def find_tag(key: str, language: str) -> Found | None:
    """Return the tag with a key, live while anything that the public sees in a language carries it, as its archive is."""
    try:
        tag = Tag.objects.filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None
    if tag is None:
        return None
    # Any: rows with the listing columns of their record
    rows: list[Any] = [rows.model._default_manager.filter(tag=tag) for kind in record_types() for rows in kind.listed_rows if rows.target == "tag"]
    untranslated = site.read().list_untranslated
    return Found(tag, is_live=any(each.listed_in(language, untranslated=untranslated).exists() for each in rows))


def of_tag(found: Found, language: str) -> Said:
    """Return what the card of a tag says."""
    tag = found.record
    label, description = (languages.filled(tag, name, language)[0] for name in ("label", "description"))
    return Said(label or tag.name, language, capfirst(str(Tag._meta.verbose_name)), lead=description)


def tag_card(tag: Tag, language: str, settings: SiteSettings) -> Card:
    """Return the card of a tag for its archive in a language."""
    return subjects.card(TAG, str(tag.pk), Found(tag), language, settings)
