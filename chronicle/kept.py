"""Published versions of the chronicle: what a publication keeps, and what the page of a version prints from it.

Kept are the record's own words and its date. People, places and what they did are rows that name other records, which may be
taken back: they stand on the page of today alone.
"""

from typing import Any

from chronicle import event_dates
from chronicle.models import Agreement, Chronology, Event, Format
from library.models import Image
from library.pictures import kept_figures, picture_of
from publishing import date_words, dates
from publishing.fields import richtext
from publishing.record_page import description

# What a page shows: words as they were, and keys of pictures, which may stop being public.
Content = dict[str, Any]  # Any: texts, and the parts of a date
# The own words of an event beside its text.
WORDS = ("date_words", "duration", "venue")


def keep(record: Event | Chronology | Format | Agreement, language: str) -> Content:
    """Return the words of a record, without what stands around them."""
    published = dates.printed(getattr(record, f"published_at_{language}"), language)
    words = {"title": "title", "lead": "lead", "body": record.body_field}
    texts = {name: getattr(record, f"{column}_{language}") for name, column in words.items()}
    content = {**texts, "published": {"text": published.text, "iso": published.iso}, "image": str(getattr(record, "image_id", "") or "")}
    if isinstance(record, Event):
        said = {name: getattr(record, f"{name}_{language}") for name in WORDS}
        content |= {"date": event_dates.words(record, language), **said}
    if isinstance(record, Agreement):
        validity: Any = record.validity
        content["validity"] = date_words.words(validity, language) if validity else ""
    return content


def show(content: Content, language: str) -> Content:
    """Return what the template of a version prints. A picture that is no longer public is not shown, and the page says so."""
    lead, body = (str(content.get(name, "")) for name in ("lead", "body"))
    image = Image.objects.filter(pk=content["image"]).first() if content.get("image") else None
    picture = picture_of(image, language)
    return {
        **content,
        "body": richtext.render(body, pictures=kept_figures(body, language), language=language),
        "description": description(lead, body),
        "image": picture,
        "lost_image": bool(content.get("image")) and picture is None,
    }
