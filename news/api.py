"""Articles in the read API."""

from typing import Any, Literal, TypedDict

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chronicle.models import Event
from library.api import TagReferenceSerializer
from library.documents.api import DocumentSerializer, documents_data
from library.documents.listed import with_files
from library.image_data import ImageData, image_data
from library.outgoing import texts_for_other_sites
from news.api_beside import ArticlesSerializer, Beside
from news.api_parameters import ArticleParameters
from news.models import Article, ArticleCitation, ArticleDocument, ArticleEvent, Byline, Correction, Kind, Mention
from news.ninjs import NinjsFormat
from publishing import languages, site
from publishing.api.serializers import ReadSerializer, RecordSerializer
from publishing.api.texts import ByLanguage, translations
from publishing.api.viewsets import RecordViewSet


class MentionData(TypedDict):
    """A person or an office that an article names, in its capacity; with `?expand=mentions` whole, as `record`."""

    kind: Literal["actor", "office"]
    id: str | None
    capacity: ByLanguage


class EventMentionData(TypedDict):
    """An event that an article is about; with `?expand=events` whole, as `record`."""

    id: str
    relation: ArticleEvent.Relation


class BylineSerializer(ReadSerializer):
    """A name in a byline."""

    name = serializers.SerializerMethodField(help_text="By language.")

    class Meta:
        model = Byline
        fields = ["name"]

    def get_name(self, byline: Byline) -> ByLanguage:
        return translations(byline.author, "name")


class CorrectionSerializer(ReadSerializer):
    """A dated public correction."""

    text = serializers.SerializerMethodField(help_text="By language.")

    class Meta:
        model = Correction
        fields = ["id", "at", "text"]

    def get_text(self, correction: Correction) -> ByLanguage:
        return translations(correction, "text", correction.article.available_languages)


class CitationSerializer(ReadSerializer):
    """A source, with the place in it and the quoted words."""

    title = serializers.CharField(source="source.title")
    publisher = serializers.CharField(source="source.publisher")
    language = serializers.CharField(source="source.language")
    url = serializers.URLField(source="source.url")
    archived_url = serializers.URLField(source="source.archived_url")
    accessed_on = serializers.DateField(source="source.accessed_on", allow_null=True)

    class Meta:
        model = ArticleCitation
        fields = ["title", "publisher", "language", "url", "archived_url", "accessed_on", "locator", "quote", "quote_language"]


class ArticleSerializer(RecordSerializer):
    """An article without its body, in every language it can be read in."""

    kind: serializers.SlugRelatedField[Kind] = serializers.SlugRelatedField("key", read_only=True, allow_null=True)
    licence = serializers.SerializerMethodField(help_text="The article's own, or the site's.")
    tags = serializers.SerializerMethodField()
    byline = serializers.SerializerMethodField()
    # What stands beside the articles that are being written.
    beside = Beside()

    class Meta:
        model = Article
        list_serializer_class = ArticlesSerializer
        fields = [
            "id",
            "kind",
            "title",
            "lead",
            "url",
            "short_url",
            "available_languages",
            "published_at",
            "first_published_at",
            "updated_at",
            "licence",
            "tags",
            "byline",
            "rights",
        ]

    def get_licence(self, article: Article) -> str:
        return article.licence or site.of(self.context["request"]._request).licence

    def to_representation(self, instance: Article) -> dict[str, Any]:
        if instance.pk not in self.beside.tags:
            self.beside = Beside([instance.pk])
        return super().to_representation(instance)

    def credit(self, article: Article) -> ByLanguage:
        """Name the authors, each language in its own."""
        names = self.beside.names[article.pk]
        if not names:
            return ByLanguage()
        said = {code: [next((name[each] for each in languages.preference(code) if each in name), "") for name in names] for code in languages.codes()}
        return ByLanguage({code: ", ".join(words) for code, words in said.items()})

    @extend_schema_field(TagReferenceSerializer(many=True))
    def get_tags(self, article: Article) -> list[dict[str, object]]:
        return self.beside.tags[article.pk]

    @extend_schema_field(BylineSerializer(many=True))
    def get_byline(self, article: Article) -> list[dict[str, object]]:
        return [{"name": name} for name in self.beside.names[article.pk]]


class ArticleDetailSerializer(ArticleSerializer):
    """An article with its body, corrections, sources, documents and picture."""

    body = serializers.SerializerMethodField(help_text="HTML by language.")
    corrections = serializers.SerializerMethodField()
    sources = CitationSerializer(source="citations", many=True)
    mentions = serializers.SerializerMethodField(
        help_text="People and offices it names, by id and in their capacity; null for an id that is not public."
    )
    events = serializers.SerializerMethodField(help_text="Public events it announces, reports or refers to, by id, in the order of its form.")
    documents = serializers.SerializerMethodField(help_text="As under /documents/.")
    image = serializers.SerializerMethodField(help_text="Only where partners may use it.")

    class Meta(ArticleSerializer.Meta):
        fields = [*ArticleSerializer.Meta.fields, "body", "corrections", "sources", "mentions", "events", "documents", "image"]
        expandable = {"mentions": "kind", "events": "event"}

    @extend_schema_field(CorrectionSerializer(many=True))
    def get_corrections(self, article: Article) -> list[dict[str, object]]:
        rows = CorrectionSerializer(article.corrections.all(), many=True).data
        # What was corrected in a text that is not public is not public either.
        return [row for row in rows if row["text"]]

    def get_mentions(self, article: Article) -> list[MentionData]:
        found: list[MentionData] = []
        for row in article.mentions.all():
            record = row.actor or row.office
            is_told = record is not None and record.is_live and getattr(record, "has_profile", True)
            capacity = translations(row, "capacity", article.available_languages)
            if is_told or capacity:
                found.append({"kind": "actor" if row.actor else "office", "id": str(record.pk) if is_told and record else None, "capacity": capacity})
        return found

    def get_events(self, article: Article) -> list[EventMentionData]:
        return [{"id": str(row.event_id), "relation": ArticleEvent.Relation(row.relation)} for row in article.events.all()]

    @extend_schema_field(DocumentSerializer(many=True))
    def get_documents(self, article: Article) -> list[dict[str, object]]:
        return documents_data(article.documents.all(), self.context["request"])

    def get_body(self, article: Article) -> ByLanguage:
        return ByLanguage(texts_for_other_sites(article, "body"))

    def get_image(self, article: Article) -> ImageData | None:
        return image_data(article.image) if article.image is not None and article.image.partners_may_use else None


class ArticleViewSet(RecordViewSet):
    """Live articles, newest first."""

    kind = "article"
    parameters = ArticleParameters
    renderer_classes = (*RecordViewSet.renderer_classes, NinjsFormat)

    def get_serializer_class(self) -> type[ArticleSerializer]:
        return ArticleDetailSerializer if self.action == "retrieve" else ArticleSerializer

    def get_queryset(self) -> QuerySet[Article]:
        if self.action == "retrieve" and self.form is not None:
            # It reads what belongs to the article itself.
            return Article.objects.live().select_related("kind", "image")
        articles = Article.objects.live()
        if self.action == "retrieve":
            return articles.select_related("kind", "image").prefetch_related(
                Prefetch("corrections", Correction.objects.made()),
                Prefetch("citations", ArticleCitation.objects.select_related("source")),
                Prefetch("mentions", Mention.objects.select_related("actor", "office")),
                Prefetch("events", ArticleEvent.objects.filter(event__in=Event.objects.live())),
                Prefetch("documents", with_files(ArticleDocument)),
            )
        return articles.select_related("kind").defer(*(f"body_{code}" for code in languages.codes()))
