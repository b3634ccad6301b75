"""Pictures in the read API."""

from library.models import Image
from library.pictures import pictures_for
from publishing import languages
from publishing.api import translations
from publishing.navigation import absolute


def image_data(image: Image) -> dict[str, object] | None:
    """Return what a partner needs to print a picture; None while it has no public file."""
    pictures = {code: pictures_for([image.pk], code).get(image.pk) for code in languages.codes()}
    urls = {code: absolute(picture.src) for code, picture in pictures.items() if picture is not None}
    if not urls:
        return None
    return {
        "url": urls,
        "alt": translations(image, "alt"),
        "caption": translations(image, "caption"),
        "credit": translations(image, "credit"),
        "licence": image.licence,
    }
