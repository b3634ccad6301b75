"""Pages in the read API."""

from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from library.documents.api import documents_data
from library.documents.listed import with_files
from library.pictures import figure_of, pictures_for
from pages.models import Page, PageDocument
from publishing import languages
from publishing.api import RecordSerializer, RecordViewSet, translations
from publishing.fields.richtext import image_ids, render


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
        ]

    def get_parent(self, page: Page) -> str | None:
        return str(page.parent.pk) if page.parent is not None and page.parent.is_live else None


class PageDetailSerializer(PageSerializer):
    """A page with its body and documents."""

    body = serializers.SerializerMethodField(help_text="HTML by language.")
    documents = serializers.SerializerMethodField(help_text="As under /documents/.")

    class Meta(PageSerializer.Meta):
        fields = [*PageSerializer.Meta.fields, "body", "documents"]

    def get_body(self, page: Page) -> dict[str, str]:
        return {code: html(page, code, body) for code, body in translations(page, "body", page.available_languages).items()}

    def get_documents(self, page: Page) -> list[dict[str, object]]:
        return documents_data(page.documents.all())


def html(page: Page, language: str, body: str) -> str:
    """Return a body as the page prints it, with the pictures that partners may use."""
    pictures = {str(key): figure_of(picture) for key, picture in pictures_for(image_ids(body), language).items() if picture.partners_may_use}
    return render(body, pictures=pictures, prefix=f"{page.short_id}-", language=language)


class PageViewSet(RecordViewSet):
    """Live pages, newest first."""

    kind = "page"

    def get_serializer_class(self) -> type[PageSerializer]:
        return PageDetailSerializer if self.action == "retrieve" else PageSerializer

    def get_queryset(self) -> QuerySet[Page]:
        pages = Page.objects.live().select_related("parent")
        if self.action == "retrieve":
            return pages.prefetch_related(Prefetch("documents", with_files(PageDocument)))
        bodies = [f"body_{code}" for code in languages.codes()]
        return pages.defer(*bodies, *(f"parent__{name}" for name in bodies))
