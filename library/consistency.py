"""The library's derived rows and files against what they follow from; see `publishing.consistency`."""

import uuid
from collections.abc import Iterator

from library import brand, counts, images, renditions, storage, tags, usage
from library.documents import files as document_files
from library.documents import usage as documents
from library.models import Image, ImageUse, Tag, TagSpelling
from publishing.consistency import Check, register
from publishing.registry import record_type


def register_checks() -> None:
    """Add the library's checks to `manage.py check_content`. Uses come before files, which follow from them."""
    register(Check("counts of tags", counts.differences, counts.recount))
    register(Check("spellings of tags", spelling_differences, fix_spellings))
    register(Check("uses of images", use_differences, fix_uses))
    register(Check("files of images", file_differences, fix_files))
    register(Check("pictures of the site", brand.differences, brand.fix))
    register(Check("uses of documents", documents.differences, documents.fix))
    register(Check("files of documents", document_files.differences, document_files.fix))


def spelling_differences() -> Iterator[str]:
    """Yield each tag that is not found by what it is called, or is found by something else."""
    for tag, (should, are) in tags.missing_spellings().items():
        yield f"tag {tag}: found by {sorted(are)}, should be by {sorted(should)}"


def fix_spellings() -> None:
    """Write the spellings of those tags anew."""
    wrong = list(tags.missing_spellings())
    TagSpelling.objects.filter(tag__in=wrong).delete()
    for tag in Tag.objects.filter(pk__in=wrong):
        tags.spell(tag)


def uses() -> tuple[set[tuple[uuid.UUID, str, uuid.UUID]], set[tuple[uuid.UUID, str, uuid.UUID]]]:
    """Return the uses (image, kind, record) that there should be, and those that are kept."""
    should = {
        (image, record_type(model).kind, record.pk)
        for model in usage.registered()
        for record in model._default_manager.order_by("pk").iterator(chunk_size=500)
        for image in usage.shown_by(record)
    } | {(image, place.kind, place.key) for place in usage.places().values() for image in place.finder()}
    return should, set(ImageUse.objects.values_list("image", "kind", "record"))


def use_differences() -> Iterator[str]:
    """Yield each use that lacks or is too much."""
    should, are = uses()
    for image, kind, record in sorted(should ^ are, key=str):
        yield f"image {image}: {kind} {record} {'shows it, unknown to it' if (image, kind, record) in should else 'does not show it'}"


def fix_uses() -> None:
    """Write down the uses again."""
    should, are = uses()
    for image, _kind, record in are - should:
        ImageUse.objects.filter(image=image, record=record).delete()
    ImageUse.objects.bulk_create([ImageUse(image_id=image, kind=kind, record=record) for image, kind, record in should - are])


def file_differences() -> Iterator[str]:
    """Yield each image whose files are not those it should have, and each file that belongs to none."""
    named = set()
    for image in Image.objects.order_by("pk").iterator(chunk_size=500):
        named |= {entry["name"] for entry in image.renditions}
        if words := faults(image):
            yield f"image {image.pk}: {words}"
    for name in stray_files(named):
        yield f"{name}: belongs to no image"


def faults(image: Image) -> str:
    """Return in words what is wrong with the files of an image; "" if nothing is."""
    if not has_original(image):
        return "the original is missing"
    should = {each.name for each in renditions.goal_of(image)}
    named = {entry["name"] for entry in image.renditions}
    lost = [entry["name"] for entry in image.renditions if not whole(entry["name"], entry["bytes"])]
    found = {"missing": should - named, "too many": named - should, "lost or broken": lost}
    return ", ".join(f"{len(names)} {words}" for words, names in found.items() if names)


def has_original(image: Image) -> bool:
    """Tell whether every original of the image is there."""
    return all(storage.originals().exists(name) for name in images.originals(image))


def whole(name: str, size: int) -> bool:
    """Tell whether a file exists with its right size."""
    return storage.renditions().exists(name) and storage.renditions().size(name) == size


def stray_files(named: set[str]) -> Iterator[str]:
    """Yield files in the public storage of images that no image names."""
    public = storage.renditions()
    try:
        folders = sorted(public.listdir("images")[0])
    except FileNotFoundError:
        return
    for folder in folders:
        yield from sorted({f"images/{folder}/{name}" for name in public.listdir(f"images/{folder}")[1]} - named)


def fix_files() -> None:
    """Make what lacks, remove what is too much. An original that is missing cannot be made; it is told again next time."""
    named = set()
    for image in Image.objects.order_by("pk").iterator(chunk_size=500):
        good = [entry for entry in image.renditions if whole(entry["name"], entry["bytes"])]
        if good != image.renditions:
            Image.objects.filter(pk=image.pk).update(renditions=good)
        if has_original(image):
            renditions.settle(image.pk)
        named |= {entry["name"] for entry in Image.objects.values_list("renditions", flat=True).get(pk=image.pk)}
    renditions.remove(stray_files(named))
