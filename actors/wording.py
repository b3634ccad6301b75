"""Titles and names in words: the mark of an office, “acting” and “occupied” are data, and every language says them its own way."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from actors.models import Mark, Office, Place, Post, Tenure
from publishing import languages

# {language: the quotation marks of the language}
QUOTES = {"en": ("“", "”"), "ka": ("„", "“")}


def marked(text: str, mark: str, language: str) -> str:
    """Return a title or a name with its mark, in the language that it is in."""
    if mark == Mark.QUOTES:
        before, after = QUOTES.get(language, QUOTES["en"])
        return f"{before}{text}{after}"
    if mark == Mark.DE_FACTO:
        with override(language):
            return _("de facto %(title)s") % {"title": text}
    return text


def post_title(post: Post, language: str) -> tuple[str, str]:
    """Return (the title of a post with its mark, the language it is in)."""
    titles = post.titles()
    code = next((code for code in languages.preference(language) if code in titles), language)
    title = titles.get(code, "")
    return marked(title, post.mark_in(code), code), code


def tenure_title(tenure: Tenure, language: str) -> tuple[str, str]:
    """Return (the title that a tenure gives, the language it is in)."""
    title, code = post_title(tenure.post, language)
    if not tenure.is_acting:
        return title, code
    with override(code):
        return _("acting %(title)s") % {"title": title}, code


def office_name(office: Office, language: str) -> tuple[str, str]:
    """Return (the name of an office with its mark, the language it is in), of no language that waits for its moment."""
    name, code = office.title_in(language)
    return marked(name, getattr(office, f"mark_{code}"), code), code


def place_name(place: Place, language: str) -> tuple[str, str]:
    """Return (the name of a place with its mark, the language it is in), of no language that waits for its moment."""
    name, code = place.title_in(language)
    if place.mark != Place.Mark.OCCUPIED:
        return name, code
    with override(code):
        return _("occupied %(place)s") % {"place": name}, code
