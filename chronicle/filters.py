"""The filters of a chronology: by kind, person, office, place, format, period and words, and all of them together.

`filtered(request, chronology, language)` is what asks for its entries, for the page and for whatever else goes out of it: if it
`is_valid()`, its `qs` are the places in the chronology that answer, in their order.
"""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
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
from chronicle.choices import Offered, listed_in, offered, there
from chronicle.models import Chronology, Listing, Statement
from chronicle.models.chronology import ListingQuerySet
from chronicle.paging import ORDER
from publishing import date_words, languages, site
from publishing.partial_dates import Certainty, PartialDate
from publishing.remembered import Memory, stamp
from publishing.search import fold
from publishing.typed_dates import read

# More words than this are no question.
MOST_WORDS = 8
# Words are looked for in every entry. Where no more than so many have them, it is remembered which.
FEW = 500
# What may stand behind `?` on the pages of a chronology that know its filters; `settings.PAGE_QUERY` names the pages.
CHOSEN = ("kind", "actor", "office", "place", "format")
NAMES = (*CHOSEN, "when", "q", "year")

# {((chronology, language, whether untranslated events are listed), what is asked for but the year): what answers}
_answers = Memory(256)


@dataclass(frozen=True)
class Answer:
    """How many entries of each year answer; and which, by their events, where words were looked for and few have them."""

    years: Counter[int]
    events: list[uuid.UUID] | None = None


@dataclass(frozen=True)
class Known:
    """What is known of a chronology before it is asked: what it offers, and what answered before under the same change."""

    offers: Offered
    language: str
    answers: dict[Hashable, Answer]
    # Whose answers are meant.
    about: tuple[Hashable, ...]


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

    def __init__(self, data: QueryDict, queryset: ListingQuerySet, known: Known) -> None:
        super().__init__(data, queryset)
        self.known, self.offers, self.language = known, known.offers, known.language
        for name, field in self.form.fields.items():
            if isinstance(field, ChoiceField):
                field.choices, field.like_it = getattr(self.offers, name), []

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

    @property
    def entries(self) -> ListingQuerySet:
        """Return the entries that answer, in their order; read by their keys where it is known which they are."""
        found: ListingQuerySet = self.qs
        if (events := self.answer().events) is None:
            return found
        known = self.queryset.filter(event__in=events)
        return (years.of_year(known, self.asked["year"]) if "year" in self.asked else known).order_by(*ORDER)

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
        """Return the condition that somebody took part or spoke, named or as the one who surely held a post that is."""
        return Q(event__in=there(actor=actor.key).values("event"))

    def by_office(self, office: Choice) -> Q:
        """Return the condition that an office, or whoever had a post in it, took part or spoke."""
        return Q(event__in=there(office__in=self.offers.office.within(office)).values("event"))

    def by_place(self, place: Choice) -> Q:
        """Return the condition that a place, or what lies in it, is on the way."""
        return Q(event__in=there(place=place.key).values("event"))

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
        can_be_read = Q(**{f"available_{language}": True, f"listed_at_{language}__lte": timezone.now()})
        by_actor = Exists(Actor.objects.live().filter(pk=OuterRef("actor")))
        by_office = Exists(Office.objects.live().filter(pk=OuterRef("office")))
        spoken = Statement.objects.filter(event=OuterRef("event"), **{f"sought_{language}__contains": word})
        by_somebody = spoken.filter(by_actor | by_office | ~Q(**{f"attribution_{language}": ""}))
        return can_be_read & (Q(**{f"event__sought_{language}__contains": word}) | Q(Exists(by_somebody)))

    def numbers(self) -> Counter[int]:
        """Return {year: how many entries answer, whichever year is asked for}. One query where something is asked for."""
        return self.answer().years

    def answer(self) -> Answer:
        """Return what answers, whichever year is asked for. One query where something is asked for, two of words; none under the same change."""
        asked = {name: value for name, value in self.asked.items() if name != "year"}
        if not asked:
            return Answer(self.offers.years)
        question = (*self.known.about, *((name, value.key if isinstance(value, Choice) else str(value)) for name, value in sorted(asked.items())))
        if question not in self.known.answers:
            self.known.answers[question] = self.few() or Answer(years.counted(self.but_year(self.queryset)))
        return self.known.answers[question]

    def few(self) -> Answer | None:
        """Return what answers if words are asked for and few entries have them. One query."""
        if "q" not in self.asked:
            return None
        rows = list(self.but_year(self.queryset).order_by().values_list("event", years.YearOf("lower"))[: FEW + 1])
        return Answer(Counter(year for _event, year in rows), [event for event, _year in rows]) if len(rows) <= FEW else None

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
    untranslated, under = site.of(request).list_untranslated, stamp(request)
    offers = offered(chronology.pk, language, under, untranslated=untranslated)
    listed = listed_in(chronology.pk, language, untranslated=untranslated)
    known = Known(offers, language, _answers.under(under), (chronology.pk, language, untranslated))
    return EventFilter(request.GET, listed, known)
