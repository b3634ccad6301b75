"""What stands before and after an event in a chronology."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone

from chronicle.models import Chronology, Event, Listing
from chronicle.paging import ORDER
from publishing import languages, navigation
from publishing.record_page import Label, label


@dataclass(frozen=True)
class Neighbours:
    """The events before and after one in a chronology."""

    chronology: Label
    earlier: Label | None
    later: Label | None


def places_of(event: Event, language: str) -> list[Any]:  # Any: Listing rows with `earlier` and `later`, keys of events
    """Return where an event stands in chronologies that the public sees. One query."""
    rows = Listing.objects.filter(event=event, chronology__in=Chronology.objects.live()).select_related("chronology")
    unread = [f"{name}_{code}" for name in ("sought", "chronology__introduction") for code in languages.codes()]
    beside = Listing.objects.listed_in(language, timezone.now()).filter(chronology=OuterRef("chronology"))
    return list(
        rows.defer(*unread)
        .annotate(earlier=first(before(beside), backwards=True), later=first(after(beside), backwards=False))
        .order_by("chronology__folded", "chronology")
    )


def first(rows: QuerySet[Listing], *, backwards: bool) -> Subquery:
    """Return the key of the event that stands first among rows."""
    order = [F(name).desc() if backwards else F(name).asc() for name in ORDER]
    return Subquery(rows.order_by(*order).values("event")[:1], output_field=UUIDField())


def before(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Keep what stands before the outer row. The first bound is what the index is entered by."""
    lower, upper, event = (OuterRef(name) for name in ORDER)
    return rows.filter(Q(lower__lt=lower) | Q(upper__lt=upper) | Q(upper=upper, event__lt=event), lower__lte=lower)


def after(rows: QuerySet[Listing]) -> QuerySet[Listing]:
    """Keep what stands after the outer row."""
    lower, upper, event = (OuterRef(name) for name in ORDER)
    return rows.filter(Q(lower__gt=lower) | Q(upper__gt=upper) | Q(upper=upper, event__gt=event), lower__gte=lower)


def here(places: Sequence[Any], chronology: Chronology | None) -> Any | None:  # Any: a row of `places_of`
    """Return the place whose neighbours are shown: in the chronology that is read, or else in the only one there is."""
    if chronology is not None:
        return next((place for place in places if place.chronology_id == chronology.pk), None)
    return places[0] if len(places) == 1 else None


def keys(places: Sequence[Any], chronology: Chronology | None) -> set[uuid.UUID]:
    """Return the keys of the neighbours that are shown."""
    place = here(places, chronology)
    return {key for key in (place.earlier, place.later) if key is not None} if place is not None else set()


def shown(places: Sequence[Any], chronology: Chronology | None, events: Mapping[uuid.UUID, Event], language: str) -> Neighbours | None:
    """Return the neighbours, which lead on within the chronology; None where there is none to show."""
    place = here(places, chronology)
    if place is None:
        return None
    earlier, later = (events.get(key) for key in (place.earlier, place.later))
    return Neighbours(
        label(place.chronology, language), entry_label(earlier, place.chronology, language), entry_label(later, place.chronology, language)
    )


def entry_label(event: Event | None, chronology: Chronology, language: str) -> Label | None:
    """Return an event as one of a chronology."""
    if event is None:
        return None
    found = label(event, language)
    return Label(found.label, entry_address(chronology, event, language), found.lang)


def entry_address(chronology: Chronology, event: Event, language: str) -> str:
    """Return the address of an event within a chronology."""
    return navigation.address("chronicle:entry", language, chronology=chronology.slug_in(language), slug=event.slug_in(language))
