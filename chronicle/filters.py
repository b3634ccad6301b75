"""The filters of a chronology: by kind, person, office, place, format, period and words, and all of them together.

`filtered(request, chronology, language)` is what asks for its entries, for the page and for whatever else goes out of it: if it
`is_valid()`, its `qs` are the places in the chronology that answer, in their order.
"""

import datetime as dt
from collections import Counter
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors import letters
from actors.choices import Choice, Choices
from actors.filters import LONGEST, ChoiceField, OnceField
from actors.models import Actor, Office
from chronicle import years
from chronicle.choices import OFFICE_PATHS, Offered, listed_in, offered
from chronicle.models import Chronology, Listing, Participant, Statement, Stop
from chronicle.models.chronology import ListingQuerySet
from chronicle.paging import ORDER
from publishing import date_words, languages, site
from publishing.partial_dates import Certainty, PartialDate
from publishing.remembered import stamp
from publishing.search import fold
from publishing.typed_dates import read

# More words than this are no question.
MOST_WORDS = 8
# What may stand behind `?` on the pages of a chronology that know its filters; `settings.PAGE_QUERY` names the pages.
CHOSEN = ("kind", "actor", "office", "place", "format")
NAMES = (*CHOSEN, "when", "q", "year")


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


class EventFilter(django_filters.FilterSet):
    """The entries of a chronology that are asked for."""

    kind = OccurringFilter(label=gettext_lazy("Kind"))
    actor = OccurringFilter(label=gettext_lazy("Person"))
    office = OccurringFilter(label=gettext_lazy("Office, with its units"))
    place = OccurringFilter(label=gettext_lazy("Place, with what lies in it"))
    format = OccurringFilter(label=gettext_lazy("Format"))
    when = PeriodFilter(label=gettext_lazy("Period"))
    q = WordsFilter(label=gettext_lazy("Words"))
    year = YearFilter(label=gettext_lazy("Year"))

    class Meta:
        model = Listing
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: ListingQuerySet, offers: Offered, language: str) -> None:
        super().__init__(data, queryset)
        self.offers, self.language = offers, language
        for name, field in self.form.fields.items():
            if isinstance(field, ChoiceField):
                field.choices, field.like_it = getattr(offers, name), []

    @property
    def boxes(self) -> list[tuple[BoundField, Choices]]:
        """Return (field, what it offers) of the filters that leave a choice."""
        named = [(name, getattr(self.offers, name)) for name in CHOSEN]
        return [(self.form[name], known) for name, known in named if len(known.rows) > 1 or self.data.get(name)]

    @property
    def is_filled(self) -> bool:
        """Whether anything is asked for, understood or not."""
        return any(self.data.get(name) for name in self.filters)

    @property
    def asked(self) -> dict[str, Any]:  # Any: a choice, a time, words or a year
        """Return {name: what is asked for} of the filters that are set and understood."""
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    def filter_queryset(self, queryset: ListingQuerySet) -> ListingQuerySet:
        """Return the entries that meet all filters, in their order."""
        found = self.but_year(queryset)
        return (years.of_year(found, self.asked["year"]) if "year" in self.asked else found).order_by(*ORDER)

    def but_year(self, queryset: ListingQuerySet) -> ListingQuerySet:
        """Return the entries that meet all filters, in whichever year."""
        for name, value in self.asked.items():
            if name != "year":
                queryset = queryset.filter(getattr(self, f"by_{name}")(value))
        return queryset

    def by_kind(self, kind: Choice) -> Q:
        """Return the condition that an event is of a kind."""
        return Q(event__kind=kind.key)

    def by_format(self, format_: Choice) -> Q:
        """Return the condition that an event is a session of a format."""
        return Q(event__format=format_.key)

    def by_actor(self, actor: Choice) -> Q:
        """Return the condition that somebody took part."""
        return Q(event__in=Participant.objects.filter(actor=actor.key).values("event"))

    def by_office(self, office: Choice) -> Q:
        """Return the condition that an office, or whoever had a post in it, took part."""
        within = self.offers.office.within(office)
        took_part = [Participant.objects.filter(**{f"{path}__in": within}).values("event") for path in OFFICE_PATHS]
        return Q(*(Q(event__in=rows) for rows in took_part), _connector=Q.OR)

    def by_place(self, place: Choice) -> Q:
        """Return the condition that a place lies on the way."""
        return Q(event__in=Stop.objects.filter(place__in=self.offers.place.within(place)).values("event"))

    def by_when(self, date: PartialDate) -> Q:
        """Return the condition that an event surely or possibly fell into a time; of one without a date nobody knows."""
        return Q(lower__lte=date.upper, upper__gte=date.lower, lower__lt=dt.date.max)

    def by_q(self, text: str) -> Q:
        """Return the condition that title, lead or statements have all words, in languages in which the event can be read."""
        found = Q()
        for word in dict.fromkeys(fold(text).split()):
            found &= Q(*(self.says(word, code) for code in languages.codes()), _connector=Q.OR)
        return found

    def says(self, word: str, language: str) -> Q:
        """Return the condition that an event says a word in a language; statements count if their speaker may be told."""
        can_be_read = Q(**{f"event__available_{language}": True, f"event__published_at_{language}__lte": timezone.now()})
        by_actor = Exists(Actor.objects.live().filter(pk=OuterRef("actor")))
        by_office = Exists(Office.objects.live().filter(pk=OuterRef("office")))
        spoken = Statement.objects.filter(by_actor | by_office | ~Q(**{f"attribution_{language}": ""}), **{f"sought_{language}__contains": word})
        return can_be_read & (Q(**{f"event__sought_{language}__contains": word}) | Q(event__in=spoken.values("event")))

    def numbers(self) -> Counter[int]:
        """Return {year: how many entries answer, whichever year is asked for}. One query where something is asked for."""
        others = self.asked.keys() - {"year"}
        return years.counted(self.but_year(self.queryset)) if others else self.offers.years

    def values(self, language: str, *, year: str | None = None) -> dict[str, str]:
        """Return the query that says the same to the page in a language; of another `year` if one is given."""
        found = {name: value.values[language] if isinstance(value, Choice) else str(value) for name, value in self.asked.items()}
        return found if year is None else {**found, "year": year}

    def query(self, language: str, *, year: str | None = None, **more: str) -> str:
        """Return what stands behind an address that asks the same, "" for nothing."""
        return letters.query(self.values(language, year=year), more) if self.is_valid() else ""

    def words(self) -> list[tuple[str, str]]:
        """Return (filter, what is asked for) as a reader is told."""
        return [(str(self.form.fields[name].label), self.told(value)) for name, value in self.asked.items()]

    def told(self, value: Any) -> str:  # Any: what is asked for
        """Return what is asked for, in words."""
        if isinstance(value, Choice):
            return value.label
        if isinstance(value, PartialDate):
            return date_words.words(value, self.language)
        return _("No date") if value == years.UNDATED else str(value)

    def is_possible(self, date: PartialDate | None) -> bool:
        """Tell whether a date that answers does so possibly only."""
        period: PartialDate | None = self.asked.get("when")
        return period is not None and date is not None and falls_into(date, period) != Certainty.SURELY


def falls_into(date: PartialDate, period: PartialDate) -> Certainty:
    """Tell whether something fell into a time: a single date lies within it; what went on for a while touches it."""
    if not date.is_interval:
        return date.within(period.lower, period.upper)
    start, end = date.start, date.end
    surely = start is not None and end is not None and start.upper <= period.upper and end.lower >= period.lower
    return Certainty.SURELY if surely else Certainty.MAYBE


def filtered(request: HttpRequest, chronology: Chronology, language: str) -> EventFilter:
    """Return what a request asks of a chronology. No query where the process knows what the chronology offers."""
    untranslated = site.of(request).list_untranslated
    offers = offered(chronology.pk, language, stamp(request), untranslated=untranslated)
    listed = listed_in(chronology.pk, language, untranslated=untranslated)
    return EventFilter(request.GET, listed, offers, language)
