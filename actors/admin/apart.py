"""What tells two people, offices or places of one name apart, in a few words for whoever has to choose."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from actors.models import Actor, Office, Place, Tenure
from publishing import date_words, languages

WORDS = 8


def actors(records: Sequence[Actor]) -> dict[UUID, str]:
    """Return {key: the last post, or else the dates of life, or else the beginning of the summary} of actors."""
    posts = {tenure.actor_id: str(tenure.post) for tenure in Tenure.objects.filter(actor__in=records).select_related("post__office").in_order()}
    return {actor.pk: posts.get(actor.pk) or dates(actor.born, actor.died) or Truncator(actor.summary).words(WORDS) for actor in records}


def offices(records: Sequence[Office]) -> dict[UUID, str]:
    """Return {key: what it is part of, and from when to when it existed} of offices."""
    above: dict[UUID | None, str] = {office.pk: str(office) for office in Office.objects.filter(units__in=records).distinct()}
    return {
        office.pk: ", ".join(
            filter(None, (above.get(office.parent_id), dates(office.existed_from, office.existed_to), str(office.get_kind_display())))
        )
        for office in records
    }


def places(records: Sequence[Place]) -> dict[UUID, str]:
    """Return {key: kind, and what it lies in} of places."""
    above: dict[UUID | None, str] = {place.pk: str(place) for place in Place.objects.filter(pk__in=[place.parent_id for place in records])}
    return {place.pk: ", ".join(filter(None, (str(place.get_kind_display()), above.get(place.parent_id)))) for place in records}


def dates(first: Any, last: Any) -> str:  # Any: partial dates, which mypy takes for text
    """Return two dates, "" where both are empty."""
    said = [date_words.words(date, languages.active()) for date in (first, last)]
    return " – ".join(text or "?" for text in said) if any(said) else ""
