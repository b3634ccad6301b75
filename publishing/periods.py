"""From when to when, and whether it is over: three fields of a form that answer each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from publishing.fields.dates_form import EdtfFormField
from publishing.partial_dates import PartialDate


@dataclass(frozen=True)
class Period:
    """The names of the three fields, and what the third one's choices are called."""

    start: str
    end: str
    status: str
    going_on: str = "ongoing"
    ended: str = "ended"
    unknown: str = "unknown"

    @property
    def names(self) -> tuple[str, str, str]:
        """The fields in the order in which they are asked."""
        return self.start, self.end, self.status


class PeriodForm(forms.BaseForm):
    """Form mixin: a date answers what the status leaves open. What contradicts it is left to the model, which refuses it in words."""

    periods: ClassVar[Sequence[Period]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: whatever the form takes
        super().__init__(*args, **kwargs)
        for period in self.periods:
            # "Since 2020" says both when it began and that it goes on; `settle` takes it apart.
            if isinstance(box := self.fields.get(period.start), EdtfFormField):
                box.extra_check = None

    def clean(self) -> dict[str, Any] | None:
        """Settle the periods."""
        cleaned = super().clean()
        for period in self.periods:
            settle(self.cleaned_data, period)
        return cleaned


def settle(cleaned: dict[str, Any], period: Period) -> None:
    """Take "since 2020" apart into a beginning and "goes on", and let the date of an end say that it is over; only where nothing contradicts."""
    start, end, status = (cleaned.get(name) for name in period.names)
    if isinstance(start, PartialDate) and start.start is not None and start.end is None and not end:
        if not start.text.endswith(".."):
            # "2020/": the end is not known, whatever the status says of it.
            cleaned[period.start] = start.start
        elif status in (period.unknown, period.going_on):
            cleaned |= {period.start: start.start, period.status: period.going_on}
    if end and status == period.unknown:
        cleaned[period.status] = period.ended
