"""Which images the public sees with actors and offices."""

import uuid

from actors.models import Actor, Office
from publishing import languages
from publishing.fields.richtext import image_ids


def images_of(record: Actor | Office) -> set[uuid.UUID]:
    """Return the portrait, and those in the text of every language that is public."""
    public = [code for code in languages.codes() if getattr(record, f"published_at_{code}") is not None]
    found = {image for code in public for image in image_ids(getattr(record, f"{record.body_field}_{code}"))}
    portrait = getattr(record, "portrait_id", None)
    return found | {portrait} if portrait else found
