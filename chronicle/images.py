"""Which images the public sees with events, chronologies, formats and agreements."""

import uuid

from chronicle.models import Agreement, Chronology, Event, Format
from publishing import languages
from publishing.fields.richtext import image_ids


def images_of(record: Event | Chronology | Format | Agreement) -> set[uuid.UUID]:
    """Return the record's own image, that of its card, and those in the text of every language that is public."""
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    found = {image for code in public for image in image_ids(getattr(record, f"{record.body_field}_{code}"))}
    return found | {image for name in ("image_id", "card_image_id") if (image := getattr(record, name, None))}
