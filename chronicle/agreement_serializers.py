"""What the read API says of agreements."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from actors.serializers import DateField
from chronicle.agreement_page import led_here, twins_of
from chronicle.event_page import in_order
from chronicle.fact_data import body, cited, key, person, position, sourced, texts, where
from chronicle.models import Agreement, AgreementName, Party, Signatory, Stage
from chronicle.serializers import ABOUT_RECORD, html, tag_references
from chronicle.shapes import AgreementNameData, CitedData, PartyData, SignatoryData, StageData
from library.api import TagReferenceSerializer
from library.image_data import ImageData, image_data
from publishing.api.serializers import RecordSerializer
from publishing.api.shapes import dated
from publishing.api.texts import ByLanguage


def party(agreement: Agreement, row: Party) -> PartyData:
    """Return a party."""
    return {
        **sourced(row),
        "role": Party.Role(row.role),
        "office": body(row.office),
        "actor": person(row.actor),
        "place": where(row.place),
        "name": texts(agreement, row, "name"),
    }


def stage(agreement: Agreement, row: Stage) -> StageData:
    """Return a step in the life of an agreement."""
    return {
        **sourced(row),
        "kind": Stage.Kind(row.kind),
        "date": dated(row.date),
        "date_words": texts(agreement, row, "date_words"),
        "year_inferred": row.year_inferred,
        "actor": person(row.actor),
        "office": body(row.office),
        "event": key(row.event),
        "note": texts(agreement, row, "note"),
    }


def signatory(agreement: Agreement, row: Signatory) -> SignatoryData:
    """Return who signed."""
    return {
        **sourced(row),
        "actor": person(row.actor),
        "post": position(row.post),
        "office": body(row.office),
        "capacity": texts(agreement, row, "capacity"),
    }


class AgreementSerializer(RecordSerializer):
    """An agreement without its facts."""

    validity = DateField()
    stage = serializers.CharField(read_only=True, allow_null=True, help_text="The last stage on record; null where none is.")
    tags = serializers.SerializerMethodField()

    class Meta:
        model = Agreement
        fields = [*ABOUT_RECORD, "kind", "validity", "stage", "tags"]

    @extend_schema_field(TagReferenceSerializer(many=True))
    def get_tags(self, agreement: Agreement) -> list[dict[str, object]]:
        return tag_references(agreement.tagged.all())


class AgreementDetailSerializer(AgreementSerializer):
    """An agreement with its whole life."""

    body = serializers.SerializerMethodField(help_text="HTML by language.")
    image = serializers.SerializerMethodField(help_text="Only where partners may use it.")
    names = serializers.SerializerMethodField(help_text="Titles as printed, and other names.")
    parties = serializers.SerializerMethodField(help_text="Between whom, in their order.")
    stages = serializers.SerializerMethodField(help_text="From announced on, in order.")
    signatories = serializers.SerializerMethodField(help_text="Who signed, in which capacity.")
    twins = serializers.SerializerMethodField(help_text="Ids of similar public agreements.")
    events = serializers.SerializerMethodField(help_text="Ids of public events of which an outcome led to it, by date.")
    sources = serializers.SerializerMethodField(help_text="Of the agreement as a whole; empty where no source is recorded.")

    class Meta(AgreementSerializer.Meta):
        fields = [
            *(*AgreementSerializer.Meta.fields, "body", "image", "names", "parties", "stages", "signatories"),
            *("twins", "events", "sources"),
        ]
        expandable = {"twins": "agreement", "events": "event"}

    def get_body(self, agreement: Agreement) -> ByLanguage:
        return html(agreement)

    def get_image(self, agreement: Agreement) -> ImageData | None:
        return image_data(agreement.image) if agreement.image is not None and agreement.image.partners_may_use else None

    def get_names(self, agreement: Agreement) -> list[AgreementNameData]:
        return [
            {"id": str(row.pk), "name": row.name, "kind": AgreementName.Kind(row.kind), "language": row.language} for row in agreement.names.all()
        ]

    def get_parties(self, agreement: Agreement) -> list[PartyData]:
        rows = agreement.parties.select_related("office", "actor", "place").prefetch_related("sources")
        found = [party(agreement, row) for row in rows]
        return [row for row in found if row["office"] or row["actor"] or row["place"] or row["name"]]

    def get_stages(self, agreement: Agreement) -> list[StageData]:
        rows: Any = agreement.stages.select_related("actor", "office", "event").prefetch_related("sources")
        return [stage(agreement, row) for row in rows]

    def get_signatories(self, agreement: Agreement) -> list[SignatoryData]:
        rows: Any = agreement.signatories.select_related("actor", "post__office", "office").prefetch_related("sources")
        found = [signatory(agreement, row) for row in rows]
        return [row for row in found if row["actor"] or row["post"] or row["office"] or row["capacity"]]

    def get_twins(self, agreement: Agreement) -> list[str]:
        return [str(each.pk) for each in twins_of(agreement)]

    def get_events(self, agreement: Agreement) -> list[str]:
        return [str(each.pk) for each in in_order(led_here(agreement))]

    def get_sources(self, agreement: Agreement) -> list[CitedData]:
        return [cited(row) for row in agreement.citations.select_related("source")]
