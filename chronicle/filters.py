"""The filters of a chronology: by kind, person, office, place, format, period and words, and all of them together.

`filtered(request, chronology, language)` is what asks for its entries, for the page and for whatever else goes out of it: if it
`is_valid()`, its `qs` are the places in the chronology that answer, in their order.
"""

import datetime as dt
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors import letters
from actors.choices import Choice, Choices
from actors.filters import ChoiceField
from chronicle import sought, years
from chronicle.choices import Offered, listed_in, offered, there
from chronicle.filter_fields import OccurringFilter, PeriodFilter, WordsFilter, YearFilter
from chronicle.models import Chronology, Listing
from chronicle.models.chronology import ListingQuerySet
from chronicle.paging import ORDER, SIZE
from chronicle.years import Keys, Numbers
from publishing import date_words, site
from publishing.partial_dates import Certainty, PartialDate
from publishing.remembered import Memory, Stamp, stamp
from publishing.search import fold

# Where no more than so many entries answer, it is remembered which.
FEW = 500
# What may stand behind `?` on the pages of a chronology that know its filters; `settings.PAGE_QUERY` names the pages.
CHOSEN = ("kind", "actor", "office", "place", "format")
NAMES = (*CHOSEN, "when", "q", "year")

# {((chronology, language, whether untranslated events are listed), what is asked for but the year): what answers}
_answers = Memory(256)


