"""Documents in the read API."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from library.documents.usage import changed, shareable
from library.image_data import holder_of
from library.models import Document, DocumentFile, DocumentRow
from publishing import languages, licences, site
from publishing.api.filters import ListParameters, Slug, Words, has_in_any, since_parameter
from publishing.api.serializers import ReadSerializer
from publishing.api.texts import ByLanguage, translations
from publishing.api.viewsets import ReadViewSet
from publishing.navigation import absolute, address


class DocumentFileSerializer(ReadSerializer):
    """The file of a document that stands in a language."""

    url = serializers.SerializerMethodField(help_text="Permanent address: it answers the file that stands.")
    version_url = serializers.SerializerMethodField(help_text="Address of this version, which never answers another one.")
    media_type = serializers.CharField()
    sha256 = serializers.CharField(source="digest")

    class Meta:
        model = DocumentFile
        fields = ["language", "url", "version_url", "number", "name", "media_type", "bytes", "pages", "sha256", "uploaded_at"]

    def get_url(self, file: DocumentFile) -> str:
        return absolute(address("library:document_file", file.language, short_id=self.context["short_id"]))

    def get_version_url(self, file: DocumentFile) -> str:
        return absolute(address("library:document_version", file.language, short_id=self.context["short_id"], number=file.number))


class DocumentSerializer(ReadSerializer):
    """A document with the files that stand."""

    title = serializers.SerializerMethodField(help_text="By language.")
    description = serializers.SerializerMethodField(help_text="By language.")
    url = serializers.SerializerMethodField(help_text="Address of its page by language.")
    files = serializers.SerializerMethodField()
    licence = serializers.SerializerMethodField(help_text="The document's own, or the site's.")
    licence_url = serializers.SerializerMethodField(help_text="Where the licence can be read; empty where there is no such place.")
    credit = serializers.SerializerMethodField(help_text="Whom to name, by language.")
    holder = serializers.SerializerMethodField(help_text="Whose the rights are, by language: whom the credit names, where nobody else is said.")

    class Meta:
        model = Document
        fields = ["id", "title", "description", "url", "licence", "created_at", "files", "licence_url", "credit", "holder", "partners_may_use"]

    def get_title(self, document: Document) -> ByLanguage:
        return translations(document, "title")

    def get_description(self, document: Document) -> ByLanguage:
        return translations(document, "description")

    def get_url(self, document: Document) -> ByLanguage:
        return ByLanguage({code: absolute(address("library:document", code, short_id=document.short_id)) for code in languages.codes()})

    def get_licence(self, document: Document) -> str:
        return document.licence or site.of(self.context["request"]._request).licence

    def get_licence_url(self, document: Document) -> str:
        return licences.named(self.get_licence(document))[1]

    def get_credit(self, document: Document) -> ByLanguage:
        return translations(document, "credit")

    def get_holder(self, document: Document) -> ByLanguage:
        return holder_of(document)

    @extend_schema_field(DocumentFileSerializer(many=True))
    def get_files(self, document: Document) -> list[dict[str, object]]:
        return list(DocumentFileSerializer(document.files.all(), many=True, context={"short_id": document.short_id}).data)


def documents_data(rows: Iterable[DocumentRow], request: Request) -> list[dict[str, object]]:
    """Return the documents of a record whose rows were read with `library.documents.listed.with_files`, those that partners may use.

    One whose files were all taken back says nothing; one that is named twice, nothing new.
    """
    found = {row.document: row.document.files.all() for row in rows if row.document.partners_may_use}
    return list(DocumentSerializer([document for document, files in found.items() if files], many=True, context={"request": request}).data)


class DocumentParameters(ListParameters):
    """What the list of documents can be asked."""

    slug = Slug("The one with this last part of its address.", method="by_slug")
    q = Words("Only those with all these words in title or description.", method="by_words", example="report")
    updated_since = since_parameter(": a document by its words and files, or with a record that lists it")

    def by_slug(self, queryset: Any, _name: str, slug: str) -> Any:  # Any: a queryset
        """Keep the one at an address, which never changes."""
        return queryset.filter(short_id=slug)

    def changed(self, since: dt.datetime) -> Q:
        """Look at the records too: with the first of them a document becomes public."""
        return changed(since)

    def by_words(self, queryset: Any, _name: str, words: list[str]) -> Any:
        """Keep what has all of the words."""
        return queryset.filter(*(has_in_any(word, ("title", "description")) for word in words))


class DocumentViewSet(ReadViewSet):
    """Documents that a live record lists and partners may use, newest first."""

    kind = "document"
    parameters = DocumentParameters
    serializer_class = DocumentSerializer
    order = ("-created_at", "-id")

    def get_queryset(self) -> QuerySet[Document]:
        return shareable().prefetch_related(Prefetch("files", DocumentFile.objects.current()))
