"""What the page of a document shows."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from library.documents.linked_data import digital_document
from library.documents.listed import DOCUMENT, FILE, ListedDocument, ListedFile, listed, listed_file
from library.documents.usage import records_showing
from library.models import Document, DocumentFile
from publishing import languages, navigation
from publishing.fields import richtext
from publishing.models import SiteSettings

# Records named on the page of a document.
MOST_RECORDS = 20


@dataclass(frozen=True)
class Listing:
    """A record that lists the document."""

    title: str
    lang: str
    url: str


@dataclass
class DocumentPage:
    """A document in the reader's language; `*_lang` only where it differs from the page's."""

    document: ListedDocument
    description: str
    description_lang: str
    source: Any  # `library.models.Source`, or None
    older: list[ListedFile] = field(default_factory=list)
    records: list[Listing] = field(default_factory=list)
    json_ld: SafeString | str = ""


def document_page(document: Document, language: str, settings: SiteSettings) -> DocumentPage:
    """Return what the page of a public document shows."""
    files = list(document.files.filter(withdrawn_at__isnull=True))
    columns = {name: getattr(document, name) for name in DOCUMENT}
    description, lang = languages.filled(document, "description", language)
    page = DocumentPage(
        document=listed(columns, [values(file) for file in files if file.replaced_at is None], language, licence=settings.licence),
        description=description,
        description_lang=languages.other(lang, language) if description else "",
        source=document.source,
        older=older(document, files, language),
        records=[record_on_page(record, language) for record, _number in zip(records_showing(document), range(MOST_RECORDS), strict=False)],
    )
    page.json_ld = richtext.script_data(digital_document(page.document, page.description, language), "application/ld+json")
    return page


def values(file: DocumentFile) -> dict[str, Any]:  # Any: values of columns
    """Return the columns of a file that lists read."""
    return {name: getattr(file, name) for name in FILE}


def older(document: Document, files: list[DocumentFile], language: str) -> list[ListedFile]:
    """Return the versions that were replaced, newest first, each at its own address."""
    replaced = sorted((file for file in files if file.replaced_at is not None), key=lambda file: (file.uploaded_at, file.number), reverse=True)
    return [listed_file(document.short_id, values(file), language, versioned=True) for file in replaced]


def record_on_page(record: Any, language: str) -> Listing:  # Any: a record of any type
    """Return a record that lists the document."""
    title, lang = record.title_in(language)
    return Listing(title, languages.other(lang, language), navigation.record_address(record, language))
