"""Events, chronologies, formats and agreements in the read API."""

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from rest_framework.exceptions import ValidationError

from actors.models import Actor, Office, Place
from chronicle.agreement_list import UNSEEN
from chronicle.agreement_serializers import AgreementDetailSerializer, AgreementSerializer
from chronicle.appearances import public
from chronicle.models import Agreement, AgreementTag, Attendance, Chronology, Event, EventTag, Format, Listing, Stage
from chronicle.serializers import ChronologySerializer, EventDetailSerializer, EventSerializer, FormatSerializer
from chronicle.tags import knowing_archives
from publishing import languages
from publishing.api import RecordViewSet
from publishing.picks import is_uuid


class EventViewSet(RecordViewSet):
    """Live events, those published last first.

    `?chronology=` keeps those of one; `?actor=`, `?office=` and `?place=` those at which a person or an office was, or spoke, and those at
    a place or in what lies in it.
    """

    kind = "event"

    def get_serializer_class(self) -> type[EventSerializer]:
        return EventDetailSerializer if self.action == "retrieve" else EventSerializer

    def get_queryset(self) -> QuerySet[Event]:
        events = Event.objects.live().select_related("parent", "format")
        if key := self.key_of("chronology"):
            listed = Listing.objects.filter(chronology=key, chronology__in=Chronology.objects.live())
            events = events.filter(pk__in=listed.values("event"))
        subjects: dict[str, Any] = {"actor": Actor.objects.live().with_profile(), "office": Office.objects.live(), "place": Place.objects.live()}
        for name, live in subjects.items():
            if key := self.key_of(name):
                there = public(Attendance.objects.filter(**{name: key, f"{name}__in": live}), timezone.now())
                events = events.filter(pk__in=there.values("event"))
        tags = Prefetch("tagged", knowing_archives(EventTag.objects.all(), languages.codes()))
        places = Prefetch("listings", Listing.objects.filter(chronology__in=Chronology.objects.live()))
        events = events.prefetch_related(tags, places)
        return events if self.action == "retrieve" else events.defer(*(f"body_{code}" for code in languages.codes()))

    def key_of(self, name: str) -> uuid.UUID | None:
        """Return the id that the request names, None without; ValidationError (400) for what is none."""
        text = self.request.query_params.get(name)
        if text and not is_uuid(text):
            raise ValidationError({name: [f"“{text[:50]}” is not an id."]})
        return uuid.UUID(text) if text else None


class ChronologyViewSet(RecordViewSet):
    """Live chronologies, those published last first; their events are under `/events/?chronology=`."""

    kind = "chronology"
    serializer_class = ChronologySerializer

    def get_queryset(self) -> QuerySet[Chronology]:
        return Chronology.objects.live()


class FormatViewSet(RecordViewSet):
    """Live formats, those published last first."""

    kind = "format"
    serializer_class = FormatSerializer

    def get_queryset(self) -> QuerySet[Format]:
        return Format.objects.live().select_related("usual_place")


class AgreementViewSet(RecordViewSet):
    """Live agreements, those published last first; `?stage=` keeps those whose last stage on record it is, or `unseen` ones."""

    kind = "agreement"

    def get_serializer_class(self) -> type[AgreementSerializer]:
        return AgreementDetailSerializer if self.action == "retrieve" else AgreementSerializer

    def get_queryset(self) -> QuerySet[Agreement]:
        agreements = Agreement.objects.live().with_stage()
        if text := self.request.query_params.get("stage"):
            if text not in (UNSEEN, *Stage.Kind.values):
                raise ValidationError({"stage": [f"“{text[:50]}” is no stage."]})
            agreements = agreements.unseen() if text == UNSEEN else agreements.filter(stage=text)
        agreements = agreements.prefetch_related(Prefetch("tagged", knowing_archives(AgreementTag.objects.all(), languages.codes())))
        return agreements.select_related("image") if self.action == "retrieve" else agreements.without_texts()
