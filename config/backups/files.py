"""The files of the library as they are at one moment: held in a folder until they are in the backup."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

# What is saved, by the name of its folder in a backup: the storage that it lies in.
STORAGES = {"originals": "originals", "media": "default"}


def folder_of(storage: Storage) -> Path | None:
    """Return the folder of a storage; None for a store that is none of this machine."""
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None


def folders() -> dict[str, Path]:
    """Return the folders of this machine that hold files of the library, by their names in a backup."""
    found = {part: folder_of(storages[alias]) for part, alias in STORAGES.items()}
    return {part: folder for part, folder in found.items() if folder is not None}


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Yield the names of all files of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}{name}" for name in sorted(files))
    for name in sorted(folders):
        yield from names(storage, f"{folder}{name}/")


def hold(held: Path) -> None:
    """Take every file into a folder, so that one removed meanwhile is still there; may be asked again for what is new.

    From a folder of the same disk it is a link, which costs no room; from a store a copy, which needs room for all of them. Names
    are drawn at random and never used twice, so a file that is held is as its row knows it.
    """
    for part, alias in STORAGES.items():
        storage = storages[alias]
        for name in names(storage):
            to = held / part / name
            if not to.exists():
                to.parent.mkdir(parents=True, exist_ok=True)
                take(storage, name, to)


def take(storage: Storage, name: str, to: Path) -> None:
    """Link a file, or copy it where it cannot be linked; one that has just been removed is left out."""
    folder = folder_of(storage)
    with suppress(FileNotFoundError):
        if folder is not None:
            try:
                os.link(folder / name, to)
            except FileNotFoundError:
                raise
            except OSError:
                shutil.copy2(folder / name, to)
            return
        begun = to.with_name(f"{to.name}.part")
        with storage.open(name) as file, begun.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
        begun.rename(to)


def any_there(*, but_stores: bool = False) -> bool:
    """Tell whether the library has files already, looking at folders of this machine alone if so told."""
    looked_at = [storages[alias] for alias in STORAGES.values()]
    return any(next(names(storage), None) is not None for storage in looked_at if folder_of(storage) is not None or not but_stores)


def put_back(source: Path) -> None:
    """Put the files of an opened backup where the library looks for them; of a store, over what a broken off restore put there."""
    for part, alias in STORAGES.items():
        storage = storages[alias]
        folder = folder_of(storage)
        if folder is not None:
            move(source / part, folder)
            continue
        for path in sorted(path for path in (source / part).rglob("*") if path.is_file()):
            name = str(path.relative_to(source / part))
            # A store that gave it another name would lose it: the row knows this one.
            storage.delete(name)
            with path.open("rb") as file:
                storage.save(name, File(file))


def move(source: Path, to: Path) -> None:
    """Move a folder of the workshop to where the library looks for it; it is on the same disk."""
    if to.exists():
        # Nothing but empty folders.
        shutil.rmtree(to)
    to.parent.mkdir(parents=True, exist_ok=True)
    if source.exists():
        shutil.move(source, to)
    else:
        to.mkdir()


def workshop() -> Path:
    """Return the folder where backups are put together and taken apart, on the disk of the files."""
    return Path(settings.DATA_DIR) / "backing-up"
