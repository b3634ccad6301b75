"""What the read API says of events, chronologies and formats."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.serializers import DateField
from chronicle import coverage
from chronicle.event_page import in_order
from chronicle.fact_data import cited, key, links_of, outcomes_of, participants_of, statements_of, stops_of, texts
from chronicle.models import Agreement, Chronology, Event, Format, Stage
from chronicle.shapes import (
    AgreementStageData,
    CitedData,
    CoverageData,
    EventLinkData,
    OutcomeData,
    ParticipantData,
    StatementData,
    StopData,
)
from library.api import TagReferenceSerializer, tag_reference
from library.image_data import ImageData, image_data
from library.outgoing import texts_for_other_sites
from publishing.api.serializers import RecordSerializer
from publishing.api.texts import ByLanguage
from publishing.publishable import Publishable

ABOUT_RECORD = ["id", "title", "lead", "url", "short_url", "available_languages", "published_at", "first_published_at", "updated_at", "rights"]


def html(record: Publishable) -> ByLanguage:
    """Return the text of a record by language, as other sites may print it."""
    return ByLanguage(texts_for_other_sites(record, record.body_field))


def tag_references(rows: Iterable[Any]) -> list[dict[str, object]]:  # Any: rows of `chronicle.tags.knowing_archives`
    """Return the tags of a record; a tag without articles has no archive to lead to."""
    return [{**tag_reference(row.tag), **({} if row.has_archive else {"url": ByLanguage()})} for row in rows]


class EventSerializer(RecordSerializer):
    """An event without its facts."""

    date = DateField()
    date_words = serializers.SerializerMethodField(help_text="As the source prints it, by language.")
    duration = serializers.SerializerMethodField(help_text="In words, by language.")
    venue = serializers.SerializerMethodField(help_text="Building and room, by language.")
    # A field has an attribute of this name too; the class takes this one for its list of fields.
    parent = serializers.SerializerMethodField(help_text="Id of the event that it is part of, if that is public.")  # type: ignore[assignment]
    format = serializers.SerializerMethodField(help_text="Id of the format whose session it is, if that is public.")
    ordinal = serializers.SerializerMethodField(help_text="Its number in the format.")
    chronologies = serializers.SerializerMethodField(help_text="Ids of the public chronologies in which it stands.")
    tags = serializers.SerializerMethodField()

    class Meta:
        model = Event
        fields = [
            *(*ABOUT_RECORD, "kind", "status", "access", "date", "date_words", "year_inferred", "duration", "venue"),
            *("parent", "format", "ordinal", "chronologies", "tags"),
        ]
        expandable = {"parent": "event", "format": "format", "chronologies": "chronology"}

    def get_date_words(self, event: Event) -> ByLanguage:
        return texts(event, event, "date_words")

    def get_duration(self, event: Event) -> ByLanguage:
        return texts(event, event, "duration")

    def get_venue(self, event: Event) -> ByLanguage:
        return texts(event, event, "venue")

    def get_parent(self, event: Event) -> str | None:
        return key(event.parent)

    def get_format(self, event: Event) -> str | None:
        return key(event.format)

    def get_ordinal(self, event: Event) -> int | None:
        return event.ordinal if key(event.format) else None

    def get_chronologies(self, event: Event) -> list[str]:
        return sorted(str(row.chronology_id) for row in event.listings.all())

    @extend_schema_field(TagReferenceSerializer(many=True))
    def get_tags(self, event: Event) -> list[dict[str, object]]:
        return tag_references(event.tagged.all())


class EventDetailSerializer(EventSerializer):
    """An event with every fact that is recorded of it."""

    body = serializers.SerializerMethodField(help_text="HTML by language.")
    image = serializers.SerializerMethodField(help_text="Only where partners may use it.")
    parts = serializers.SerializerMethodField(help_text="Ids of the public events that are part of it, by date.")
    stops = serializers.SerializerMethodField(help_text="The itinerary in its order.")
    participants = serializers.SerializerMethodField(help_text="Who took part, in which role and capacity.")
    statements = serializers.SerializerMethodField(help_text="What was said, each with its speaker.")
    outcomes = serializers.SerializerMethodField(help_text="What came of it.")
    links = serializers.SerializerMethodField(help_text="What it is to other public events.")
    agreements = serializers.SerializerMethodField(help_text="Public agreements of which it was a stage.")
    articles = serializers.SerializerMethodField(help_text="The newest public articles about it, by id; all are under /articles/?event=.")
    sources = serializers.SerializerMethodField(help_text="Of the event as a whole; empty where no source is recorded.")

    class Meta(EventSerializer.Meta):
        fields = [
            *EventSerializer.Meta.fields,
            "body",
            "image",
            "parts",
            "stops",
            "participants",
            "statements",
            "outcomes",
            "links",
            "agreements",
            "articles",
            "sources",
        ]
        expandable = {**EventSerializer.Meta.expandable, "parts": "event", "agreements": "agreement", "articles": "article"}

    def get_body(self, event: Event) -> ByLanguage:
        return html(event)

    def get_image(self, event: Event) -> ImageData | None:
        return image_data(event.image) if event.image is not None and event.image.partners_may_use else None

    def get_parts(self, event: Event) -> list[str]:
        return [str(each.pk) for each in in_order(Event.objects.live().filter(parent=event).only("id", "date", "date_lower", "date_upper"))]

    def get_stops(self, event: Event) -> list[StopData]:
        return stops_of(event)

    def get_participants(self, event: Event) -> list[ParticipantData]:
        return participants_of(event)

    def get_statements(self, event: Event) -> list[StatementData]:
        return statements_of(event)

    def get_outcomes(self, event: Event) -> list[OutcomeData]:
        return outcomes_of(event)

    def get_links(self, event: Event) -> list[EventLinkData]:
        return links_of(event)

    def get_agreements(self, event: Event) -> list[AgreementStageData]:
        rows = event.agreement_stages.filter(agreement__in=Agreement.objects.live()).order_by("agreement", "position", "id")
        return [{"id": str(row.agreement_id), "stage": Stage.Kind(row.kind)} for row in rows]

    def get_articles(self, event: Event) -> list[CoverageData]:
        return [{"id": str(key), "relation": relation} for key, relation in coverage.keys(event)]

    def get_sources(self, event: Event) -> list[CitedData]:
        return [cited(row) for row in event.citations.select_related("source")]


class ChronologySerializer(RecordSerializer):
    """A chronology; its events are a list of their own."""

    introduction = serializers.SerializerMethodField(help_text="HTML by language.")

    class Meta:
        model = Chronology
        fields = [*ABOUT_RECORD, "introduction"]

    def get_introduction(self, chronology: Chronology) -> ByLanguage:
        return html(chronology)


class FormatSerializer(RecordSerializer):
    """A format; its sessions are events."""

    also = serializers.SerializerMethodField(help_text="Other names by language, separated by commas.")
    description = serializers.SerializerMethodField(help_text="HTML by language.")
    usual_place = serializers.SerializerMethodField(help_text="Id of the place, if that is public.")
    last_held = DateField()
    status_reason = serializers.SerializerMethodField(help_text="Why it is suspended or has ended, by language.")

    class Meta:
        model = Format
        fields = [*ABOUT_RECORD, "also", "description", "usual_place", "status", "last_held", "status_reason"]
        expandable = {"usual_place": "place"}

    def get_usual_place(self, record: Format) -> str | None:
        return key(record.usual_place)

    def get_also(self, record: Format) -> ByLanguage:
        return texts(record, record, "also")

    def get_description(self, record: Format) -> ByLanguage:
        return html(record)

    def get_status_reason(self, record: Format) -> ByLanguage:
        return texts(record, record, "status_reason")
