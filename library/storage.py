"""Where the files of the library lie."""

import re
import secrets
from pathlib import PurePath

from django.core.files.storage import Storage, default_storage, storages


def originals() -> Storage:
    """Return the storage of originals, which nothing serves to the public."""
    return storages["originals"]


def renditions() -> Storage:
    """Return the storage of what the public may see, under names that cannot be guessed."""
    return default_storage


def original_path(_instance: object, filename: str) -> str:
    """Return a name of 128 random bits that keeps only the ending of `filename`, if that is a plain one."""
    suffix = PurePath(filename).suffix.lower()
    plain = re.fullmatch(r"\.[a-z0-9]{1,4}", suffix)
    return f"{secrets.token_hex(16)}{suffix if plain else ''}"


def document_path(instance: object, filename: str) -> str:
    """Return a name for the file of a document, in a folder of their own."""
    return f"documents/{original_path(instance, filename)}"
