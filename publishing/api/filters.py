"""The parameters of the read API, and how lists are filtered by them.

A list names its parameters in a `FilterSet` (`ListParameters` or a child of it), a single object has `Parameters`. Whatever an address
says beside them is refused. A filter looks only at what the public sees: what is hidden answers like what never was.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from publishing import languages
from publishing.addresses import record_at
from publishing.api import fields
from publishing.api.problems import BadParameters
from publishing.partial_dates import PartialDate
from publishing.registry import record_types

SURELY, POSSIBLY = "surely", "possibly"
MOST_ON_A_PAGE = 100


class Parameter(django_filters.Filter):
    """A parameter. `method` names the method of the list that applies it; without one it is applied elsewhere."""

    field_class = fields.ParameterField
    # Whether nothing is answered without it; who answers refuses in its own words.
    is_needed = False

    def __init__(self, help_text: str = "", *, method: str | None = None, example: Any = None, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(label=help_text, method=method, help_text=help_text, **kwargs)
        self.example = example

    def filter(self, qs: Any, value: Any) -> Any:  # Any: a queryset, what is asked by
        """Leave the list as it is."""
        return qs


class Key(Parameter):
    """A record, by id or by the last part of its address; the value is its id. `kind` is what slugs belong to."""

    field_class = fields.KeyField

    def __init__(self, help_text: str, *, kind: str, **kwargs: Any) -> None:  # Any: as in Django
        super().__init__(f"{help_text}: an id, or the last part of an address, present or past, in any language.", **kwargs)
        self.kind = kind


class Word(Parameter):
    """A word that is the key of something."""

    field_class = fields.WordField


class Cursor(Parameter):
    """Where a page begins."""

    field_class = fields.CursorField


class Slug(Parameter):
    """The last part of an address."""

    field_class = fields.SlugField


class Ids(Parameter):
    """Ids."""

    field_class = fields.IdsField


class Names(Parameter):
    """Names of fields."""

    field_class = fields.NamesField


class Choice(Parameter):
    """One of several words."""

    field_class = fields.ChoiceField


class Language(Parameter):
    """A language."""

    field_class = fields.LanguageField


class Boolean(Parameter):
    """Yes or no."""

    field_class = fields.BooleanField


class Number(Parameter):
    """A whole number."""

    field_class = fields.NumberField


class Moment(Parameter):
    """A moment."""

    field_class = fields.MomentField


class Day(Parameter):
    """A day."""

    field_class = fields.DayField


class Period(Parameter):
    """A time."""

    field_class = fields.PeriodField


class Words(Parameter):
    """Words to look for."""

    field_class = fields.WordsField


class Asked(django_filters.FilterSet):
    """What a request says. This one knows no parameters."""

    def __init__(self, data: QueryDict, queryset: QuerySet, *, renderers: Sequence[Any] = ()) -> None:  # Any: renderers of the framework
        # The library copies every filter and its box for each request, which costs more than reading a page: only what is asked is needed.
        self.base_filters = {name: each for name, each in self.known().items() if name in data}
        super().__init__(data, queryset)
        self.formats = [renderer.format for renderer in renderers]

    @classmethod
    def known(cls) -> dict[str, Any]:
        """Return the parameters there are, by name."""
        return cls.base_filters

    def check(self) -> None:
        """Raise BadParameters for what nobody knows, and for what cannot be read."""
        wrong = {name: "There is no such parameter here." for name in self.data if name not in self.known() and name != "format"}
        wrong |= {name: str(errors[0]) for name, errors in self.form.errors.items()}
        asked = self.data.getlist("format")
        if asked and (len(asked) > 1 or asked[0] not in self.formats):
            wrong["format"] = f"Give one of: {', '.join(self.formats)}."
        if wrong:
            raise BadParameters(wrong)

    def said(self, name: str) -> Any:  # Any: what is asked by
        """Return what a parameter says, None where it is not given."""
        return self.form.cleaned_data.get(name)

    def key(self, name: str) -> uuid.UUID:
        """Return the id of the record that a parameter names, which is given."""
        parameter: Any = self.filters[name]
        return key_of(parameter.kind, self.said(name))

    def filter_queryset(self, queryset: Any) -> Any:  # Any: a queryset
        """Apply what is given."""
        for name, parameter in self.filters.items():
            value = self.said(name)
            if value is not None:
                if isinstance(parameter, Key):
                    value = key_of(parameter.kind, value)
                queryset = parameter.filter(queryset, value)
        return queryset


class Parameters(Asked):
    """What every object of the API can be asked: in which language, with which fields, with what in place of ids."""

    lang = Language("One text in place of each value by language: in this one, else in the first there is, which `fallback` names.", example="en")
    fields = Names("Only these fields, and the id.")
    expand = Names("Fields in which whole objects, as their lists have them, stand in place of ids.")


def since_parameter(more: str = "") -> Moment:
    """Return the parameter that asks for what changed; `more` says what else counts as a change of the rows of a list."""
    words = f"Only those that changed in public at this moment or later{more}; a day means its beginning by the clocks of the site."
    return Moment(words, method="by_update", example="2024-10-15T00:00:00Z")


class ListParameters(Parameters):
    """What every list can be asked."""

    limit = Number("How many on a page.", least=1, most=MOST_ON_A_PAGE, example=20)
    cursor = Cursor("Where a page begins: follow `next` and `previous`, which have it.")
    ids = Ids("Only those with these ids, a hundred at most.", method="by_ids")
    updated_since = since_parameter()

    def by_ids(self, queryset: Any, _name: str, keys: list[uuid.UUID]) -> Any:
        """Keep those that are named."""
        return queryset.filter(pk__in=keys)

    def by_update(self, queryset: Any, _name: str, since: dt.datetime) -> Any:
        """Keep what changed."""
        return queryset.filter(self.changed(since))

    def changed(self, since: dt.datetime) -> Q:
        """Return the condition that a row of the list changed in public at a moment or later."""
        return Q(updated_at__gte=since)


class RecordParameters(ListParameters):
    """What every list of records can be asked."""

    # Translated texts in which `q` looks.
    searched: Sequence[str] = ("title", "lead")

    slug = Slug("The one that has or had this address, in any language; what was merged leads to the record it went into.", method="by_slug")
    available_in = Language("Only those that can be read in this language.", method="by_language")
    q = Words("Only those with all these words in title or lead, in a language in which they can be read.", method="by_words", example="Geneva talks")

    def by_slug(self, queryset: Any, _name: str, slug: str) -> Any:
        """Keep the one that a slug leads to."""
        kind = next(known.kind for known in record_types() if known.model is queryset.model)
        return queryset.filter(pk=key_of(kind, slug))

    def by_language(self, queryset: Any, _name: str, language: str) -> Any:
        """Keep what can be read in a language."""
        return queryset.available_in(language)

    def by_words(self, queryset: Any, _name: str, words: list[str]) -> Any:
        """Keep what has all of the words."""
        for word in words:
            queryset = queryset.filter(self.has(word))
        return queryset

    def has(self, word: str) -> Q:
        """Return the condition that a record has a word, in a language in which it can be read."""
        return readable_with(
            {code: Q(*(Q(**{f"{name}_{code}__icontains": word}) for name in self.searched), _connector=Q.OR) for code in languages.codes()}
        )


def readable_with(conditions: dict[str, Q], prefix: str = "") -> Q:
    """Return {language: condition} as one: it holds in a language in which the record can be read."""
    now, found = timezone.now(), Q()
    for code, condition in conditions.items():
        found |= Q(**{f"{prefix}available_{code}": True, f"{prefix}published_at_{code}__lte": now}) & condition
    return found


def has_in_any(word: str, names: Sequence[str]) -> Q:
    """Return the condition that one of these translated texts, public in every language, has a word."""
    return Q(*(Q(**{f"{name}_{code}__icontains": word}) for name in names for code in languages.codes()), _connector=Q.OR)


def key_of(kind: str, said: uuid.UUID | str) -> uuid.UUID:
    """Return the id of the record that is meant: of a slug, as its page would find it, else one that nothing has."""
    if isinstance(said, uuid.UUID):
        return said
    key = record_at(kind, said)
    model = next((known.model for known in record_types() if known.kind == kind), None)
    if key is None or model is None:
        return key or fields.NOBODY
    record = model._default_manager.filter(pk=key).first()
    return fields.NOBODY if record is None or not record.is_live or record.hides(said) else key


def within(period: PartialDate, match: str | None, lower: str, upper: str) -> Q:
    """Return the condition that a date (by the columns of its bounds) surely or possibly lies in a time; of none nobody knows."""
    if match == SURELY:
        return Q(**{f"{lower}__gte": period.lower, f"{upper}__lte": period.upper})
    return Q(**{f"{lower}__lte": period.upper, f"{upper}__gte": period.lower})


def became_public(period: PartialDate) -> Q:
    """Return the condition that a record became public between the first and the last day of a time."""
    found, zone = Q(), timezone.get_default_timezone()
    if period.lower > dt.date.min + dt.timedelta(days=1):
        found &= Q(live_at__gte=dt.datetime.combine(period.lower, dt.time.min, zone))
    if period.upper < dt.date.max - dt.timedelta(days=1):
        found &= Q(live_at__lt=dt.datetime.combine(period.upper + dt.timedelta(days=1), dt.time.min, zone))
    return found


def match_parameter() -> Choice:
    """Return the parameter that says how sure the dates of a list must be."""
    return Choice(
        "How sure dates must be: `possibly` (the default) keeps what may be so, `surely` what must.", words=[POSSIBLY, SURELY], example=POSSIBLY
    )
