"""The files of documents in the closed storage against the rows that name them."""

from collections.abc import Iterator

from library import storage
from library.models import DocumentFile

FOLDER = "documents"


def differences() -> Iterator[str]:
    """Yield each file that is missing or has another size, and each that belongs to no document."""
    named = set()
    for file in DocumentFile.objects.order_by("pk").iterator(chunk_size=500):
        name = file.file.name or ""
        named.add(name)
        if not storage.originals().exists(name):
            yield f"document {file.document_id}: the file {name} is missing"
        elif storage.originals().size(name) != file.bytes:
            yield f"document {file.document_id}: the file {name} is broken"
    for name in stray(named):
        yield f"{name}: belongs to no document"


def stray(named: set[str]) -> list[str]:
    """Return the files that no document names."""
    try:
        return sorted({f"{FOLDER}/{name}" for name in storage.originals().listdir(FOLDER)[1]} - named)
    except FileNotFoundError:
        return []


def fix() -> None:
    """Remove what belongs to no document. A file that is missing cannot be made; it is told again next time."""
    for name in stray(set(DocumentFile.objects.values_list("file", flat=True))):
        storage.originals().delete(name)
