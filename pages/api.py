"""Pages in the read API."""

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from library.documents.api import DocumentSerializer, documents_data
from library.documents.listed import with_files
from library.outgoing import texts_for_other_sites
from pages.models import Page, PageDocument
from publishing import languages
from publishing.api.filters import Choice, Key, RecordParameters
from publishing.api.serializers import RecordSerializer
from publishing.api.texts import ByLanguage
from publishing.api.viewsets import RecordViewSet


class PageSerializer(RecordSerializer):
    """A page without its body, in every language it can be read in."""

    # A field has an attribute of this name too; the class takes this one for its list of fields.
    parent = serializers.SerializerMethodField(help_text="Id of the page above, if it is public.")  # type: ignore[assignment]

    class Meta:
        model = Page
        fields = [
            "id",
            "title",
            "lead",
            "url",
            "short_url",
            "available_languages",
            "published_at",
            "first_published_at",
            "updated_at",
            "purpose",
            "parent",
            "position",
            "rights",
        ]
        expandable = {"parent": "page"}

    def get_parent(self, page: Page) -> str | None:
        return str(page.parent.pk) if page.parent is not None and page.parent.is_live else None


class PageDetailSerializer(PageSerializer):
    """A page with its body and documents."""

    body = serializers.SerializerMethodField(help_text="HTML by language.")
    documents = serializers.SerializerMethodField(help_text="As under /documents/.")

    class Meta(PageSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "body", "documents"]

    def get_body(self, page: Page) -> ByLanguage:
        return ByLanguage(texts_for_other_sites(page, "body"))

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, page: Page) -> list[dict[str, object]]:
        return documents_data(page.documents.all(), self.context["request"])


class PageParameters(RecordParameters):
    """What the list of pages can be asked."""

    parent = Key("Only those right under this page", kind="page", method="by_parent")
    purpose = Choice("The one that serves this purpose.", words=Page.Purpose.values, method="by_purpose")

    def by_parent(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep what stands under a page."""
        return queryset.filter(parent=key, parent__in=Page.objects.live())

    def by_purpose(self, queryset: Any, _name: str, purpose: str) -> Any:
        """Keep the page of a purpose."""
        return queryset.filter(purpose=purpose)


class PageViewSet(RecordViewSet):
    """Live pages, newest first."""

    kind = "page"
    parameters = PageParameters

    def get_serializer_class(self) -> type[PageSerializer]:
        return PageDetailSerializer if self.action == "retrieve" else PageSerializer

    def get_queryset(self) -> QuerySet[Page]:
        pages = Page.objects.live().select_related("parent")
        if self.action == "retrieve":
            return pages.prefetch_related(Prefetch("documents", with_files(PageDocument)))
        bodies = [f"body_{code}" for code in languages.codes()]
        return pages.defer(*bodies, *(f"parent__{name}" for name in bodies))
