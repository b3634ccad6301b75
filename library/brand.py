"""The site's own pictures, logo and icon: taken by the door for pictures, cut to what pages show, stored under secret names."""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image as Pillow

from library import renditions, storage
from library.intake import take
from publishing.models import SiteSettings

FOLDER = "site"
# Twice the room that the masthead of the front page gives a logo, and what it may weigh: every reader fetches it.
LOGO_BOX = (720, 144)
LOGO_BYTES = 30_000
# The least a logo needs to be sharp where it is shown small.
LOGO_HEIGHT = 36
# Sides of the icon, in pixels: tabs, bookmarks and old browsers, home screens of phones.
TOUCH = 180
SIDES = (32, 96, TOUCH)
COLOURS = 256
# A file younger than this may belong to a form that is being saved.
FRESH = dt.timedelta(hours=1)


def drawn_logo(upload: File) -> tuple[int, int, bytes]:
    """Return (width, height, PNG) of a logo; ValidationError, in the owner's words, if it cannot be one."""
    with Pillow.open(take(upload)) as source:
        pixels = source.convert("RGBA")
    if pixels.height < LOGO_HEIGHT:
        raise ValidationError(_("This logo is too small: it needs a height of %(least)d pixels."), code="too_small", params={"least": LOGO_HEIGHT})
    width, height = LOGO_BOX
    pixels.thumbnail(LOGO_BOX, Pillow.Resampling.LANCZOS)
    while len(data := png(pixels)) > LOGO_BYTES and height > LOGO_HEIGHT:
        width, height = width * 3 // 4, height * 3 // 4
        pixels.thumbnail((width, height), Pillow.Resampling.LANCZOS)
    return pixels.width, pixels.height, data


def drawn_icon(upload: File) -> dict[str, bytes]:
    """Return {side: PNG} of an icon; ValidationError, in the owner's words, if it cannot be one."""
    with Pillow.open(take(upload)) as source:
        pixels = source.convert("RGBA")
    if min(pixels.size) < TOUCH:
        raise ValidationError(_("This icon is too small: it needs %(least)d × %(least)d pixels or more."), code="too_small", params={"least": TOUCH})
    square = Pillow.new("RGBA", (max(pixels.size),) * 2)
    square.paste(pixels, ((square.width - pixels.width) // 2, (square.height - pixels.height) // 2))
    sized = {side: square.resize((side, side), Pillow.Resampling.LANCZOS) for side in SIDES}
    # Phones put black behind what is transparent.
    sized[TOUCH] = renditions.flat(sized[TOUCH])
    return {str(side): png(picture) for side, picture in sized.items()}


def png(pixels: Pillow.Image) -> bytes:
    """Return a PNG; of few colours where all of them would weigh too much."""
    buffer = BytesIO()
    pixels.save(buffer, "PNG", optimize=True)
    if buffer.tell() > LOGO_BYTES:
        buffer = BytesIO()
        pixels.quantize(COLOURS, Pillow.Quantize.FASTOCTREE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def stored(data: bytes) -> str:
    """Store a file; return its name, of 128 random bits."""
    secret = secrets.token_hex(16)
    return storage.renditions().save(f"{FOLDER}/{secret[:2]}/{secret}.png", ContentFile(data))


def names(settings: SiteSettings) -> set[str]:
    """Return the files that the settings name."""
    return {kept["name"] for kept in (settings.logo, settings.logo_dark) if kept} | set(settings.icon.values())


def remove(found: Iterable[str]) -> None:
    """Delete files, whether they exist or not."""
    renditions.remove(found)


def named() -> set[str]:
    """Return the files that the site shows now."""
    return {name for settings in SiteSettings.objects.all() for name in names(settings)}


def differences() -> Iterator[str]:
    """Yield each picture of the site whose file is missing, and each file that the settings do not name."""
    shown = named()
    for name in sorted(shown):
        if not storage.renditions().exists(name):
            yield f"{name}: the file is missing; give the site its picture anew"
    for name in stray(shown):
        yield f"{name}: the settings do not name it"


def stray(shown: set[str]) -> list[str]:
    """Return files that nothing shows and nobody is about to."""
    public = storage.renditions()
    try:
        folders = sorted(public.listdir(FOLDER)[0])
    except FileNotFoundError:
        return []
    found = {f"{FOLDER}/{folder}/{name}" for folder in folders for name in public.listdir(f"{FOLDER}/{folder}")[1]} - shown
    return sorted(name for name in found if timezone.now() - public.get_modified_time(name) > FRESH)


def fix() -> None:
    """Delete what nothing shows. A file that is missing cannot be made; it is told again next time."""
    remove(stray(named()))