@dataclass(frozen=True)
class Answer:
    """How many entries of each year answer; and which, by their own keys, where these are few."""

    years: Numbers
    rows: list[int] | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a chronology before it is asked: what it offers, and what answered before under the same change."""

    offers: Offered
    language: str
    answers: dict[Hashable, Answer]
    under: Stamp | None
    # Whose answers are meant.
    about: tuple[Hashable, ...]


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

    # Whether entries are read one after the other until there are enough.
    walks = False

    def __init__(self, data: QueryDict, queryset: ListingQuerySet, known: Known) -> None:
        super().__init__(data, queryset)
        self.known, self.offers, self.language = known, known.offers, known.language
        for name, field in self.form.fields.items():
            if isinstance(field, ChoiceField):
                field.choices, field.like_it = getattr(self.offers, name), []

    @property
    def boxes(self) -> list[tuple[BoundField, Choices]]:
        """Return (field, what it offers) of the filters that leave a choice: every event has a kind, not every one a person or a format."""
        named = [(name, getattr(self.offers, name)) for name in CHOSEN]
        return [(self.form[name], known) for name, known in named if len(known.rows) > (name == "kind") or self.data.get(name)]

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

    @property
    def entries(self) -> ListingQuerySet:
        """Return the entries that answer, in their order, as a page of them is read soonest.

        By their keys where it is known which they are. Where many answer, from entry to entry until there are enough: that takes
        fewer steps than to collect all that answer and put them in order.
        """
        answer = self.answer()
        if answer.rows is not None:
            found = self.queryset.filter(pk__in=answer.rows)
        else:
            self.walks = answer.years.total() ** 2 > SIZE * self.offers.years.total()
            found = self.but_year(self.queryset)
        return (years.of_year(found, self.asked["year"]) if "year" in self.asked else found).order_by(*ORDER)

    def but_year(self, queryset: ListingQuerySet) -> ListingQuerySet:
        """Return the entries that meet all filters, in whichever year."""
        for name, value in self.asked.items():
            if name != "year":
                queryset = queryset.filter(getattr(self, f"by_{name}")(value))
        return queryset

    def there(self, **subject: Any) -> Q:  # Any: as `choices.there` takes it
        """Return the condition that somebody was at an event, or that it was somewhere."""
        rows = there(**subject)
        return Q(Exists(rows.filter(event=OuterRef("event")))) if self.walks else Q(event__in=rows.values("event"))

    def by_kind(self, kind: Choice) -> Q:
        """Return the condition that an event is of a kind."""
        return Q(kind=kind.key)

    def by_format(self, format_: Choice) -> Q:
        """Return the condition that an event is a session of a format."""
        return Q(event__format=format_.key)

    def by_actor(self, actor: Choice) -> Q:
        """Return the condition that somebody took part or spoke, named or as the one who surely held a post that is."""
        return self.there(actor=actor.key)

    def by_office(self, office: Choice) -> Q:
        """Return the condition that an office, or whoever had a post in it, took part or spoke."""
        return self.there(office__in=self.offers.office.within(office))

    def by_place(self, place: Choice) -> Q:
        """Return the condition that a place, or what lies in it, is on the way."""
        return self.there(place=place.key)

    def by_when(self, date: PartialDate) -> Q:
        """Return the condition that an event surely or possibly fell into a time; of one without a date nobody knows."""
        return Q(lower__lte=date.upper, upper__gte=date.lower, lower__lt=dt.date.max)

    def by_q(self, text: str) -> Q:
        """Return the condition that title, lead and statements have words that begin so, in a language in which the event can be read."""
        return sought.has(fold(text).split(), self.known.under)

    def numbers(self) -> Counter[int]:
        """Return {year: how many of the entries that answer began in it}, whichever year is asked for."""
        return self.answer().years.begun

    def answer(self) -> Answer:
        """Return what answers, whichever year is asked for. Two queries at most; none for what is known, by a box or under the same change."""
        asked = {name: value for name, value in self.asked.items() if name != "year"}
        if not asked:
            return Answer(self.offers.years)
        if asked.keys() == {"kind"} and (numbers := self.offers.years_of[asked["kind"].key]).total() > FEW:
            return Answer(numbers)
        question = (*self.known.about, *((name, value.key if isinstance(value, Choice) else str(value)) for name, value in sorted(asked.items())))
        if question not in self.known.answers:
            rows = self.but_year(self.queryset)
            self.known.answers[question] = counted(rows) if asked.keys() & set(CHOSEN) else few(rows) or counted(rows, with_keys=False)
        return self.known.answers[question]

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


def counted(rows: ListingQuerySet, *, with_keys: bool = True) -> Answer:
    """Return what some entries answer. One query, which looks at each of them once; the keys of many cost as much again."""
    numbered = rows.order_by().values_list("first_year", "last_year").annotate(number=Count("pk"))
    found = list(numbered.annotate(keys=Keys("pk")) if with_keys else numbered)
    numbers = Numbers.of((first, last, number) for first, last, number, *_keys in found)
    are_kept = with_keys and numbers.total() <= FEW
    return Answer(numbers, [int(key) for *_numbers, keys in found for key in keys.split(",")] if are_kept else None)


def few(rows: ListingQuerySet) -> Answer | None:
    """Return what some entries answer if they are few: words and times that many have are soon found often enough. One query."""
    found = list(rows.order_by().values_list("pk", "first_year", "last_year")[: FEW + 1])
    if len(found) > FEW:
        return None
    return Answer(Numbers.of((first, last, 1) for _key, first, last in found), [key for key, *_years in found])


def falls_into(date: PartialDate, period: PartialDate) -> Certainty:
    """Tell whether something fell into a time: a single date lies within it; what went on for a while touches it."""
    if not date.is_interval:
        return date.within(period.lower, period.upper)
    start, end = date.start, date.end
    surely = start is not None and end is not None and start.upper <= period.upper and end.lower >= period.lower
    return Certainty.SURELY if surely else Certainty.MAYBE


def filtered(request: HttpRequest, chronology: Chronology, language: str) -> EventFilter:
    """Return what a request asks of a chronology. No query where the process knows what the chronology offers."""
    untranslated, under = site.of(request).list_untranslated, stamp(request)
    offers = offered(chronology.pk, language, under, untranslated=untranslated)
    listed = listed_in(chronology.pk, language, untranslated=untranslated)
    known = Known(offers, language, _answers.under(under), under, (chronology.pk, language, untranslated))
    return EventFilter(request.GET, listed, known)
