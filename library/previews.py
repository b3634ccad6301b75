"""Small pictures for editors, of images that the public may not see. They lie beside the originals and are never served openly."""

import datetime as dt
import uuid
from io import BytesIO

from django.core import signing
from django.core.files.base import ContentFile, File
from django.http import FileResponse
from django.urls import reverse
from PIL import Image as Pillow

from library import renditions, storage
from library.models import Image
from publishing.previewing import Audience

WIDTHS = (160, 640, 1280)
USUAL = 640
SALT = "library.picture-of-shared-record"
# How long an address works that was given out with a shared preview, as long as its link does.
SHARED_FOR = dt.timedelta(days=1)
HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


def preview(image: Image, language: str, width: int) -> File:
    """Return a JPEG of one of the `WIDTHS`, of what readers of the language see; made when first looked at."""
    originals = renditions.files(image)
    original = originals.get(language) or originals[""]
    name = name_of(original.name or "", width)
    if not storage.originals().exists(name):
        storage.originals().save(name, ContentFile(made(original, width)))
    return storage.originals().open(name)


def served(image: Image, language: str, width: int) -> FileResponse:
    """Return a small picture as an answer that nobody keeps; OSError if the original is not there."""
    return FileResponse(preview(image, language, width), content_type="image/jpeg", headers=HEADERS)


def shared_address(image: Image, language: str, audience: Audience) -> str:
    """Return the address at which whoever has a link to a draft sees an image of it."""
    return reverse("preview_picture", args=[signing.dumps([str(audience.link), str(audience.record), str(image.pk), language], salt=SALT)])


def shared(signed: str) -> tuple[Audience, uuid.UUID, str]:
    """Return (audience, image, language) of such an address; signing.BadSignature if it is none of ours, or too old."""
    link, record, image, language = signing.loads(signed, salt=SALT, max_age=SHARED_FOR)
    return Audience(uuid.UUID(link), uuid.UUID(record)), uuid.UUID(image), language


def name_of(original: str, width: int) -> str:
    """Return the name of the small picture of an original."""
    return f"{original}-{width}.jpg"


def made(original: File, width: int) -> bytes:
    """Return a small JPEG of an original."""
    with original.open("rb") as opened, Pillow.open(opened) as source:
        source.draft("RGB", (width, width * source.height // source.width + 1))
        pixels = renditions.flat(source)
    pixels.thumbnail((width, pixels.height), Pillow.Resampling.LANCZOS)
    buffer = BytesIO()
    pixels.save(buffer, "JPEG", quality=75)
    return buffer.getvalue()


def forget(original: str) -> None:
    """Delete an original that no image has any more, with its small pictures."""
    for name in (original, *(name_of(original, width) for width in WIDTHS)):
        storage.originals().delete(name)
