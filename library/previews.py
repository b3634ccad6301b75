"""Small pictures for editors, of images that the public may not see. They lie beside the originals and are never served openly."""

from io import BytesIO

from django.core.files.base import ContentFile, File
from PIL import Image as Pillow

from library import renditions, storage
from library.models import Image

WIDTHS = (160, 640)


def preview(image: Image, language: str, width: int) -> File:
    """Return a JPEG of one of the `WIDTHS`, of what readers of the language see; made when first looked at."""
    originals = renditions.files(image)
    original = originals.get(language) or originals[""]
    name = name_of(original.name or "", width)
    if not storage.originals().exists(name):
        storage.originals().save(name, ContentFile(made(original, width)))
    return storage.originals().open(name)


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
