"""Documents in the read API."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers, viewsets

from library.documents.usage import public
from library.models import Document, DocumentFile, DocumentRow
from publishing import languages
from publishing.api import RecordPagination, translations
from publishing.navigation import absolute, address


class DocumentFileSerializer(serializers.ModelSerializer):
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


class DocumentSerializer(serializers.ModelSerializer):
    """A document with the files that stand."""

    title = serializers.SerializerMethodField(help_text="By language.")
    description = serializers.SerializerMethodField(help_text="By language.")
    url = serializers.SerializerMethodField(help_text="Address of its page by language.")
    files = serializers.SerializerMethodField()

    class Meta:
        model = Document
        fields = ["id", "title", "description", "url", "licence", "created_at", "files"]

    def get_title(self, document: Document) -> dict[str, str]:
        return translations(document, "title")

    def get_description(self, document: Document) -> dict[str, str]:
        return translations(document, "description")

    def get_url(self, document: Document) -> dict[str, str]:
        return {code: absolute(address("library:document", code, short_id=document.short_id)) for code in languages.codes()}

    def get_files(self, document: Document) -> list[dict[str, object]]:
        return list(DocumentFileSerializer(document.files.all(), many=True, context={"short_id": document.short_id}).data)


def documents_data(rows: Iterable[DocumentRow]) -> list[dict[str, object]]:
    """Return the documents of a record whose rows were read with `library.documents.listed.with_files`.

    One whose files were all taken back says nothing; one that is named twice, nothing new.
    """
    found = {row.document: row.document.files.all() for row in rows}
    return list(DocumentSerializer([document for document, files in found.items() if files], many=True).data)


class DocumentPagination(RecordPagination):
    """Documents newest first, by when they came in."""

    ordering = ("-created_at", "-id")


class DocumentViewSet(viewsets.ReadOnlyModelViewSet[Document]):
    """Documents that a live record lists, newest first."""

    serializer_class = DocumentSerializer
    pagination_class = DocumentPagination

    def get_queryset(self) -> QuerySet[Document]:
        return public().prefetch_related(Prefetch("files", DocumentFile.objects.current()))
