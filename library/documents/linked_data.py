"""What machines read of documents: schema.org as JSON-LD 1.1, in one language."""

from typing import Any

from library.documents.listed import ListedDocument, ListedFile
from publishing import navigation


def media_object(document: ListedDocument, file: ListedFile) -> dict[str, str]:
    """Return a file as schema.org says it."""
    found = {
        "@type": "MediaObject",
        "name": document.title,
        "contentUrl": navigation.absolute(file.url),
        "encodingFormat": file.media_type.partition(";")[0],
        "contentSize": f"{file.bytes} B",
        "inLanguage": file.language,
        "uploadDate": file.uploaded.iso,
        "sha256": file.digest,
        "license": document.licence_url,
    }
    return {name: value for name, value in found.items() if value}


def media_objects(document: ListedDocument) -> list[dict[str, str]]:
    """Return the files of a document, none where partners may not use it: what machines read is taken along."""
    return [media_object(document, file) for file in document.files] if document.partners_may_use else []


def digital_document(document: ListedDocument, description: str, language: str) -> dict[str, Any]:  # Any: JSON
    """Return the document as schema.org says it: nothing that a reader does not see on the page."""
    found = {
        "@context": "https://schema.org",
        "@type": "DigitalDocument",
        "@id": navigation.absolute(document.url),
        "url": navigation.absolute(document.url),
        "name": document.title,
        "description": description,
        "inLanguage": language,
        "license": document.licence_url,
        "encoding": media_objects(document),
    }
    return {name: value for name, value in found.items() if value}
