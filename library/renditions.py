"""The files that readers get of an image: made when a published record first uses it, removed when the last one is withdrawn.

An image's `renditions` column says which of them exist; pages name no others. JPEG is made at once, the rest by a task.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from io import BytesIO
from math import ceil

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.db.models.fields.files import ImageFieldFile
from django.utils.translation import gettext_noop
from PIL import Image as Pillow

from library import storage
from library.models import Image
from publishing import changes, languages

# Formats by their file ending: what Pillow calls them, qualities to try until a file is small enough, other options.
FORMATS: dict[str, tuple[str, tuple[int, ...], dict[str, object]]] = {
    "avif": ("AVIF", (62, 52, 42, 32), {"speed": 8}),
    "webp": ("WEBP", (80, 68, 56, 44), {"method": 4}),
    "jpg": ("JPEG", (82, 70, 58, 46), {"progressive": True, "optimize": True}),
}
AT_ONCE = frozenset({"jpg"})
# Bytes that a file for a phone may have, and up to which width; wider ones may have more, by their area.
PHONE_BYTES = 30_000
PHONE_WIDTH = 640


@dataclass(frozen=True)
class Recipe:
    """One way to cut and size an image."""

    widths: tuple[int, ...]
    ratio: tuple[int, int] | None = None
    formats: tuple[str, ...] = tuple(FORMATS)


RECIPES = {
    # The whole picture.
    "full": Recipe((320, 640, 960, 1280)),
    # Cut round the focal point, for lists.
    "thumb": Recipe((160, 320, 480, 960), ratio=(3, 2)),
    # What social networks show beside a link.
    "card": Recipe((1200,), ratio=(1200, 630), formats=("jpg",)),
}


@dataclass(frozen=True)
class Rendition:
    """One file. `language` is "" unless readers of that language see a picture of their own."""

    language: str
    recipe: str
    format: str
    width: int
    height: int
    name: str


# Left, top, right, bottom, in pixels of the original.
Box = tuple[float, float, float, float]


def files(image: Image) -> dict[str, ImageFieldFile]:
    """Return the originals of an image: "" for the one that all see, and those of single languages."""
    variants = {code: getattr(image, f"file_variant_{code}") for code in languages.codes()}
    return {"": image.file, **{code: file for code, file in variants.items() if file}}


def box_of(size: tuple[int, int], ratio: tuple[int, int] | None, focus: tuple[int, int]) -> Box:
    """Return the largest part of a picture that has the ratio, as near to the focal point (in per cent) as it can lie."""
    width, height = size
    if ratio is None:
        return (0, 0, width, height)
    part_width = min(width, height * ratio[0] / ratio[1])
    part_height = part_width * ratio[1] / ratio[0]
    left = min(max(focus[0] / 100 * width - part_width / 2, 0), width - part_width)
    top = min(max(focus[1] / 100 * height - part_height / 2, 0), height - part_height)
    return (left, top, left + part_width, top + part_height)


def ladder(available: float, widths: Collection[int]) -> list[int]:
    """Return those of the widths that need no enlarging, and the picture's own width where it stands below the last of them."""
    steps = [width for width in widths if width <= available]
    return steps if len(steps) == len(widths) else [*steps, int(available)] if int(available) not in steps else steps


def wanted(image: Image) -> list[Rendition]:
    """Return the files that a public image has."""
    return [rendition for language, file in files(image).items() for rendition in wanted_of(image, language, file)]


def wanted_of(image: Image, language: str, file: ImageFieldFile) -> Iterator[Rendition]:
    """Yield the files made of one original. Their names cannot be guessed: they are drawn from the original's random name."""
    size = (image.width, image.height) if language == "" else (file.width, file.height)
    for recipe_name, recipe in RECIPES.items():
        focus = (image.focal_x, image.focal_y) if recipe.ratio else (50, 50)
        left, top, right, bottom = box_of(size, recipe.ratio, focus)
        for width in ladder(right - left, recipe.widths):
            height = max(1, round(width * (bottom - top) / (right - left)))
            for ending in recipe.formats:
                secret = f"{image.pk} {file.name} {recipe_name} {recipe} {focus} {width} {FORMATS[ending]}"
                name = blake2b(secret.encode(), digest_size=16).hexdigest()
                yield Rendition(language, recipe_name, ending, width, height, f"images/{name[:2]}/{name}.{ending}")


