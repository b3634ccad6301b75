"""Partial dates in templates: words, as `<time>` where HTML allows."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from publishing import date_words, languages
from publishing.partial_dates import PartialDate

register = template.Library()


@register.filter
def date_in_words(date: PartialDate | None) -> SafeString:
    """Return a date in the page's language; each end of an interval that HTML can hold is a `<time>` of its own."""
    return pieces_in_words(date_words.pieces(date, languages.active()) if date else ())


def as_time(piece: date_words.Piece) -> SafeString:
    """Return some words of a date."""
    return format_html('<time datetime="{}">{}</time>', piece.iso, piece.text) if piece.iso else format_html("{}", piece.text)


@register.filter
def pieces_in_words(pieces: Iterable[date_words.Piece]) -> SafeString:
    """Return the words of a date that were put together already."""
    return format_html_join("", "{}", ((as_time(piece),) for piece in pieces))
