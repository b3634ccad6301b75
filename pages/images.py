"""Which images the public sees on pages and topics."""

import uuid

from pages.models import Page, Topic
from publishing import languages
from publishing.fields.richtext import image_ids


def images_of(record: Page | Topic) -> set[uuid.UUID]:
    """Return those in the text of every language that is public, and a topic's own."""
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    found = {image for code in public for image in image_ids(getattr(record, f"{record.body_field}_{code}"))}
    return found | {image for name in ("image_id", "card_image_id") if (image := getattr(record, name, None))}
