"""Backups in a store that speaks S3 (BACKUP_TO=s3://…): the same files, in a “folder” of the bucket called by their moment."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.files import File

from config.storage_settings import bucket

SCHEME = "s3://"
# What is read from the store waits in memory up to this size, and on the disk beyond.
IN_MEMORY = 1 << 20


class StoreError(OSError):
    """The store cannot be reached, or refuses what is asked of it."""


@contextmanager
def reached() -> Iterator[None]:
    """Say in words of ours what the store's own client says."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - only a site that uses such a store has it

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StoreError(f"The store of the backups (BACKUP_TO): {error}") from error


class Store:
    """A bucket with nothing but backups."""

    def __init__(self, address: str) -> None:
        self.address = address

    def __str__(self) -> str:
        """Return its address without the secret in it."""
        parts = urlsplit(self.address)
        return f"{SCHEME}{parts.hostname}{parts.path}"

    @cached_property
    def storage(self) -> Any:  # Any: a storage of a package that may not be installed
        """The bucket. StoreError for an address that is none, or without the package."""
        try:
            from config.s3 import Closed  # noqa: PLC0415 - as above

            return Closed(**bucket(self.address), max_memory_size=IN_MEMORY)
        except ImproperlyConfigured as error:
            raise StoreError("BACKUP_TO: set an address such as s3://key:secret@s3.example.org/bucket?region=eu-central-1.") from error
        except ImportError as error:
            raise StoreError("BACKUP_TO: a store needs the package django-storages[s3] (docs/operations.md, “Files in a store”).") from error

    def names(self) -> list[str]:
        """Return the names of the backups and of what broken off ones left."""
        storage = self.storage
        with reached():
            return list(storage.listdir("")[0])

    def has(self, name: str, file: str) -> bool:
        """Tell whether a backup has a file."""
        storage = self.storage
        with reached():
            return bool(storage.exists(f"{name}/{file}"))

    def read(self, name: str, file: str) -> bytes:
        """Return a small file of a backup."""
        storage = self.storage
        with reached(), storage.open(f"{name}/{file}") as found:
            content: bytes = found.read()
            return content

    def about(self, name: str, file: str) -> dict[str, Any]:  # Any: as JSON has it
        """Return a file of a backup that is JSON."""
        found: dict[str, Any] = json.loads(self.read(name, file))
        return found

    def put(self, folder: Path, *, last: str) -> None:
        """Send a backup, the file that makes it whole at the end. What breaks off is taken back as far as the store can be reached."""
        storage = self.storage
        try:
            for path in sorted(folder.iterdir(), key=lambda path: path.name == last):
                with reached(), path.open("rb") as file:
                    storage.save(f"{folder.name}/{path.name}", File(file))
        except BaseException:
            self.remove(folder.name, first=last)
            raise

    def get(self, name: str, into: Path) -> Path:
        """Bring a backup into a folder; return its own folder there."""
        storage = self.storage
        (into / name).mkdir(parents=True)
        with reached():
            for file in storage.listdir(name)[1]:
                with storage.open(f"{name}/{file}") as found, (into / name / file).open("wb") as to:
                    shutil.copyfileobj(found, to, 1 << 20)
        return into / name

    def remove(self, name: str, *, first: str) -> None:
        """Remove a backup, the file that makes it whole at first."""
        storage = self.storage
        with reached():
            for file in sorted(storage.listdir(name)[1], key=lambda file: file != first):
                storage.delete(f"{name}/{file}")
