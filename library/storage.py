"""Where the files of the library lie."""

import secrets
from pathlib import PurePath

from django.core.files.storage import Storage, storages


def originals() -> Storage:
    """Return the storage of originals, which nothing serves to the public."""
    return storages["originals"]


def original_path(_instance: object, filename: str) -> str:
    """Return a name of 128 random bits that keeps only the ending of `filename`."""
    return f"{secrets.token_hex(16)}{PurePath(filename).suffix.lower()[:5]}"
