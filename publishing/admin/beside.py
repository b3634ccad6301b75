"""The text in another language, to be read beside the one that is written: as it stands in the form, and not to be changed there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from publishing import languages
from publishing.drafts import Work
from publishing.fields.richtext import render
from publishing.fields.richtext_editor import RichTextFormField

# What the address of a form says when the other text is to stand there.
ASKED = "beside"


@dataclass(frozen=True)
class Line:
    """One text: its label, and its words, as HTML where it is rich text."""

    label: str
    words: str | SafeString
    is_rich: bool


@dataclass(frozen=True)
class Source:
    """What another language says, or, without lines, the offer to show it."""

    language: str
    name: str
    lines: Sequence[Line] = ()


def source(request: HttpRequest, work: Work, code: str, names: Sequence[str]) -> Source | None:
    """Return the other language's text for the part of a form in the language `code`, whose fields are `names`; None if there is none."""
    if not code or work.record._state.adding:
        return None
    for other in languages.preference():
        if other != code and says(work, other):
            name = str(dict(settings.LANGUAGES)[other])
            return Source(other, name, lines(work, code, other, names) if ASKED in request.GET else ())
    return None


def says(work: Work, code: str) -> bool:
    """Tell whether the form has a text in a language."""
    return any(work.state.get(f"{name}_{code}") for name in (work.record.title_field, work.record.body_field))


def lines(work: Work, code: str, other: str, names: Sequence[str]) -> list[Line]:
    """Return what the fields say in the other language, addresses apart."""
    found = []
    for name in names:
        twin = f"{name.removesuffix(f'_{code}')}_{other}"
        field, value = work.desk.schema[""].fields.get(twin), work.state.get(twin)
        if field is None or not isinstance(value, str) or not value.strip() or twin == f"{work.record.slug_field}_{other}":
            continue
        is_rich = isinstance(field, RichTextFormField)
        found.append(Line(str(field.label), render(value, prefix=f"beside-{other}-", language=other) if is_rich else value, is_rich))
    return found
