"""Events, chronologies, formats and agreements in the read API."""

from django.db.models import Prefetch, QuerySet

from chronicle.agreement_serializers import AgreementDetailSerializer, AgreementSerializer
from chronicle.api_parameters import AgreementParameters, EventParameters, FormatParameters
from chronicle.models import Agreement, AgreementTag, Chronology, Event, EventTag, Format, Listing
from chronicle.serializers import ChronologySerializer, EventDetailSerializer, EventSerializer, FormatSerializer
from chronicle.tags import knowing_archives
from publishing import languages
from publishing.api.viewsets import RecordViewSet


class EventViewSet(RecordViewSet):
    """Live events, those published last first."""

    kind = "event"
    parameters = EventParameters

    def get_serializer_class(self) -> type[EventSerializer]:
        return EventDetailSerializer if self.action == "retrieve" else EventSerializer

    def get_queryset(self) -> QuerySet[Event]:
        tags = Prefetch("tagged", knowing_archives(EventTag.objects.all(), languages.codes()))
        in_words = (f"sought_{code}" for code in languages.codes())
        places = Prefetch("listings", Listing.objects.filter(chronology__in=Chronology.objects.live()).defer(*in_words))
        events = Event.objects.live().select_related("parent", "format").prefetch_related(tags, places)
        if self.action == "retrieve":
            return events
        unread = ("body", "sought", "parent__body", "parent__lead", "parent__sought", "format__description", "format__lead")
        return events.defer(*(f"{name}_{code}" for name in unread for code in languages.codes()))


class ChronologyViewSet(RecordViewSet):
    """Live chronologies, those published last first; their events are under `/events/?chronology=`."""

    kind = "chronology"
    serializer_class = ChronologySerializer

    def get_queryset(self) -> QuerySet[Chronology]:
        return Chronology.objects.live()


class FormatViewSet(RecordViewSet):
    """Live formats, those published last first; their sessions are under `/events/?session_of=`."""

    kind = "format"
    parameters = FormatParameters
    serializer_class = FormatSerializer

    def get_queryset(self) -> QuerySet[Format]:
        return Format.objects.live().select_related("usual_place")


class AgreementViewSet(RecordViewSet):
    """Live agreements, those published last first."""

    kind = "agreement"
    parameters = AgreementParameters

    def get_serializer_class(self) -> type[AgreementSerializer]:
        return AgreementDetailSerializer if self.action == "retrieve" else AgreementSerializer

    def get_queryset(self) -> QuerySet[Agreement]:
        tags = Prefetch("tagged", knowing_archives(AgreementTag.objects.all(), languages.codes()))
        agreements = Agreement.objects.live().with_stage().prefetch_related(tags)
        return agreements.select_related("image") if self.action == "retrieve" else agreements.without_texts()
