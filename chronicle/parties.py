"""Two people or offices of whom readers ask whether they met: chosen by the name that addresses have for them, by key, or in words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.choices import MOST_LIKE_IT, Choice, Choices, folded_names, offices
from actors.filters import ChoiceField
from actors.models import Actor, ActorName
from publishing import languages, navigation
from publishing.picks import is_uuid
from publishing.remembered import Memory, Stamp
from publishing.search import fold

UNREAD = tuple(f"{name}_{code}" for name in ("biography", "summary") for code in languages.codes())
# Up to so many people and offices stand behind a box to type into; of more, readers type a part of the name.
MOST_OFFERED = 200

# {language: everybody and every office}
_known = Memory(8)


class Parties(Choices):
    """Everybody and every office that the public sees. Where these are very many, people are asked for when somebody is named."""

    language: str
    is_office: frozenset[Any] = frozenset()  # Any: keys
    has_everybody = True

    @property
    def are_offered(self) -> bool:
        """Whether there are few enough to be offered while one types."""
        return self.has_everybody

    @property
    def fit_a_box(self) -> bool:
        """Whether there are few enough to choose from."""
        return self.has_everybody and super().fit_a_box

    def called(self, text: str) -> list[Choice]:
        """Return what an address or a reader may mean; other names of people are asked for where the first ones are not enough.

        At most one query where everybody is known here, else up to four.
        """
        if self.has_everybody:
            return self.chosen(text)
        found = Parties(told_apart([*self.people_like(text), *self.rows]), {})
        return found.chosen(text)

    def chosen(self, text: str) -> list[Choice]:
        """Return which of those that are known here may be meant."""
        if is_uuid(text):
            return [row for row in self.rows if str(row.key) == text.lower()]
        found = super().called(text)
        folded = fold(text)
        if found or not folded:
            return found
        keys = set(ActorName.objects.filter(folded=folded, actor__in=Actor.objects.live()).values_list("actor", flat=True))
        return [row for row in self.rows if row.key in keys]

    def people_like(self, text: str) -> list[Choice]:
        """Return the people whom a key, an address or a name may mean, not more than readers are shown to choose from."""
        people = Actor.objects.live().defer(*UNREAD).order_by("folded", "id")
        if is_uuid(text):
            return [person(actor, self.language) for actor in people.filter(pk=text)]
        asked = Q()
        for code in languages.codes():
            asked |= Q(**{f"slug_{code}": text})
        if named := list(people.filter(asked)):
            return [person(actor, self.language) for actor in named]
        folded = fold(text)
        if not folded:
            return []
        # A column of names has one line for each language.
        same = Q(folded=folded) | Q(folded__startswith=f"{folded}\n") | Q(folded__endswith=f"\n{folded}")
        also = Q(pk__in=ActorName.objects.filter(folded=folded).values("actor"))
        found = {actor.pk: actor for actor in people.filter(same | also)[:MOST_OFFERED]}
        holding = people.filter(*(Q(folded__contains=word) for word in folded.split()))
        found |= {actor.pk: actor for actor in holding[: MOST_LIKE_IT + 1]}
        return [person(actor, self.language) for actor in found.values()]

    def field_of(self, choice: Choice) -> str:
        """Return the column of `Attendance` in which a choice stands."""
        return "office" if choice.key in self.is_office else "actor"


def parties(language: str, under: Stamp | None) -> Parties:
    """Return everybody and every office that the public sees, by name. Two queries, once under a change."""
    known = _known.under(under)
    if language not in known:
        people = list(Actor.objects.live().defer(*UNREAD).order_by("folded", "id")[: MOST_OFFERED + 1])
        known_offices = offices(language, under).rows
        has_everybody = len(people) + len(known_offices) <= MOST_OFFERED
        rows = [*(person(actor, language) for actor in people if has_everybody), *known_offices]
        found = Parties(told_apart(rows) if has_everybody else rows, {})
        found.language, found.has_everybody = language, has_everybody
        found.is_office = frozenset(row.key for row in known_offices)
        known[language] = found
    return known[language]


def told_apart(rows: list[Choice]) -> list[Choice]:
    """Return choices of which each has values of its own: a person and an office of one address are known by their keys."""
    owners = Counter(value for row in rows for value in set(row.values.values()))
    return [by_key(row) if any(owners[value] > 1 for value in row.values.values()) else row for row in rows]


def by_key(choice: Choice) -> Choice:
    """Return a choice that addresses name by its key."""
    return replace(choice, value=str(choice.key), values=dict.fromkeys(choice.values, str(choice.key)) | {"slug": choice.value})


def person(actor: Actor, language: str) -> Choice:
    """Return a person as a choice."""
    name, code = actor.title_in(language)
    values = {each: actor.slug_in(each) if actor.has_profile else str(actor.pk) for each in languages.codes()}
    return Choice(
        actor.pk,
        None,
        name,
        languages.other(code, language),
        values[language],
        folded_names([actor.title_in(each)[0] for each in languages.codes()]),
        values,
        url=navigation.record_address(actor, language) if actor.has_profile else "",
    )


class PartyField(ChoiceField):
    """A person or an office."""


class PairForm(forms.Form):
    """Who, and whom."""

    a = PartyField(label=gettext_lazy("Who"), required=False)
    b = PartyField(label=gettext_lazy("Met whom"), required=False)

    def __init__(self, data: QueryDict, known: Parties) -> None:
        super().__init__(data)
        for field in self.fields.values():
            found: Any = field
            found.choices, found.like_it = known, []

    def clean(self) -> Mapping[str, Any] | None:
        """Refuse one and the same twice."""
        asked = super().clean()
        pair = [asked.get(name) if asked else None for name in ("a", "b")]
        if pair[0] is not None and pair[1] is not None and pair[0].key == pair[1].key:
            raise ValidationError({"b": _("These are one and the same. Choose two that may have met.")}, code="same")
        return asked

    @property
    def pair(self) -> dict[str, Choice]:
        """Return {name: choice} of those that are asked for and understood."""
        return {name: choice for name, choice in getattr(self, "cleaned_data", {}).items() if choice}
