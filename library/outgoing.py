"""Pictures and texts as they leave for other sites: only pictures that partners may use, with credit and licence."""

import uuid
from collections.abc import Iterable, Mapping

from django.utils.html import format_html

from library.models import Image
from library.pictures import Picture, picture_of, pictures_for
from publishing.fields.richtext import image_ids, render
from publishing.fields.richtext_render import Picture as Figure
from publishing.formats.feed import FeedImage
from publishing.navigation import absolute, record_address
from publishing.outgoing import for_other_sites
from publishing.publishable import Publishable


def pictures_in(texts: Iterable[str], language: str) -> dict[uuid.UUID, Picture]:
    """Return {image: picture} of those that some texts show and partners may use. One query, none where no text shows any."""
    found = pictures_for({key for text in texts for key in image_ids(text)}, language)
    return {key: picture for key, picture in found.items() if picture.partners_may_use}


def text_for_other_sites(text: str, page: str, language: str, pictures: Mapping[uuid.UUID, Picture]) -> str:
    """Return a stored text as other sites may print it; of the pictures in it, those given. `page` is the address of its page."""
    figures = {str(key): figure(picture) for key, picture in pictures.items()}
    return for_other_sites(render(text, pictures=figures, language=language), page)


def texts_for_other_sites(record: Publishable, name: str) -> dict[str, str]:
    """Return {language: HTML} of a text of a record, as other sites may print it, for the languages in which it can be read."""
    found = {}
    for code in record.available_languages:
        if text := getattr(record, f"{name}_{code}"):
            page = absolute(record_address(record, code))
            found[code] = text_for_other_sites(text, page, code, pictures_in([text], code))
    return found


def figure(picture: Picture) -> Figure:
    """Return a picture of a text, with its licence behind its credit."""
    tag = format_html('<img src="{}" width="{}" height="{}" alt="{}">', absolute(picture.src), str(picture.width), str(picture.height), picture.alt)
    return Figure(tag, picture.caption, picture.caption_lang, credit(picture), picture.credit_lang)


def credit(picture: Picture) -> str:
    """Return whom to name beside a picture, and under which licence it is given."""
    return ", ".join(filter(None, (picture.credit, str(picture.licence))))


def feed_image(image: Image | None, language: str) -> FeedImage | None:
    """Return the picture of a record as feeds carry it; None without one, or where partners may not use it."""
    picture = picture_of(image, language) if image is not None and image.partners_may_use else None
    if picture is None:
        return None
    return FeedImage(
        url=absolute(picture.src),
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        credit=picture.credit,
        holder=picture.holder,
        licence=str(picture.licence),
        licence_url=picture.licence_url,
    )
