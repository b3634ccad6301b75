"""The box of a partial date in a form."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from publishing.partial_dates import PartialDate


class EdtfFormField(forms.CharField):
    """A partial date in a form: it takes EDTF, and the way in which the site's languages write dates."""

    def __init__(self, *, extra_check: Callable[[PartialDate], None] | None = None, **kwargs: Any) -> None:  # Any: whatever a CharField takes
        super().__init__(**kwargs)
        self.extra_check = extra_check

    def to_python(self, value: Any) -> PartialDate | None:  # Any: what a widget hands over, or what a column holds
        """Return the date; ValidationError that names the wrong part."""
        if value is None or isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        return PartialDate.parse(text) if text else None

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
