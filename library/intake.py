"""The door for pictures: what comes in is checked before it is decoded, and written anew without anything but its pixels."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageCms, ImageOps
from PIL.JpegImagePlugin import JpegImageFile, get_sampling

# Format as Pillow calls it -> (the format it is stored in, ending of the stored file). An MPO is a JPEG, as some phones write it,
# with more pictures behind the first.
ACCEPTED = {
    "JPEG": ("JPEG", "jpg"),
    "MPO": ("JPEG", "jpg"),
    "PNG": ("PNG", "png"),
    "WEBP": ("WEBP", "webp"),
    "AVIF": ("AVIF", "avif"),
}
READERS = ["JPEG", "PNG", "WEBP", "AVIF"]
# How originals are written, by format.
WRITTEN: dict[str, dict[str, int]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 95},
    "AVIF": {"quality": 90, "speed": 8},
}
# The EXIF tag that says which way is up.
ORIENTATION = 0x0112
# Nothing narrower or lower is worth a place in an article.
SMALLEST_SIDE = 16

# What the first bytes say about files that editors send and we refuse.
REFUSED: list[tuple[Callable[[bytes], bool], str, object]] = [
    (
        lambda head: b"<svg" in head.lower(),
        "svg",
        gettext_lazy("SVG pictures are not accepted, because they can carry scripts. Save the picture as PNG."),
    ),
    (
        lambda head: head.startswith((b"GIF87a", b"GIF89a")),
        "gif",
        gettext_lazy("GIF pictures are not accepted. Save the picture as PNG; a moving picture belongs on a video site."),
    ),
    (
        lambda head: head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"},
        "heic",
        gettext_lazy("HEIC pictures are not accepted, because few browsers show them. Save the picture as JPEG."),
    ),
    (
        lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml", b"<script", b"<head", b"<body")),
        "html",
        gettext_lazy("This is a web page or a text, not a picture, whatever its name says."),
    ),
]


def take(upload: File) -> ContentFile:
    """Return `upload` as the library stores it: upright, in sRGB, without metadata. ValidationError, in an editor's words, if it is refused."""
    refuse_by_size(upload)
    head = peek(upload)
    for looks_like, code, message in REFUSED:
        if looks_like(head):
            raise ValidationError(str(message), code=code)
    image = open_header(upload)
    stored_as, ending = ACCEPTED[image.format or ""]
    try:
        written = rewrite(image, stored_as)
    except Exception as error:  # decoders raise whatever broken bytes lead them to
        raise ValidationError(_("This picture is damaged or incomplete. Open it and save it anew, then try again."), code="damaged") from error
    return ContentFile(written, name=f"picture.{ending}")


def refuse_by_size(upload: File) -> None:
    """Raise ValidationError if the file is larger than we read, or empty."""
    if upload.size > settings.IMAGE_MAX_BYTES:
        raise ValidationError(
            _("This file is too large: at most %(limit)s are accepted."),
            code="too_large",
            params={"limit": filesizeformat(settings.IMAGE_MAX_BYTES)},
        )
    if not upload.size:
        raise ValidationError(_("This file is empty."), code="empty")


def peek(upload: File) -> bytes:
    """Return the first bytes of the file."""
    upload.seek(0)
    head = upload.read(1024)
    upload.seek(0)
    return head


def open_header(upload: File) -> Image.Image:
    """Read what the file says of itself, without decoding it, and refuse what is no picture of ours or too big to decode."""
    try:
        # By content: Pillow tries these formats only, and does not look at the name.
        image = Image.open(upload, formats=READERS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise too_many_pixels() from error
    except Exception as error:  # the readers of the formats raise whatever broken bytes lead them to
        raise ValidationError(_("This is not a picture we can read. JPEG, PNG, WebP and AVIF are accepted."), code="not_a_picture") from error
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise too_many_pixels()
    if min(image.size) < SMALLEST_SIDE:
        raise ValidationError(
            _("This picture is too small: %(width)d × %(height)d pixels."),
            code="too_small",
            params=dict(zip(("width", "height"), image.size, strict=True)),
        )
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise ValidationError(_("Moving pictures are not accepted. Send a still one, or put the film on a video site."), code="animated")
    return image


def too_many_pixels() -> ValidationError:
    """Return the refusal of a picture that would take too much memory."""
    return ValidationError(
        _("This picture has too many pixels: at most %(limit)d million are accepted. Make it smaller first."),
        code="too_many_pixels",
        params={"limit": settings.IMAGE_MAX_PIXELS // 1_000_000},
    )


def rewrite(image: Image.Image, stored_as: str) -> bytes:
    """Decode the picture and write it anew, upright and in sRGB, with nothing attached.

    A PNG loses nothing. A JPEG that need not be turned or recoloured keeps its own tables, and so practically all of itself.
    The others lose what no eye sees.
    """
    image.load()
    as_it_was = stored_as == "JPEG" and "icc_profile" not in image.info and image.getexif().get(ORIENTATION, 1) == 1
    pixels = plain_mode(in_srgb(ImageOps.exif_transpose(image), image.info.get("icc_profile")))
    # What the writers of some formats would copy into the file by themselves: comments, profiles, resolution.
    pixels.info = {}
    options: dict[str, Any] = dict(WRITTEN[stored_as])  # Any: each writer has options of its own types
    if as_it_was and isinstance(image, JpegImageFile) and pixels.mode == image.mode:
        options = {"qtables": image.quantization, "subsampling": get_sampling(image)}
    buffer = BytesIO()
    pixels.save(buffer, stored_as, **options)
    return buffer.getvalue()


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert colours to sRGB by the picture's own profile; a profile that does not fit the picture is ignored."""
    if not profile:
        return image
    if image.mode == "P":
        image = image.convert("RGBA")
    mode = "RGB" if image.mode == "CMYK" else image.mode
    try:
        converted = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode=mode)
    except ImageCms.PyCMSError:
        return image
    return converted or image


def plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture in one of L, RGB, RGBA."""
    if image.mode.startswith("I"):
        # Sixteen bits a pixel: Pillow would cut off everything above 255 instead of scaling.
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("L" if image.mode in {"1", "LA"} else "RGB")
