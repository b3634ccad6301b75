"""What follows from a change of an image: old files go, readers see the new ones, and nothing in use is lost."""

from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext_noop

from library import previews, renditions, usage
from library.models import Image
from publishing import changes
from publishing.where_used import Place


def changed(image: Image, before: Image | None, *, by: AbstractBaseUser) -> None:
    """Follow up on an image that was saved over `before`. Inside the transaction of the act."""
    old = originals(before) - originals(image) if before else set()
    transaction.on_commit(partial(forget_all, old), robust=True)
    is_public = image.uses.exists()
    action = gettext_noop("image changed") if before else gettext_noop("image added")
    changes.write_down(by=by, action=action, detail={"image": str(image.pk), "title": image.title}, public=is_public)
    if is_public:
        usage.follow([image.pk])


def deleted(image: Image, *, by: AbstractBaseUser) -> None:
    """Delete an image and, after the commit, its files. The database refuses if a record uses it."""
    old = originals(image)
    key = str(image.pk)
    image.delete()
    changes.write_down(by=by, action=gettext_noop("image deleted"), detail={"image": key, "title": image.title})
    transaction.on_commit(partial(forget_all, old), robust=True)


def originals(image: Image) -> set[str]:
    """Return the names of an image's files in the closed storage."""
    return {file.name or "" for file in renditions.files(image).values()}


def forget_all(names: set[str]) -> None:
    """Delete originals with their small pictures."""
    for name in names:
        previews.forget(name)


def places_of(image: Image) -> list[Place]:
    """Return what else shows the image, as editors call it."""
    return [Place("", str(usage.places()[use.kind].name)) for use in image.uses.all() if use.kind in usage.places()]
