"""What the list of articles can be asked in the read API."""

import uuid
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actors.models import Actor, Office, Place
from chronicle.models import Event
from news.models import ArticleEvent, ArticleTag, Byline, Mention
from publishing import languages
from publishing.api.filters import Boolean, Key, Period, RecordParameters, Word, became_public, readable_with
from publishing.api.trees import with_all_in
from publishing.partial_dates import PartialDate


class ArticleParameters(RecordParameters):
    """What the list of articles can be asked."""

    tag = Key("Only those with this tag", kind="tag", method="by_tag")
    actor = Key("Only those that name this person", kind="actor", method="by_actor")
    office = Key("Only those that name this office", kind="office", method="by_office")
    place = Key("Only those about this place, or what lies in it (by their tags)", kind="place", method="by_place")
    event = Key("Only those about this event", kind="event", method="by_event")
    author = Key("Only those by this author, who has a public page", kind="author", method="by_author")
    kind = Word("Only those of this kind, for example `news`.", method="by_kind", example="news")
    period = Period("Only those first published in this time (EDTF), by the calendar of the site.", method="by_period", example="2024-10")
    corrected = Boolean("Only those that were, or were not, corrected.", method="by_correction")

    def by_tag(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:  # Any: a queryset
        """Keep what has a tag."""
        return queryset.filter(pk__in=ArticleTag.objects.filter(tag=key).values("content_object"))

    def by_actor(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what names somebody who has a public page."""
        people = Actor.objects.live().with_profile()
        return queryset.filter(pk__in=Mention.objects.filter(actor=key, actor__in=people).values("article"))

    def by_office(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what names a public office."""
        return queryset.filter(pk__in=Mention.objects.filter(office=key, office__in=Office.objects.live()).values("article"))

    def by_place(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what has the tag of a place, or of one in it."""
        tags = Place.objects.filter(pk__in=with_all_in(Place, key), tag__isnull=False).values("tag")
        return queryset.filter(pk__in=ArticleTag.objects.filter(tag__in=tags).values("content_object"))

    def by_event(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what is about a public event."""
        return queryset.filter(pk__in=ArticleEvent.objects.filter(event=key, event__in=Event.objects.live()).values("article"))

    def by_author(self, queryset: Any, _name: str, key: uuid.UUID) -> Any:
        """Keep what somebody wrote who has a public page."""
        return queryset.filter(pk__in=Byline.objects.filter(author=key, author__has_profile=True).values("article"))

    def by_kind(self, queryset: Any, _name: str, kind: str) -> Any:
        """Keep a kind."""
        return queryset.filter(kind__key=kind)

    def by_period(self, queryset: Any, _name: str, period: PartialDate) -> Any:
        """Keep what became public in a time."""
        return queryset.filter(became_public(period))

    def by_correction(self, queryset: Any, _name: str, said: str) -> Any:
        """Keep what has a public correction, or what has none."""
        corrected = readable_with({code: Q(**{f"corrected_at_{code}__lte": timezone.now()}) for code in languages.codes()})
        return queryset.filter(corrected if said == "true" else ~corrected)
