from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from library.documents.usage import public
from library.models import Document, DocumentFile
from publishing import navigation
from publishing.navigation import absolute
from publishing.sitemaps import LanguageSitemap


class DocumentSitemap(LanguageSitemap):
    """Pages of public documents that have a file in the language."""

    def items(self) -> QuerySet[Document]:
        """Return the documents, oldest first, so that full pages do not change."""
        standing = DocumentFile.objects.current()
        found = public().filter(Exists(standing.filter(document=OuterRef("pk"), language=self.language)))
        return found.prefetch_related(Prefetch("files", standing)).order_by("id")

    def entry(self, document: Document) -> dict[str, Any]:
        """Return one document: its page in this language and in each other one that has a file."""
        files = {file.language: file for file in document.files.all()}
        pages = {code: navigation.address("library:document", code, short_id=document.short_id) for code in files}
        return {
            "item": document,
            "location": absolute(pages[self.language]),
            "lastmod": files[self.language].uploaded_at,
            "alternates": self.alternates(pages),
        }
