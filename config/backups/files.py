"""The files of the library as they are at one moment: held by links, which cost no room, until they are in the backup."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

# What is saved, by the name of its folder in a backup: the storage that it lies in.
STORAGES = {"originals": "originals", "media": "default"}


class PlaceError(Exception):
    """The files lie where they cannot be held."""


def folders() -> dict[str, Path]:
    """Return the folders of the library by their names in a backup. PlaceError for a storage that is none of this machine."""
    found = {}
    for name, alias in STORAGES.items():
        storage = storages[alias]
        if not isinstance(storage, FileSystemStorage):
            raise PlaceError(
                f"The files of “{name}” lie in a store of their own. Let it keep versions: only what is on this disk goes into a backup."
            )
        found[name] = Path(storage.location)
    return found


def hold(held: Path) -> None:
    """Link every file into a folder of the same disk, so that one removed meanwhile is still there; may be asked again for what is new.

    Names are drawn at random and never used twice, so a file that is held is as its row knows it.
    """
    for name, folder in folders().items():
        for path in sorted(folder.rglob("*")):
            if not path.is_file():
                continue
            to = held / name / path.relative_to(folder)
            if not to.exists():
                to.parent.mkdir(parents=True, exist_ok=True)
                take(path, to)


def take(path: Path, to: Path) -> None:
    """Link a file, or copy it where the disk knows no links; one that has just been removed is left out."""
    with suppress(FileNotFoundError):
        try:
            os.link(path, to)
        except OSError:
            shutil.copy2(path, to)


def any_there() -> bool:
    """Tell whether the library has files already."""
    return any(path.is_file() for folder in folders().values() for path in folder.rglob("*"))


def workshop() -> Path:
    """Return the folder where backups are put together and taken apart, on the disk of the files."""
    return Path(settings.DATA_DIR) / "backing-up"
