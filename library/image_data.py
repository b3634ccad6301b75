"""Pictures in the read API."""

from typing import TypedDict

from library.models import Document, Image
from library.pictures import pictures_for
from publishing import languages, licences
from publishing.api.texts import ByLanguage, translations
from publishing.navigation import absolute


class ImageData(TypedDict):
    """A picture that partners may use; print the credit with it."""

    url: ByLanguage
    alt: ByLanguage
    caption: ByLanguage
    credit: ByLanguage
    holder: ByLanguage
    licence: str
    licence_url: str
    partners_may_use: bool


def image_data(image: Image) -> ImageData | None:
    """Return what a partner needs to print a picture; None while it has no public file."""
    pictures = {code: pictures_for([image.pk], code).get(image.pk) for code in languages.codes()}
    urls = ByLanguage({code: absolute(picture.src) for code, picture in pictures.items() if picture is not None})
    if not urls:
        return None
    return {
        "url": urls,
        "alt": translations(image, "alt"),
        "caption": translations(image, "caption"),
        "credit": translations(image, "credit"),
        "holder": holder_of(image),
        "licence": image.licence,
        "licence_url": licences.named(image.licence)[1],
        "partners_may_use": image.partners_may_use,
    }


def holder_of(owned: Image | Document) -> ByLanguage:
    """Return whose the rights of a picture or a document are: whom the credit names, where nobody else is said."""
    return translations(owned, "holder") or translations(owned, "credit")
