"""Which published records show which images. The apps above say how an image is found in their records."""

import logging
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.functional import Promise

from library import renditions
from library.models import Image, ImageUse
from library.tasks import make_renditions
from publishing.publishable import Publishable
from publishing.registry import record_type

logger = logging.getLogger(__name__)

_by_task: ContextVar[bool] = ContextVar("files_by_task", default=False)

# What finds the images that the public sees on a record of a type.
Finder = Callable[[Any], Collection[uuid.UUID]]  # Any: a record of the type it is registered for
_finders: dict[type[Publishable], Finder] = {}


@dataclass(frozen=True)
class Place:
    """What shows images without being a record: its word and key among the uses, what editors call it, what finds the images."""

    kind: str
    key: uuid.UUID
    name: Promise | str
    finder: Callable[[], set[uuid.UUID]]


_places: dict[str, Place] = {}


def register(model: type[Publishable], finder: Finder) -> None:
    """Say how to find the images on records of `model`; its record type runs `settle` after each step."""
    _finders[model] = finder


def registered() -> dict[type[Publishable], Finder]:
    """Return the record types that show images."""
    return _finders


def register_place(place: Place) -> None:
    """Make a place known that shows images; what changes it runs `settle_place`."""
    _places[place.kind] = place


def places() -> dict[str, Place]:
    """Return the places that show images without being records, by their word."""
    return _places


def shown_by(record: Publishable) -> set[uuid.UUID]:
    """Return the images that the public sees on the record, now or at its scheduled moment."""
    if not (record.is_live or record.is_scheduled):
        return set()
    found = set(_finders[type(record)](record))
    return set(Image.objects.filter(pk__in=found).values_list("pk", flat=True)) if found else set()


def settle(record: Publishable) -> None:
    """Bring the uses of images by a record up to date; after the commit, the files. Inside the transaction of the act."""
    shown = shown_by(record)
    if shown or not record.is_begun:
        settle_uses(record_type(record).kind, record.pk, shown)


def settle_place(place: Place) -> None:
    """Bring the uses of images by a place up to date. Inside the transaction of the act."""
    settle_uses(place.kind, place.key, place.finder())


def settle_uses(kind: str, key: uuid.UUID, shown: set[uuid.UUID]) -> None:
    """Write down which images something shows; their files follow."""
    known = set(ImageUse.objects.filter(record=key).values_list("image", flat=True))
    if shown == known:
        return
    ImageUse.objects.filter(record=key, image__in=known - shown).delete()
    ImageUse.objects.bulk_create([ImageUse(image_id=image, kind=kind, record=key) for image in shown - known], ignore_conflicts=True)
    follow(shown ^ known)


@contextmanager
def files_by_task() -> Iterator[None]:
    """Leave all files of images that become public inside the block to the worker: an archive shows thousands of them."""
    token = _by_task.set(True)
    try:
        yield
    finally:
        _by_task.reset(token)


def follow(images: Collection[uuid.UUID]) -> None:
    """Let the files of images follow what this transaction says of them: JPEG right after it, for the next reader; the rest by a task.

    The task is part of the transaction: a process that is killed right behind it leaves no file of a picture that was withdrawn.
    """
    for image in sorted(images, key=str):
        make_renditions.enqueue(str(image))
    # Robust: the record is public already, and a picture that cannot be made must not look like a failed publication.
    transaction.on_commit(partial(settle_at_once, images), robust=True)


def settle_at_once(images: Collection[uuid.UUID]) -> None:
    """Make the files that the next reader needs, and remove those that nobody is to see, unless the worker is to do all of it."""
    for image in sorted(images, key=str) if not _by_task.get() else ():
        try:
            renditions.settle(image, formats=renditions.AT_ONCE)
        except Exception:  # whatever a storage or a decoder raises; the task tries again
            logger.exception("The files of image %s could not be made at once.", image)
