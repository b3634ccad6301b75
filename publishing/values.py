"""One field's value as JSON: what a model holds, what was typed, and what a browser would send for it."""

import copy
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from publishing.fields.text import readable

# What cannot be parsed stays as it was typed: a text, or the texts of a widget of several inputs.
Value = str | bool | list[str]


def is_many(field: forms.Field) -> bool:
    """Tell whether the field takes a set of choices, which two editors can change without a conflict."""
    return isinstance(field, forms.ModelMultipleChoiceField)


def plain(field: forms.Field, value: Any) -> Value:  # Any: a column's value, or what a widget hands over
    """Return the canonical JSON value of a column's or a typed value.

    Equal contents give equal values: line ends are `\\n`, dates ISO, date-times naive in the site's zone, choices keys as text.
    A field may bring its own `canonical(text)`, and `key_of(choice)` for its choices.
    """
    if is_many(field):
        key_of = getattr(field, "key_of", as_key)
        return sorted({key for choice in value or [] if (key := key_of(choice))})
    if isinstance(field, forms.ModelChoiceField):
        return as_key(value)
    try:
        return as_text(field, parsed(field, value))
    except ValidationError:
        return [readable(str(part or "")) for part in value] if isinstance(value, list) else readable(str(value))


def as_key(choice: Any) -> str:  # Any: a record, a key or nothing
    """Return the key of a choice as text."""
    return readable(str(getattr(choice, "pk", choice) or "").strip().lower())


def parsed(field: forms.Field, value: Any) -> Any:  # Any: as in Django
    """Return what the field makes of a typed value; ValidationError if it can make nothing of it."""
    if isinstance(value, list):
        field = copy.copy(field)
        field.required = False
        return field.clean(value)
    if isinstance(value, bool | dt.date | dt.time):
        return value
    return field.to_python(readable(value) if isinstance(value, str) else value)


def as_text(field: forms.Field, value: Any) -> Value:  # Any: a parsed value
    """Return a parsed value as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return value
    if isinstance(value, dt.datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        # No widget shows microseconds, so keeping them would make every form look changed.
        return local.replace(microsecond=0).isoformat(" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    text = readable(str(value)).replace("\r\n", "\n")
    return field.canonical(text) if hasattr(field, "canonical") else text


def read(field: forms.Field, post: QueryDict, name: str) -> Value:
    """Return the value posted under `name`."""
    return plain(field, field.widget.value_from_datadict(post, {}, name))


def write(field: forms.Field, post: QueryDict, name: str, value: Value) -> None:
    """Put into `post` what a browser would send for `value`, in the active locale."""
    # The admin wraps the widgets of relations.
    widget = getattr(field.widget, "widget", field.widget)
    if isinstance(value, bool):
        if value:
            post[name] = "on"
    elif isinstance(widget, forms.MultiWidget):
        write_parts(widget, post, name, value)
    elif is_many(field):
        post.setlist(name, list(value))
    else:
        post[name] = localised(field, widget, str(value))


def write_parts(widget: forms.MultiWidget, post: QueryDict, name: str, value: Value) -> None:
    """Put the parts of a value into the inputs of a widget that has several."""
    parts = widget.decompress(dt.datetime.fromisoformat(value) if value else None) if isinstance(value, str) else value
    for part, suffix, given in zip(widget.widgets, widget.widgets_names, parts or [], strict=False):
        post[name + suffix] = given if isinstance(given, str) else part.format_value(given) or ""


def localised(field: forms.Field, widget: forms.Widget, value: str) -> str:
    """Return an ISO date or time as its widget shows it; any other text as it is."""
    if not value or not isinstance(field, forms.fields.BaseTemporalField):
        return value
    try:
        return str(widget.format_value(field.to_python(value)))
    except ValidationError:
        return value


def initial(field: forms.Field) -> Value:
    """Return the value with which a new row of a form begins."""
    return plain(field, field.initial() if callable(field.initial) else field.initial)
