"""Documents as pages, feeds and machines list them: plain values, with the files that readers are given now."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet, UUIDField
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import localtime

from library.documents import sharing
from library.models import DocumentFile, DocumentRow
from library.models.documents import MEDIA_TYPES
from publishing import dates, languages, licences, navigation, previewing
from publishing.dates import Printed
from publishing.prepared import Given, Prepared

# What is read of a document, and of its files.
DOCUMENT = (
    *("pk", "short_id", "licence", "partners_may_use"),
    *(f"{name}_{code}" for name in ("title", "credit", "holder") for code in languages.codes()),
)
FILE = ("pk", "language", "number", "kind", "bytes", "pages", "digest", "uploaded_at")


@dataclass(frozen=True)
class ListedFile:
    """A file that can be downloaded."""

    language: str
    language_name: str
    number: int
    kind: str
    media_type: str
    bytes: int
    size: str
    pages: int | None
    digest: str
    uploaded: Printed
    url: str


@dataclass(frozen=True)
class ListedDocument:
    """A document in the reader's language; its files begin with that language. `lang` only where it differs from the page's."""

    id: uuid.UUID
    short_id: str
    title: str
    lang: str
    url: str
    # Whom to name, and whose the rights are.
    credit: str
    holder: str
    licence: str
    licence_url: str
    partners_may_use: bool
    files: tuple[ListedFile, ...]

    @property
    def file(self) -> ListedFile:
        """The file for readers of the page's language."""
        return self.files[0]


@lru_cache
def rows_on(rows: type[DocumentRow], *, prefix: str = "document__") -> Prepared:
    """Return the query for the documents of a record with the files that stand: a row for each file, in the editor's order."""
    standing = {f"{prefix}files__{name}__isnull": True for name in ("replaced_at", "withdrawn_at")}
    found = rows._default_manager.filter(
        **{rows.record: Given("record", UUIDField()), f"{prefix}files__number__gte": 1, **standing},
    ).order_by("position", "pk")
    return Prepared(found.values(*(f"{prefix}{name}" for name in DOCUMENT), *(f"{prefix}files__{name}" for name in FILE)))


def documents_on(
    rows: type[DocumentRow], record: uuid.UUID, language: str, *, licence: str, known: Sequence[DocumentRow] | None = None
) -> list[ListedDocument]:
    """Return the documents that a record lists, as its page in `language` prints them; `licence` is the site's.

    One query; none if its rows are `known` already and there are none.
    """
    found = rows_on(rows).rows(record=record) if known is None or known else []
    documents = []
    for _key, same in groupby(found, key=lambda row: row["document__pk"]):
        files = list(same)
        values = {name: files[0][f"document__{name}"] for name in DOCUMENT}
        parts = [{name: row[f"document__files__{name}"] for name in FILE} for row in files]
        documents.append(listed(values, parts, language, licence=licence))
    # Named twice by an oversight, it stands where it was named first.
    return list({document.id: document for document in reversed(documents)}.values())[::-1]


def with_files(rows: type[DocumentRow]) -> QuerySet[Any]:  # Any: rows of the subclass
    """Return the rows of a record in the editor's order, with their documents and the files that stand."""
    return rows._default_manager.select_related("document").prefetch_related(Prefetch("document__files", DocumentFile.objects.current()))


def documents_of(rows: Iterable[DocumentRow], language: str, *, licence: str) -> list[ListedDocument]:
    """Return the documents of rows that were read with `with_files`."""
    found = {}
    for row in rows:
        files = [{name: getattr(file, name) for name in FILE} for file in row.document.files.all()]
        if files and row.document.pk not in found:
            found[row.document.pk] = listed({name: getattr(row.document, name) for name in DOCUMENT}, files, language, licence=licence)
    return list(found.values())


def listed(document: dict[str, Any], files: list[dict[str, Any]], language: str, *, licence: str) -> ListedDocument:  # Any: values of columns
    """Return a document from its columns and those of its files."""
    order = languages.preference(language)
    title, lang = next(((text, code) for code in order if (text := document[f"title_{code}"])), ("", language))
    credit, holder = (next(filter(None, (document[f"{what}_{code}"] for code in order)), "") for what in ("credit", "holder"))
    name, url = licences.named(document["licence"] or licence)
    return ListedDocument(
        id=document["pk"],
        short_id=document["short_id"],
        title=title,
        lang=languages.other(lang, language),
        url=navigation.address("library:document", language, short_id=document["short_id"]),
        credit=credit,
        holder=holder or credit,
        licence=name,
        licence_url=url,
        partners_may_use=document["partners_may_use"],
        files=tuple(listed_file(document["short_id"], file, language) for file in sorted(files, key=lambda file: order.index(file["language"]))),
    )


def listed_file(short_id: str, file: dict[str, Any], language: str, *, versioned: bool = False) -> ListedFile:  # Any: as above
    """Return a file as pages in `language` offer it; `versioned` at the address of this version, else at the one that stays."""
    return ListedFile(
        language=file["language"],
        language_name=navigation.name_of(file["language"]),
        number=file["number"],
        kind=DocumentFile.Kind(file["kind"]).label,
        media_type=MEDIA_TYPES[file["kind"]],
        bytes=file["bytes"],
        size=filesizeformat(file["bytes"]),
        pages=file["pages"] if file["kind"] == DocumentFile.Kind.PDF else None,
        digest=file["digest"],
        uploaded=uploaded(file["uploaded_at"], language),
        url=address(short_id, file, versioned=versioned),
    )


def uploaded(at: dt.datetime, language: str) -> Printed:
    """Return the day on which a file came in."""
    return dates.printed(localtime(at), language)


def address(short_id: str, file: dict[str, Any], *, versioned: bool) -> str:  # Any: as above
    """Return where a file is fetched. What a preview lists may not be public yet."""
    audience = previewing.audience()
    if audience is not None:
        return sharing.address(file["pk"], audience)
    if versioned:
        return navigation.address("library:document_version", file["language"], short_id=short_id, number=file["number"])
    return navigation.address("library:document_file", file["language"], short_id=short_id)