def settle(image_id: uuid.UUID, *, formats: Collection[str] = tuple(FORMATS)) -> None:
    """Bring an image's files to what its use asks for: make those that lack, in `formats`, and remove what is not to be public.

    Encoding takes seconds, so it happens outside the transaction; if the image changes meanwhile, it begins again.
    """
    while True:
        image = Image.objects.filter(pk=image_id).first()
        if image is None:
            return
        goal = goal_of(image)
        known = {entry["name"] for entry in image.renditions}
        made = make(image, [each for each in goal if each.name not in known and each.format in formats])
        if write(image_id, goal, made):
            return


def goal_of(image: Image) -> list[Rendition]:
    """Return the files that the image should have: none while no published record uses it."""
    return wanted(image) if image.uses.exists() else []


def write(image_id: uuid.UUID, goal: list[Rendition], made: Mapping[str, int]) -> bool:
    """Enter what was made and remove what is no longer wanted; False if the image changed while it was made."""
    with transaction.atomic():
        image = Image.objects.select_for_update().filter(pk=image_id).first()
        known = {entry["name"]: entry for entry in image.renditions} if image else {}
        if image is not None and goal_of(image) != goal:
            return False
        entries = [known.get(each.name) or {**asdict(each), "bytes": made[each.name]} for each in goal if each.name in known or each.name in made]
        if image is not None and entries != image.renditions:
            Image.objects.filter(pk=image_id).update(renditions=entries)
            changes.touch(action=gettext_noop("copies of a picture made"), image=str(image_id))
        # Under the lock, so that a publication which begins to use the image now makes its files after this, not before.
        remove((known.keys() | made.keys()) - {entry["name"] for entry in entries})
    return True


def make(image: Image, missing: list[Rendition]) -> dict[str, int]:
    """Write files; return their sizes in bytes by name."""
    made = {}
    originals = files(image)
    for language in dict.fromkeys(each.language for each in missing):
        for rendition, data in rendered(image, originals[language], [each for each in missing if each.language == language]):
            put(rendition.name, data)
            made[rendition.name] = len(data)
    return made


def rendered(image: Image, file: File, asked: Iterable[Rendition]) -> Iterator[tuple[Rendition, bytes]]:
    """Yield files made of one original, decoding it once, and each size once for all its formats."""
    by_size: dict[tuple[str, int, int], list[Rendition]] = {}
    for each in asked:
        by_size.setdefault((each.recipe, each.width, each.height), []).append(each)
    with file.open("rb") as opened, Pillow.open(opened) as source:
        size = source.size
        boxes = {name: box_of(size, recipe.ratio, (image.focal_x, image.focal_y)) for name, recipe in RECIPES.items()}
        scale = max(width / (boxes[name][2] - boxes[name][0]) for name, width, _height in by_size)
        # A JPEG can be decoded at a half, a quarter or an eighth, as long as nothing is enlarged.
        source.draft("RGB", (ceil(size[0] * scale), ceil(size[1] * scale)))
        pixels = flat(source)
    shrunk = pixels.width / size[0], pixels.height / size[1]
    for (name, width, height), group in by_size.items():
        left, top, right, bottom = boxes[name]
        box = (left * shrunk[0], top * shrunk[1], right * shrunk[0], bottom * shrunk[1])
        sized = pixels.resize((width, height), Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        for rendition in group:
            yield rendition, encode(sized, rendition.format)


def flat(source: Pillow.Image) -> Pillow.Image:
    """Return the picture without transparency, on white: drawings are made for paper, and vanish on a dark page."""
    if not source.has_transparency_data:
        return source.convert("RGB")
    pixels = source.convert("RGBA")
    paper = Pillow.new("RGBA", pixels.size, "white")
    return Pillow.alpha_composite(paper, pixels).convert("RGB")


def encode(pixels: Pillow.Image, ending: str) -> bytes:
    """Return the picture in a format, at the best quality that is small enough, or at the last one."""
    kind, qualities, options = FORMATS[ending]
    limit = PHONE_BYTES * max(1, (pixels.width / PHONE_WIDTH) ** 2)
    for quality in qualities:
        buffer = BytesIO()
        pixels.save(buffer, kind, quality=quality, **options)
        if buffer.tell() <= limit:
            break
    return buffer.getvalue()


def put(name: str, data: bytes) -> None:
    """Store a file; one that is there already, and whole, stays."""
    files_of_public = storage.renditions()
    if files_of_public.exists(name):
        if files_of_public.size(name) == len(data):
            return
        files_of_public.delete(name)
    files_of_public.save(name, ContentFile(data))


def remove(names: Iterable[str]) -> None:
    """Delete files, whether they exist or not."""
    for name in names:
        storage.renditions().delete(name)
