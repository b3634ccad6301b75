"""Rich text: the field, the one door through which HTML enters, and the one place that calls HTML safe."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core import checks
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from publishing.fields.richtext_clean import clean
from publishing.fields.richtext_editor import RichTextFormField, RichTextWidget
from publishing.fields.richtext_parse import parse
from publishing.fields.richtext_post import Told
from publishing.fields.richtext_render import Heading, Picture, write_page
from publishing.fields.richtext_terms import Terms
from publishing.fields.richtext_tree import Block, of_tag, plain


def render(
    html: str,
    *,
    pictures: Mapping[str, Picture] | None = None,
    prefix: str = "",
    language: str | None = None,
    terms: Terms | None = None,
) -> SafeString:
    """Return stored rich text as public HTML.

    `pictures` maps the ids that `image_ids` names to pictures; a figure without one is left out. `prefix` keeps ids
    apart where a page holds several texts. `language` is the language of the text, for the words that we add to it. `terms`
    are explained where they first stand. Whatever the column holds, the result is safe: it is parsed again and written by us.
    """
    return outlined(html, pictures=pictures, prefix=prefix, language=language, terms=terms)[0]


def outlined(
    html: str,
    *,
    pictures: Mapping[str, Picture] | None = None,
    prefix: str = "",
    language: str | None = None,
    terms: Terms | None = None,
) -> tuple[SafeString, list[Heading]]:
    """Return stored rich text as `render` does, and its headings in order, with the anchors that they have in it."""
    page, headings = write_page(parse(html), pictures=pictures or {}, prefix=prefix, language=language, terms=terms)
    return mark_safe(page), headings  # noqa: S308 - `write_page` escapes every word


def script_data(data: object, media_type: str) -> SafeString:
    """Return `data` as a data block of a page (HTML, section 4.12.1): JSON that no text in it can end or escape from."""
    text = json.dumps(data, ensure_ascii=False)
    for letter, written in {"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}.items():
        text = text.replace(letter, written)
    return format_html('<script type="{}">{}</script>', media_type, mark_safe(text))  # noqa: S308 - nothing in it is markup any more


def image_ids(html: str) -> list[UUID]:
    """Return the images that the figures of a text show, in their order, each once."""
    if "data-image" not in html:
        return []
    figures = [figure for block in parse(html) if block.tag == "figure" for figure in (block, *of_tag(block, "figure"))]
    return list(dict.fromkeys(UUID(figure.attributes["data-image"]) for figure in figures if "data-image" in figure.attributes))


def plain_text(html: str) -> str:
    """Return the words of a text, one line for each paragraph, without notes. For search, counts and descriptions."""
    return "\n".join(words for words in _lines(parse(html)) if words)


def _lines(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        yield plain(block.line).strip()
        yield from _lines(block.blocks)
        if block.attributes.get("class") == "post":
            yield Told.of(block).words


class RichTextField(models.TextField):
    """HTML from the editor, cleaned by every way into the database: forms, save, update, bulk, shell, raw loads."""

    description = _("Rich text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever a TextField takes
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    # Any: as in Django, a value may be text, nothing, or an expression.
    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        """Clean what is about to be stored."""
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)

    def get_placeholder(self, value: Any, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> str:
        """Refuse expressions that the database would evaluate to text which nobody has cleaned."""
        if hasattr(value, "as_sql") and not isinstance(value.output_field, RichTextField):
            raise TypeError(f"{self.name} takes text, or another rich text column, but no {type(value).__name__}.")
        return "%s"

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Return the editor, in the language of the column."""
        # The admin asks for its own textarea wherever it meets a TextField.
        kwargs["widget"] = RichTextWidget
        language = getattr(self, "_translated_field_language_code", "")
        return super().formfield(**{"form_class": RichTextFormField, "language": language, **kwargs})

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        """Report options that rich text cannot keep."""
        return [*super().check(**kwargs), *self._check_options()]

    def _check_options(self) -> list[checks.CheckMessage]:
        errors: list[checks.CheckMessage] = []
        if self.max_length is not None:
            hint = "Cleaning rewrites the text, so its length in the database is not the length that was typed."
            errors.append(
                checks.Error(
                    "RichTextField takes no max_length.",
                    hint=hint,
                    obj=self,
                    id="publishing.E010",
                )
            )
        if self.choices:
            errors.append(checks.Error("RichTextField takes no choices.", obj=self, id="publishing.E011"))
        if self.unique or getattr(self, "db_index", False):
            hint = "A text may be longer than an index entry. Search has an index of its own."
            errors.append(
                checks.Error(
                    "RichTextField takes no index.",
                    hint=hint,
                    obj=self,
                    id="publishing.E012",
                )
            )
        return errors
