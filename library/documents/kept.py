"""Documents in the published versions of a record: words as they were, and files at the addresses of what they were then."""

import uuid
from collections.abc import Sequence
from typing import Any

from library.documents.listed import documents_on
from library.documents.usage import public_among
from library.models import DocumentFile, DocumentRow
from publishing import languages, navigation

# Titles as they were, and keys of files, which may stop being public.
Content = list[dict[str, Any]]  # Any: texts, and lists of rows


def keep(rows: type[DocumentRow], record: uuid.UUID, language: str, known: Sequence[DocumentRow] | None = None) -> Content:
    """Return what the page of a record lists; its rows may be `known` already."""
    return [
        {
            "id": str(document.id),
            "short_id": document.short_id,
            "title": document.title,
            "lang": document.lang,
            "files": [
                {
                    "language": file.language,
                    "number": file.number,
                    "kind": file.kind,
                    "media_type": file.media_type,
                    "size": file.size,
                    "pages": file.pages,
                }
                for file in document.files
            ],
        }
        for document in documents_on(rows, record, language, licence="", known=known)
    ]


def show(content: Content, language: str) -> Content:
    """Return what the page of a version lists: without addresses where a document is no longer public, or a file was taken back."""
    public = {str(key) for key in public_among({uuid.UUID(document["id"]) for document in content})}
    open_files = set(
        DocumentFile.objects.filter(document__in=public, withdrawn_at__isnull=True).values_list("document", "language", "number") if public else []
    )
    return [
        {
            **document,
            "url": navigation.address("library:document", language, short_id=document["short_id"]) if document["id"] in public else "",
            "files": [
                {**file, "language_name": navigation.name_of(file["language"]), "url": version_address(document, file)}
                for file in document["files"]
                if file["language"] in languages.codes() and (uuid.UUID(document["id"]), file["language"], file["number"]) in open_files
            ],
        }
        for document in content
    ]


def version_address(document: dict[str, Any], file: dict[str, Any]) -> str:  # Any: as above
    """Return where a version of a file is fetched."""
    return navigation.address("library:document_version", file["language"], short_id=document["short_id"], number=file["number"])
