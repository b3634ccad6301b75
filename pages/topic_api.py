"""Topics in the read API."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chronicle.fact_data import key
from chronicle.serializers import ABOUT_RECORD, html
from library import tags
from library.image_data import ImageData, image_data
from pages.models import Topic
from pages.models.topic import FIGURES, PICKS
from publishing import languages
from publishing.api.serializers import RecordSerializer
from publishing.api.texts import ByLanguage
from publishing.api.viewsets import RecordViewSet
from publishing.registry import record_type


class PickedRecordData(TypedDict):
    """Another record, by the word for its kind and its id."""

    kind: str
    id: str


def named(rows: Iterable[Any], names: Iterable[str]) -> list[PickedRecordData]:  # Any: rows that name one of several records each
    """Return what rows name, of what the public sees, in their order."""
    found = (each for row in rows for name in names if (each := getattr(row, name)) is not None)
    return [PickedRecordData(kind=record_type(each).kind, id=str(each.pk)) for each in found if each.is_live]


class PickedRecordSerializer(serializers.Serializer):
    """Another record."""

    kind = serializers.CharField()
    id = serializers.UUIDField()


class TopicSerializer(RecordSerializer):
    """A topic without its text."""

    tag = serializers.SerializerMethodField(help_text="Id of its tag, if something public has it.")
    chronology = serializers.SerializerMethodField(help_text="Id of its chronology, if that is public.")

    class Meta:
        model = Topic
        fields = [*ABOUT_RECORD, "tag", "chronology"]
        expandable = {"chronology": "chronology"}

    def get_tag(self, topic: Any) -> str | None:  # Any: a topic of the view set's query
        return str(topic.tag_id) if topic.has_public_tag else None

    def get_chronology(self, topic: Topic) -> str | None:
        return key(topic.chronology)


class TopicDetailSerializer(TopicSerializer):
    """A topic with its text, its pinned items and who matters to it."""

    introduction = serializers.SerializerMethodField(help_text="HTML by language.")
    image = serializers.SerializerMethodField(help_text="Only where partners may use it.")
    pinned = serializers.SerializerMethodField(help_text="Public articles and events that stand first on its page.")
    figures = serializers.SerializerMethodField(help_text="Public people and institutions that matter to it.")

    class Meta(TopicSerializer.Meta):
        fields = [*TopicSerializer.Meta.fields, "introduction", "image", "pinned", "figures"]

    def get_introduction(self, topic: Topic) -> ByLanguage:
        return html(topic)

    def get_image(self, topic: Topic) -> ImageData | None:
        return image_data(topic.image) if topic.image is not None and topic.image.partners_may_use else None

    @extend_schema_field(PickedRecordSerializer(many=True))
    def get_pinned(self, topic: Any) -> list[PickedRecordData]:  # Any: a topic, whose rows mypy does not know
        return named(topic.picks.select_related(*PICKS), PICKS)

    @extend_schema_field(PickedRecordSerializer(many=True))
    def get_figures(self, topic: Any) -> list[PickedRecordData]:  # Any: as above
        return named(topic.figures.select_related(*FIGURES), FIGURES)


class TopicViewSet(RecordViewSet):
    """Live topics, those published last first."""

    kind = "topic"

    def get_serializer_class(self) -> type[TopicSerializer]:
        return TopicDetailSerializer if self.action == "retrieve" else TopicSerializer

    def get_queryset(self) -> QuerySet[Topic]:
        found = Topic.objects.live().select_related("chronology")
        topics = found.annotate(has_public_tag=Exists(tags.public().filter(pk=OuterRef("tag"))))
        if self.action == "retrieve":
            return topics.select_related("image")
        unread = ("introduction", "chronology__introduction")
        return topics.defer(*(f"{name}_{code}" for name in unread for code in languages.codes()))
