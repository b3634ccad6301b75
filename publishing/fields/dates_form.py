"""The box of a partial date in a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing import date_words, languages
from publishing.partial_dates import PartialDate
from publishing.typed_dates import read


class EdtfInput(forms.TextInput):
    """One line for a date, and under it what the date means: as it stands in the page, and as one types where scripts run."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:  # Any: as in Django
        """Add what was understood; static/js/admin/dates.js keeps it in step."""
        attrs = {"autocomplete": "off", "spellcheck": "false", "data-reads-date": reverse("admin:read_date"), **(attrs or {})}
        line = super().render(name, value, attrs, renderer)
        said, words, state = meaning_of(value)
        return format_html('{}<output class="date-meaning{}" for="{}" data-words="{}">{}</output>', line, state, attrs.get("id", ""), words, said)


def meaning_of(value: Any) -> tuple[str, str, str]:  # Any: what a column holds, or what was typed
    """Return what a date means in the language of the interface, its words, and "" – or why it is none, no words, and what its class ends in."""
    try:
        date = read(str(value)) if value else None
    except ValidationError as error:
        return error.messages[0], "", " date-meaning--wrong"
    language = languages.active()
    return (date_words.meaning(date, language) if date else ""), date_words.words(date, language), ""


class EdtfFormField(forms.CharField):
    """A partial date in a form: it takes EDTF, and the way in which the site's languages write dates.

    Its value in the state of a form is EDTF, so dates that are equal are equal however they were typed; what is no date yet stays
    as it was typed.
    """

    widget = EdtfInput

    def __init__(self, *, extra_check: Callable[[PartialDate], None] | None = None, **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(**kwargs)
        self.extra_check = extra_check

    def to_python(self, value: Any) -> PartialDate | None:  # Any: what a widget hands over, or what a column holds
        """Return the date; ValidationError that names the wrong part."""
        if value is None or isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        return read(text) if text else None

    def validate(self, value: PartialDate | None) -> None:
        """Ask for a date where one is needed."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        if value is not None and self.extra_check:
            self.extra_check(value)

    def has_changed(self, initial: Any, data: Any) -> bool:  # Any: as in Django
        """Compare dates, not spellings of dates."""
        try:
            return not self.disabled and self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True

    def prepare_value(self, value: Any) -> Any:  # Any: as in Django
        """Return what stands in the box."""
        return str(value) if isinstance(value, PartialDate) else value
