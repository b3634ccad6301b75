"""The period that a report is about, as somebody asks for it."""

import datetime as dt
import re
from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a report shows unless somebody asks for another period, and the longest it takes.
DAYS, MOST_DAYS = 30, 1100


@dataclass(frozen=True)
class Period:
    """Whole days, the last one included."""

    first: dt.date
    last: dt.date


class PeriodForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(label=gettext_lazy("From"), widget=AdminDateWidget)
    until = forms.DateField(label=gettext_lazy("To"), widget=AdminDateWidget)

    def clean(self) -> dict[str, dt.date] | None:
        """Refuse a period that ends before it begins, or is too long to be read at once."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            raise ValidationError(_("The period ends before it begins."))
        if since and until and (until - since).days > MOST_DAYS:
            raise ValidationError(_("Choose a period of at most three years."))
        return cleaned

    def period(self) -> Period | None:
        """Return the period, or None if it was refused."""
        return Period(self.cleaned_data["since"], self.cleaned_data["until"]) if self.is_valid() else None


def latest() -> Period:
    """Return the last days."""
    today = timezone.localdate()
    return Period(today - dt.timedelta(days=DAYS - 1), today)


def period_form(asked: dict[str, str]) -> PeriodForm:
    """Return the form with what was asked for, or with the last days."""
    usual = latest()
    return PeriodForm(asked if "since" in asked or "until" in asked else {"since": usual.first, "until": usual.last})


def quarter(name: str) -> Period | None:
    """Return the quarter called "2026-4", or None for what is none."""
    found = re.fullmatch(r"(\d{4})-([1-4])", name, re.ASCII)
    if found is None or not dt.MINYEAR <= int(found[1]) < dt.MAXYEAR:
        return None
    year, number = int(found[1]), int(found[2])
    after = dt.date(year + number // 4, number % 4 * 3 + 1, 1)
    return Period(dt.date(year, number * 3 - 2, 1), after - dt.timedelta(days=1))


def quarters(today: dt.date, count: int = 5) -> list[str]:
    """Return the names of the last quarters, the current one first."""
    index = today.year * 4 + (today.month - 1) // 3
    return [f"{each // 4}-{each % 4 + 1}" for each in range(index, index - count, -1)]
