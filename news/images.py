"""Which images the public sees on an article."""

import uuid

from news.models import Article
from publishing import languages
from publishing.fields.richtext import image_ids


def images_of(article: Article) -> set[uuid.UUID]:
    """Return the lead picture, that of the card, and those in the text of every language that is public."""
    public = [code for code in languages.codes() if getattr(article, f"published_at_{code}") is not None]
    found = {image for code in public for image in image_ids(getattr(article, f"body_{code}"))}
    return found | {image for image in (article.image_id, article.card_image_id) if image}
