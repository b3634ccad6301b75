"""What lists of events, chronologies, formats and agreements can be asked in the read API."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from actors.models import Actor, Office, Place
from chronicle import sought
from chronicle.agreement_list import UNSEEN
from chronicle.appearances import public
from chronicle.models import Agreement, AgreementName, AgreementTag, Attendance, Chronology, Event, EventTag, Format, Listing, Party, Stage, Statement
from publishing import languages
from publishing.api.filters import Choice, Key, Period, RecordParameters, match_parameter, readable_with, within
from publishing.partial_dates import PartialDate
from publishing.search import fold


class EventParameters(RecordParameters):
    """What the list of events can be asked."""

    chronology = Key("Only those in this chronology", kind="chronology", method="by_chronology")
    actor = Key("Only those at which this person was, or spoke", kind="actor", method="by_subject")
    office = Key("Only those at which this office was, or whoever surely held a post in it", kind="office", method="by_subject")
    place = Key("Only those at this place, or at what lies in it", kind="place", method="by_subject")
    # Not `format`, which is everywhere how the answer is written.
    session_of = Key("Only sessions of this format", kind="format", method="by_format")
    parent = Key("Only those that are part of this event", kind="event", method="by_parent")
    tag = Key("Only those with this tag", kind="tag", method="by_tag")
    kind = Choice("Only those of this kind.", words=Event.Kind.values, method="by_kind")
    status = Choice("Only those that were held, planned, and so on.", words=Event.Status.values, method="by_status")
    period = Period("Only those that happened in this time (EDTF).", method="by_period", example="2008-08/2008-09")
    match = match_parameter()

    def by_chronology(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep what stands in a public chronology."""
        return queryset.filter(pk__in=Listing.objects.filter(chronology=key, chronology__in=Chronology.objects.live()).values("event"))

    def by_subject(self, queryset: Any, name: str, key: uuid.UUID) -> Any:
        """Keep where somebody or something public was."""
        live = {"actor": Actor.objects.live().with_profile(), "office": Office.objects.live(), "place": Place.objects.live()}[name]
        there = public(Attendance.objects.filter(**{name: key, f"{name}__in": live}), timezone.now())
        return queryset.filter(pk__in=there.values("event"))

    def by_format(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the sessions of a public format."""
        return queryset.filter(format=key, format__in=Format.objects.live())

    def by_parent(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep the parts of a public event."""
        return queryset.filter(parent=key, parent__in=Event.objects.live())

    def by_tag(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what has a tag."""
        return queryset.filter(pk__in=EventTag.objects.filter(tag=key).values("content_object"))

    def by_kind(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep a kind."""
        return queryset.filter(kind=kind)

    def by_status(self, queryset: Any, _name: str, status: str) -> Any:
        """Keep what was held, or not."""
        return queryset.filter(status=status)

    def by_period(self, queryset: Any, _name: str, period: PartialDate) -> Any:
        """Keep what happened in a time."""
        return queryset.filter(within(period, self.said("match"), "date_lower", "date_upper"))

    def by_words(self, queryset: Any, _name: str, words: list[str]) -> Any:
        """Look in title, lead and statements for words that begin so, in any spelling, as the page of a chronology does: all in one language."""
        wanted = fold(" ".join(words)).split()
        return queryset.filter(readable_with({code: Q(*(self.says(word, code) for word in wanted)) for code in languages.codes()}))

    def says(self, word: str, language: str) -> Q:
        """Return the condition that an event says a word in a language; what somebody says, if that may be told."""
        column = f"sought_{language}"
        spoken = Statement.objects.filter(sought.begun(column, word), sought.told(language))
        return sought.begun(column, word) | Q(pk__in=spoken.values("event"))


class FormatParameters(RecordParameters):
    """What the list of formats can be asked."""

    searched = ("title", "also", "lead")

    status = Choice("Only those that go on, are suspended, have ended.", words=Format.Status.values, method="by_status")

    def by_status(self, queryset: Any, _name: str, status: str) -> Any:  # Any: a queryset
        """Keep a status."""
        return queryset.filter(status=status)


class AgreementParameters(RecordParameters):
    """What the list of agreements can be asked."""

    stage = Choice(
        f"Only those whose last stage on record it is; `{UNSEEN}`: announced, and nothing since.",
        words=[UNSEEN, *Stage.Kind.values],
        method="by_stage",
    )
    actor = Key("Only those to which this person is a party", kind="actor", method="by_party")
    office = Key("Only those to which this office is a party", kind="office", method="by_party")
    place = Key("Only those to which this place is a party", kind="place", method="by_party")
    tag = Key("Only those with this tag", kind="tag", method="by_tag")
    kind = Choice("Only those of this kind.", words=Agreement.Kind.values, method="by_kind")
    period = Period("Only those valid at some time in this period (EDTF).", method="by_period", example="2024")
    match = match_parameter()

    def by_stage(self, queryset: Any, _name: str, stage: str) -> Any:  # Any: a queryset
        """Keep what came so far."""
        return queryset.unseen() if stage == UNSEEN else queryset.filter(stage=stage)

    def by_party(self, queryset: Any, name: str, key: uuid.UUID) -> Any:
        """Keep that of a public party."""
        live = {"actor": Actor.objects.live().with_profile(), "office": Office.objects.live(), "place": Place.objects.live()}[name]
        return queryset.filter(pk__in=Party.objects.filter(**{name: key, f"{name}__in": live}).values("agreement"))

    def by_tag(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what has a tag."""
        return queryset.filter(pk__in=AgreementTag.objects.filter(tag=key).values("content_object"))

    def by_kind(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep a kind."""
        return queryset.filter(kind=kind)

    def by_period(self, queryset: Any, _name: str, period: PartialDate) -> Any:
        """Keep what was valid in a time."""
        return queryset.filter(within(period, self.said("match"), "validity_lower", "validity_upper"))

    def has(self, word: str) -> Q:
        """Look in other names too."""
        return super().has(word) | Q(Exists(AgreementName.objects.filter(agreement=OuterRef("pk"), name__icontains=word)))
