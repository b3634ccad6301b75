"""The files of a site: which there are, where an archive keeps them, and what one must be to come back."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.storage import Storage

from library import brand, intake, storage
from library.documents.intake import LOOK_SECONDS, inspected
from library.models import Image
from publishing.models import SiteSettings

PIECE = 1024 * 1024
# Folders of an archive -> how the names in them look, as the library gives them.
HEX = r"[0-9a-f]{32}"
NAMES = {
    "documents": re.compile(rf"documents/{HEX}\.(pdf|docx|xlsx|csv|zip)"),
    "originals": re.compile(rf"{HEX}(\.[a-z0-9]{{1,4}})?"),
    "site": re.compile(rf"{brand.FOLDER}/[0-9a-f]{{2}}/{HEX}\.png"),
}
FOLDER = "media"


def kind_of(name: str) -> str:
    """Return which folder of the archive a stored file belongs to; "" for a name that the library never gave."""
    return next((kind for kind, pattern in NAMES.items() if pattern.fullmatch(name)), "")


def storage_of(kind: str) -> Storage:
    """Return where files of a kind are stored."""
    return storage.renditions() if kind == "site" else storage.originals()


def in_archive(kind: str, name: str) -> str:
    """Return what a stored file is called in an archive."""
    return f"{FOLDER}/{name}" if name.startswith(f"{kind}/") else f"{FOLDER}/{kind}/{name}"


def from_archive(entry: str) -> tuple[str, str]:
    """Return (kind, name as stored) of an entry of an archive; ("", "") for one that is no such file."""
    rest = entry.removeprefix(f"{FOLDER}/")
    for kind in NAMES:
        for name in (rest, rest.removeprefix(f"{kind}/")):
            if kind_of(name) == kind and in_archive(kind, name) == entry:
                return kind, name
    return "", ""


def named_by_settings(row: SiteSettings) -> set[str]:
    """Return the files that the settings of a site name."""
    return brand.names(row)


def digest_of(file: IO[bytes] | File) -> str:
    """Return the SHA-256 of a file's content."""
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def is_there(kind: str, name: str, size: int, digest: str) -> bool:
    """Tell whether a file lies in its storage already, whole."""
    place = storage_of(kind)
    if not place.exists(name) or place.size(name) != size:
        return False
    with place.open(name) as file:
        return digest_of(file) == digest


def put(kind: str, name: str, file: File) -> None:
    """Store a file under its name; what an interrupted run left there of it goes."""
    place = storage_of(kind)
    place.delete(name)
    file.seek(0)
    place.save(name, file)


def refuse(kind: str, name: str, file: File) -> None:
    """Raise ValidationError for a file that the library would not have taken."""
    if kind == "documents":
        refuse_document(name, file)
    else:
        refuse_picture(file)
    file.seek(0)


def refuse_document(name: str, file: File) -> None:
    """Refuse what is no document of the kind that its name says."""
    if file.size > settings.DOCUMENT_MAX_BYTES:
        raise ValidationError("it is larger than DOCUMENT_MAX_BYTES allows here.")
    found = inspected("look", file, LOOK_SECONDS)
    if f".{found['kind']}" != PurePosixPath(name).suffix:
        raise ValidationError(f"its content is that of another kind of file ({found['kind']}).")


def refuse_picture(file: File) -> None:
    """Refuse what is no picture; its pixels are decoded when its copies are made."""
    if file.size > settings.IMAGE_MAX_BYTES:
        raise ValidationError("it is larger than IMAGE_MAX_BYTES allows here.")
    head = intake.peek(file)
    for looks_like, code, message in intake.REFUSED:
        if looks_like(head):
            raise ValidationError(str(message), code=code)
    intake.open_header(file)


def sizes(image: Image) -> Iterator[tuple[int, int]]:
    """Yield (width, height) as the original of an image says; nothing where it is missing."""
    name = image.file.name or ""
    if not storage.originals().exists(name):
        return
    with storage.originals().open(name) as file:
        yield intake.open_header(file).size
