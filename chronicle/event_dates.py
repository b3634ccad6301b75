"""When an event was, in words: wherever its date is told, it is told that the year is inferred."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from chronicle.models import Event
from publishing import date_words
from publishing.date_words import Piece


def pieces(event: Event, language: str) -> tuple[Piece, ...]:
    """Return the words of the date of an event, () where it has none."""
    date: Any = event.date  # a PartialDate, which mypy takes for text
    if not date:
        return ()
    return (*date_words.pieces(date, language), *inferred(language, is_inferred=event.year_inferred))


def words(event: Event, language: str) -> str:
    """Return what `pieces` does as one text, "" for no date."""
    return "".join(piece.text for piece in pieces(event, language))


def inferred(language: str, *, is_inferred: bool) -> tuple[Piece, ...]:
    """Return what stands behind a date whose year is inferred, () for any other."""
    if not is_inferred:
        return ()
    with override(language):
        return (Piece(_(", year inferred")),)
