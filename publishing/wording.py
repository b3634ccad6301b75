"""Values of a form's state in words, as an editor reads them: choices by their names, looked up once per field."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from publishing import date_words, languages
from publishing.fields import richtext
from publishing.fields.dates_form import EdtfFormField
from publishing.fields.richtext_editor import RichTextFormField
from publishing.partial_dates import PartialDate
from publishing.picks import NEW, Pick, Picks, is_uuid
from publishing.state import Schema, State
from publishing.values import Value


class Wording:
    """The words for the values of some states."""

    def __init__(self, schema: Schema, *states: State) -> None:
        self.schema = schema
        self.states = states
        self.picks = Picks()
        self.picks.load(schema, *states)
        # {id of a field: {key: name}}, of choices that the picks do not know.
        self.named: dict[int, dict[str, str]] = {}

    def is_text(self, form_field: forms.Field) -> bool:
        """Tell whether a field holds what somebody wrote, to be compared word by word."""
        chosen = isinstance(form_field, forms.ChoiceField | forms.ModelChoiceField | forms.BooleanField)
        return isinstance(form_field, forms.CharField) and not chosen and not isinstance(form_field, forms.UUIDField | forms.URLField | EdtfFormField)

    def words(self, form_field: forms.Field, value: Value | None) -> list[str]:
        """Return a value in words, one text for each choice; nothing for an empty one."""
        if isinstance(value, bool):
            return [_("yes") if value else _("no")]
        texts = [str(each) for each in (value if isinstance(value, list) else [value]) if each]
        if isinstance(form_field, forms.ModelChoiceField):
            names = self.names(form_field, texts)
            return [each.removeprefix(NEW) if each.startswith(NEW) else names.get(each, _("(no longer exists)")) for each in texts]
        if isinstance(form_field, forms.ChoiceField):
            return [str(dict(flat(form_field.widget.choices)).get(each, each)) for each in texts]
        return [said(form_field, each) for each in texts]

    def names(self, form_field: forms.ModelChoiceField, keys: Iterable[str]) -> dict[str, str]:
        """Return {key: name} of what is chosen. One query per field, however many rows have it."""
        if isinstance(form_field, Pick):
            return {key: str(form_field.label_from_instance(record)) for key, record in self.picks.get(form_field, keys).items()}
        if id(form_field) not in self.named:
            chosen = set(filter(is_uuid, self.values_of(form_field)))
            found = form_field.queryset.filter(pk__in=chosen) if chosen else []
            self.named[id(form_field)] = {str(record.pk): str(form_field.label_from_instance(record)) for record in found}
        return self.named[id(form_field)]

    def values_of(self, form_field: forms.Field) -> Iterable[str]:
        """Yield every value of a field in the states, as single texts."""
        places = [(prefix, name) for prefix, part in self.schema.items() for name, each in part.fields.items() if each is form_field]
        for state in self.states:
            for key, value in state.items():
                if any(key == name if not prefix else key.startswith(f"{prefix}/") and key.endswith(f"/{name}") for prefix, name in places):
                    yield from value if isinstance(value, list) else [str(value)]


def flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:  # Any: as in Django
    """Yield (value, name) of choices that may stand in groups."""
    for value, name in choices:
        if isinstance(name, list | tuple):
            yield from flat(name)
        else:
            yield str(value), name


def said(form_field: forms.Field, text: str) -> str:
    """Return a stored text as an editor reads it."""
    if isinstance(form_field, RichTextFormField):
        return richtext.plain_text(text)
    if isinstance(form_field, EdtfFormField):
        return partial(text)
    if isinstance(form_field, forms.DateField | forms.TimeField | forms.DateTimeField | forms.SplitDateTimeField):
        return moment(form_field, text)
    return text


def partial(text: str) -> str:
    """Return a stored partial date in words; what is none stays as it was typed."""
    try:
        return date_words.words(PartialDate.parse(text), languages.active())
    except ValidationError:
        return text


def moment(form_field: forms.Field, text: str) -> str:
    """Return a stored date, time or both as the reader's language writes it; what is neither stays as it was typed."""
    try:
        if isinstance(form_field, forms.DateField):
            return date_format(dt.date.fromisoformat(text), "j F Y")
        if isinstance(form_field, forms.TimeField):
            return time_format(dt.time.fromisoformat(text), "H:i")
        return date_format(dt.datetime.fromisoformat(text), "j F Y, H:i")
    except ValueError:
        return text
