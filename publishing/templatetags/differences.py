"""What the page of a comparison prints, with no white space between words that has not been typed."""

import uuid

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from publishing.differing import ADDED, REMOVED, SAME, Line, Piece
from publishing.fields.richtext_editor import image_addresses

register = template.Library()

TAGS = {ADDED: "ins", REMOVED: "del"}
# Pixels of a picture beside a line.
WIDTH = 160


@register.simple_tag
def pieces(line: Line) -> SafeString:
    """Return the words of a line: what came in <ins>, what went in <del>, each said in words too."""
    words = format_html_join("", "{}", ((written(piece),) for piece in line.pieces))
    return format_html('<span class="diff-words">{}</span>', words)


def written(piece: Piece) -> SafeString:
    """Return one run of words."""
    text = marked(piece)
    if piece.op == SAME:
        return text
    tag, said = TAGS[piece.op], {ADDED: _("added:"), REMOVED: _("removed:")}[piece.op]
    # White space alone is seen by nobody, so it is not read out.
    label = format_html('<span class="visually-hidden" lang="{}">[{} </span>', get_language(), said) if piece.text.strip() else ""
    end = format_html('<span class="visually-hidden">{}</span>', "]") if piece.text.strip() else ""
    return format_html('<{} class="diff">{}{}{}</{}>', tag, label, text, end, tag)


def marked(piece: Piece) -> SafeString:
    """Return the words with their marks, and where a link leads."""
    text = format_html("{} ({})", piece.text, piece.href) if piece.href else format_html("{}", piece.text)
    names = " ".join(f"diff__{mark}" for mark in piece.marks)
    return format_html('<span class="{}">{}</span>', names, text) if names else text


@register.simple_tag
def picture_url(key: str) -> str:
    """Return the address of a small picture, for editors; "" if there is no such address."""
    try:
        return f"{reverse(image_addresses.file, args=[uuid.UUID(key)])}?w={WIDTH}" if image_addresses.file and key else ""
    except ValueError:
        return ""
