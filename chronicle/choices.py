"""What the filters of a chronology offer: what occurs in it, as far as the public sees it."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.utils import timezone

from actors import choices
from actors.choices import MOST_IN_A_BOX, Choice, Choices, folded_names
from actors.models import Actor, Office, Place
from chronicle.appearances import public
from chronicle.models import Attendance, Event, Format, Listing
from chronicle.models.attendance import AttendanceQuerySet
from chronicle.models.chronology import ListingQuerySet
from chronicle.people import UNREAD, People, called, person
from chronicle.years import Numbers
from publishing import languages
from publishing.remembered import Memory, Stamp
from publishing.search import fold

# {(chronology, language, whether untranslated events are listed): what is offered}
_known = Memory(256)


@dataclass(frozen=True)
class Offered:
    """What there is to choose from, and how many entries each year has (`chronicle.years`), of all kinds and of each."""

    kind: Choices
    actor: People
    office: Choices
    place: Choices
    format: Choices
    years: Numbers
    years_of: dict[str, Numbers]


def listed_in(chronology: uuid.UUID, language: str, *, untranslated: bool) -> ListingQuerySet:
    """Return the places of events in a chronology, as its page in a language lists them now."""
    return Listing.objects.filter(chronology=chronology).listed_in(language, timezone.now(), untranslated=untranslated)


def offered(chronology: uuid.UUID, language: str, under: Stamp | None, *, untranslated: bool) -> Offered:
    """Return what the filters of a chronology offer. Six queries, once under a change."""
    known, key = _known.under(under), (chronology, language, untranslated)
    if key not in known:
        listed = listed_in(chronology, language, untranslated=untranslated)
        years = years_by_kind(listed)
        occurring = offices_and_places(listed)
        known[key] = Offered(
            kind=Choices([kind_choice(Event.Kind(kind), language) for kind in Event.Kind.values if kind in years], {}),
            actor=people(listed, language),
            office=among(choices.offices(language, under), occurring),
            place=among(choices.all_places(language, under), occurring),
            format=Choices.of([format_choice(each, language) for each in formats(listed)]),
            years=Numbers.sum(years.values()),
            years_of=years,
        )
    return known[key]


def years_by_kind(listed: ListingQuerySet) -> dict[str, Numbers]:
    """Return {kind of events that occurs: how many entries of it each year has}. One query."""
    found: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for kind, *numbers in listed.order_by().values_list("kind", "first_year", "last_year").annotate(number=Count("pk")):
        found[kind].append((numbers[0], numbers[1], numbers[2]))
    return {kind: Numbers.of(rows) for kind, rows in found.items()}


def offices_and_places(listed: ListingQuerySet) -> set[uuid.UUID]:
    """Return the offices and the places that occur in entries. One query."""
    here = Exists(listed.filter(event=OuterRef("event")))
    offices = Office.objects.live().filter(Exists(there(office=OuterRef("pk")).filter(here))).order_by()
    places = Place.objects.live().filter(Exists(there(place=OuterRef("pk")).filter(here))).order_by()
    return set(offices.values_list("pk").union(places.values_list("pk"), all=True).values_list("pk", flat=True))


def there(**subject: Any) -> AttendanceQuerySet:  # Any: a key, keys, or a reference to an outer row
    """Return who was at events or spoke there, or where they were, as far as the public sees it: by `actor`, `office` or `place`."""
    rows: AttendanceQuerySet = public(Attendance.objects.filter(**subject), timezone.now())
    return rows


def among(all_choices: Choices, occurring: Collection[Any]) -> Choices:  # Any: keys
    """Return those that occur, and what they belong to, in the order of a tree."""
    by_key = {row.key: row for row in all_choices.rows}
    kept: set[Any] = set()
    fresh = {key for key in occurring if key in by_key}
    while fresh:
        kept |= fresh
        fresh = {above for key in fresh if (above := by_key[key].above_key) in by_key} - kept
    return Choices.of([replace(row, depth=0) for row in all_choices.rows if row.key in kept])


def people(listed: ListingQuerySet, language: str) -> People:
    """Return those who took part, if a box can hold them. One query."""
    here = Exists(listed.filter(event=OuterRef("event")))
    occurring = Actor.objects.live().filter(Exists(there(actor=OuterRef("pk")).filter(here))).defer(*UNREAD)

    def ask(text: str) -> list[Choice]:
        return [person(actor, language, is_listed=True) for actor in called(occurring, text)]

    rows = [person(actor, language, is_listed=True) for actor in occurring.order_by()[: MOST_IN_A_BOX + 1]]
    return People(sorted(rows, key=lambda row: row.label.casefold()), {}, ask if len(rows) > MOST_IN_A_BOX else None)


def formats(listed: ListingQuerySet) -> list[Format]:
    """Return the formats that have sessions among entries. One query."""
    unread = [f"description_{code}" for code in languages.codes()]
    found = Format.objects.live().filter(Exists(listed.filter(event__format=OuterRef("pk"))))
    return list(found.defer(*unread).order_by("folded", "id"))


def kind_choice(kind: Event.Kind, language: str) -> Choice:
    """Return a kind of event as a choice."""
    return Choice(kind.value, None, str(kind.label), "", kind.value, fold(str(kind.label)), dict.fromkeys(languages.codes(), kind.value))


def format_choice(format_: Format, language: str) -> Choice:
    """Return a format as a choice, found by its public names only."""
    name, code = format_.title_in(language)
    names = [format_.title_in(each)[0] for each in languages.codes()]
    values = {each: format_.slug_in(each) for each in languages.codes()}
    return Choice(format_.pk, None, name, languages.other(code, language), values[language], folded_names(names), values)
