"""Which images the public sees on a page."""

import uuid

from pages.models import Page
from publishing import languages
from publishing.fields.richtext import image_ids


def images_of(page: Page) -> set[uuid.UUID]:
    """Return those in the text of every language that is public."""
    public = [code for code in languages.codes() if getattr(page, f"published_at_{code}") is not None]
    return {image for code in public for image in image_ids(getattr(page, f"body_{code}"))}
