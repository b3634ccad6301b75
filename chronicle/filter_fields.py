"""What readers type or choose to find entries of a chronology: one of what occurs in it, a time, words, a year of the chart."""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.filters import LONGEST, ChoiceField, OnceField
from chronicle import years
from publishing.partial_dates import PartialDate
from publishing.search import fold
from publishing.typed_dates import read

# More words than this are no question.
MOST_WORDS = 8


class OccurringField(ChoiceField):
    """One of what occurs in the chronology."""

    unknown = gettext_lazy("Nothing of this name is in this chronology: “%(text)s”.")


class PeriodField(OnceField):
    """A time, as people write it."""

    def read(self, text: str) -> PartialDate:
        """Return the time."""
        return read(text)


class WordsField(OnceField):
    """Words to look for."""

    def read(self, text: str) -> str:
        """Return them as they were typed; ValidationError if there is nothing, or too much, to look for."""
        if len(text) > LONGEST or len(set(fold(text).split())) > MOST_WORDS:
            raise ValidationError(_("Ask for %(number)s words at most.") % {"number": MOST_WORDS}, code="long")
        if not fold(text):
            raise ValidationError(_("There is no word in this."), code="no_word")
        return text


class YearField(OnceField):
    """A year of the chart."""

    def read(self, text: str) -> str:
        """Return the year."""
        if text == years.UNDATED or (len(text) == len("2008") and text.isascii() and text.isdecimal() and int(text)):
            return text
        raise ValidationError(_("A year has four digits."), code="year")


class OccurringFilter(django_filters.Filter):
    """What an event must have."""

    field_class = OccurringField


class PeriodFilter(django_filters.Filter):
    """When it happened."""

    field_class = PeriodField


class WordsFilter(django_filters.Filter):
    """What it says."""

    field_class = WordsField


class YearFilter(django_filters.Filter):
    """The year under which it stands."""

    field_class = YearField
