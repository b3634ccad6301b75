"""The filters of the index of people: by office, by place of remit, by a day, and all of them together."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BooleanField, Case, Exists, Max, OuterRef, Q, When
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.choices import MOST_LIKE_IT, Choice, Choices
from actors.models import Remit, Tenure
from actors.models.remit import RemitQuerySet
from actors.models.tenure import TenureQuerySet, surely, unopposed
from publishing.typed_dates import read

# What a name in an address is long at most.
LONGEST = 200


def day_of(text: str) -> dt.date:
    """Return the day that a reader asks about; ValidationError, in the reader's words, for what is none."""
    date = read(text)
    if date.is_interval or date.lower != date.upper:
        raise ValidationError(_("Give one day, for example 2024-10-15."), code="no_day")
    return date.lower


class Once(forms.TextInput):
    """One line of text that an address may say once."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:  # Any: as in Django
        """Return what is said, or all of it where it is said more than once."""
        said = data.getlist(name) if isinstance(data, QueryDict) else [data.get(name)]
        return said if len(said) > 1 else super().value_from_datadict(data, files, name)


class OnceField(forms.CharField):
    """A filter. What cannot be read is refused in the reader's words."""

    widget = Once

    def to_python(self, value: Any) -> Any:  # Any: what the address says; what the filter asks by
        """Return what is asked for, None for nothing."""
        if isinstance(value, list):
            raise ValidationError(_("This was given more than once. Give it once."), code="repeated")
        text = super().to_python(value)
        return self.read(text) if text else None

    def read(self, text: str) -> Any:  # Any: what the filter asks by
        """Return what the text says."""
        raise NotImplementedError


class DayField(OnceField):
    """A day, as people write it."""

    def read(self, text: str) -> dt.date:
        """Return the day."""
        return day_of(text)


class ChoiceField(OnceField):
    """An office or a place, by the name that addresses have for it or by words of its own; `choices` is set by the filter."""

    choices: Choices
    # Those that may be meant, where a name is not enough.
    like_it: list[Choice]
    unknown = gettext_lazy("Nothing of this name is recorded: “%(text)s”.")

    def read(self, text: str) -> Choice:
        """Return the one that is meant."""
        self.like_it = []
        if len(text) > LONGEST:
            raise ValidationError(_("A name is shorter than %(number)s characters.") % {"number": LONGEST}, code="long")
        found = self.choices.called(text)
        if not found:
            raise ValidationError(self.unknown % {"text": text}, code="unknown")
        if len(found) > 1:
            self.like_it = found[:MOST_LIKE_IT]
            raise ValidationError(_("There is more than one of this name. Choose one."), code="ambiguous")
        return found[0]


class DayFilter(django_filters.Filter):
    """The day on which people were in office."""

    field_class = DayField


class ChoiceFilter(django_filters.Filter):
    """An office or a place, with all that belongs to it."""

    field_class = ChoiceField


class TenureFilter(django_filters.FilterSet):
    """The tenures that are asked for. People answer if one of theirs meets all of the filters at once."""

    office = ChoiceFilter(label=gettext_lazy("Office, with its units"))
    place = ChoiceFilter(label=gettext_lazy("Looks after"))
    on = DayFilter(label=gettext_lazy("In office on"))

    class Meta:
        model = Tenure
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: TenureQuerySet, *, offices: Choices, places: Choices) -> None:
        super().__init__(data, queryset)
        self.known = {"office": offices, "place": places}
        for name, known in self.known.items():
            self.form.fields[name].choices = known
            self.form.fields[name].like_it = []

    @property
    def is_filled(self) -> bool:
        """Whether anything is asked for, understood or not."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def asked(self) -> dict[str, Any]:  # Any: a choice or a day
        """Return {name: what is asked for} of the filters that are set and understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def remits(self) -> RemitQuerySet:
        """Return the remits of a tenure, or of its post, over the place that is asked for."""
        over = self.known["place"].within(self.asked["place"])
        return Remit.objects.filter(Q(tenure=OuterRef("pk")) | Q(post=OuterRef("post")), place__in=over)

    def filter_queryset(self, queryset: TenureQuerySet) -> TenureQuerySet:
        """Return the tenures that meet all filters."""
        on, asked = self.asked.get("on"), self.asked
        if "office" in asked:
            queryset = queryset.filter(post__office__in=self.known["office"].within(asked["office"]))
        if on:
            queryset = queryset.on(on)
        if "place" in asked:
            queryset = queryset.filter(Exists(self.remits.on(on) if on else self.remits))
        return queryset

    def is_sure(self) -> Case:
        """Return whether a tenure, and the remit that is asked for, surely held on the day, as the database computes it."""
        on = self.asked["on"]
        sure = surely(on)
        if "place" in self.asked:
            remits = self.remits.surely_on(on)
            sure = sure & Q(Exists(remits)) | unopposed(on) & Q(Exists(remits.filter(tenure=OuterRef("pk"))))
        return Case(When(sure, then=True), default=False, output_field=BooleanField())

    def people(self) -> dict[Any, bool]:  # Any: keys
        """Return {actor: whether it surely is so} of those who answer. One query; without a day everything recorded is taken as it is."""
        if "on" not in self.asked:
            return dict.fromkeys(self.qs.order_by().values_list("actor", flat=True).distinct(), True)
        sure = Case(When(self.is_sure(), then=1), default=0)
        return {key: bool(found) for key, found in self.qs.order_by().values_list("actor").annotate(found=Max(sure))}

    def values(self, language: str) -> dict[str, str]:
        """Return the query that says the same to the index in a language."""
        return {name: value.values[language] if isinstance(value, Choice) else value.isoformat() for name, value in self.asked.items()}
