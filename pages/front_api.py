"""The front page in the read API."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from chronicle.fact_data import key
from chronicle.serializers import ABOUT_RECORD
from pages.models import FrontPage
from pages.models.front import HIGHLIGHTS
from pages.models.topic import PICKS
from pages.topic_api import PickedRecordData, PickedRecordSerializer, named
from publishing import languages
from publishing.api.serializers import RecordSerializer
from publishing.api.texts import ByLanguage, translations
from publishing.api.viewsets import RecordViewSet


class HighlightData(PickedRecordData):
    """A highlight, with the words that stand in place of its title."""

    heading: ByLanguage


class HighlightSerializer(PickedRecordSerializer):
    """A highlight."""

    heading = serializers.DictField(child=serializers.CharField(), help_text="By language; in place of its title.")


class FrontPageSerializer(RecordSerializer):
    """A front page: its first story."""

    first = serializers.SerializerMethodField(help_text="The first story that was picked, if it is public; null where the site finds it.")
    chronology = serializers.SerializerMethodField(help_text="Id of the chronology that was picked, if it is public.")

    class Meta:
        model = FrontPage
        fields = [*ABOUT_RECORD, "first", "chronology"]
        expandable = {"chronology": "chronology"}

    @extend_schema_field(PickedRecordSerializer(allow_null=True))
    def get_first(self, front: FrontPage) -> PickedRecordData | None:
        return next(iter(named([front], PICKS)), None)

    def get_chronology(self, front: FrontPage) -> str | None:
        return key(front.chronology)


class FrontPageDetailSerializer(FrontPageSerializer):
    """A front page with all that was picked for it."""

    highlights = serializers.SerializerMethodField(help_text="Public highlights in their order.")
    topics = serializers.SerializerMethodField(help_text="Ids of the public topics that were pinned.")

    class Meta(FrontPageSerializer.Meta):
        fields = [*FrontPageSerializer.Meta.fields, "highlights", "topics"]

    @extend_schema_field(HighlightSerializer(many=True))
    def get_highlights(self, front: Any) -> list[HighlightData]:  # Any: a front page, whose rows mypy does not know
        found = []
        for row in front.highlights.select_related(*HIGHLIGHTS):
            told = [code for code in languages.codes() if code in front.available_languages]
            found += [HighlightData(**each, heading=translations(row, "heading", told)) for each in named([row], HIGHLIGHTS)]
        return found

    def get_topics(self, front: Any) -> list[str]:  # Any: as above
        return [str(row.topic_id) for row in front.topics.select_related("topic") if row.topic.is_live]


class FrontPageViewSet(RecordViewSet):
    """Live front pages, the one that became public last first: that one stands."""

    kind = "frontpage"

    def get_serializer_class(self) -> type[FrontPageSerializer]:
        return FrontPageDetailSerializer if self.action == "retrieve" else FrontPageSerializer

    def get_queryset(self) -> QuerySet[FrontPage]:
        unread = [
            f"{name}_{code}" for name in ("article__body", "event__body", "event__sought", "chronology__introduction") for code in languages.codes()
        ]
        return FrontPage.objects.live().select_related("article", "event", "chronology").defer(*unread)
