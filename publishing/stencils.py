"""Templates that are filled with other words thousands of times: rendered once for each shape of what they print, and filled by value."""

import re
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

# Between these letters, which no alphabet has, stands the number of the word that is to be printed there.
MARK = "\ue000{}\ue001"
MARKED = re.compile("\ue000(\\d+)\ue001")


def filled(template: str, language: str, name: str, value: Any) -> SafeString:  # Any: a dataclass
    """Return what `template` prints in `language` of a dataclass, which it knows by `name`.

    The template may print texts and numbers of it and ask whether there are any; no filter may look into them, and
    nothing may be asked of what they say. A text in it is escaped here, as the template would.
    """
    words: list[Any] = []
    shape = shape_of(value, words)
    return format_html(pattern_of(template, language, name, shape), *words)


def shape_of(value: Any, words: list[Any]) -> Hashable:  # Any: texts, numbers, and what is made of them
    """Return a value with a mark for every word in it, and add the words to `words`. What is empty stays as it is."""
    if value is None or value == "" or isinstance(value, bool):
        return value
    if isinstance(value, tuple):
        return tuple(shape_of(each, words) for each in value)
    if is_dataclass(value):
        return Shape((field.name, shape_of(getattr(value, field.name), words)) for field in fields(value))
    words.append(value)
    return MARK.format(len(words) - 1)


class Shape(tuple):
    """The fields of a dataclass, as templates ask for them, and to be remembered by."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:  # Any: a mark, or what is empty
        for known, value in self:
            if known == name:
                return value
        raise AttributeError(name)


@lru_cache(maxsize=512)
def pattern_of(template: str, language: str, name: str, shape: Hashable) -> str:
    """Return what the template prints of a shape, for `format_html`: numbers in braces where its words will stand."""
    with translation.override(language):
        text = render_to_string(template, {name: shape})
    return MARKED.sub(r"{\1}", text.replace("{", "{{").replace("}", "}}"))
