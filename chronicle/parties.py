"""Two people or offices of whom readers ask whether they met: chosen by the name that addresses have for them, by key, or in words."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actors.choices import Choice, offices
from actors.filters import ChoiceField
from actors.models import Actor
from chronicle.people import UNREAD, People, called, person, told_apart
from publishing.remembered import Memory, Stamp

# Up to so many people and offices stand behind a box to type into; of more, readers type a part of the name.
MOST_OFFERED = 200

# {language: everybody and every office}
_known = Memory(8)


class Parties(People):
    """Everybody and every office that the public sees. Where these are very many, people are asked for when somebody is named."""

    is_office: frozenset[Any] = frozenset()  # Any: keys

    @property
    def are_offered(self) -> bool:
        """Whether there are few enough to be offered while one types."""
        return self.ask is None

    @property
    def fit_a_box(self) -> bool:
        """Whether there are few enough to choose from."""
        return self.are_offered and super().fit_a_box

    def field_of(self, choice: Choice) -> str:
        """Return the column of `Attendance` in which a choice stands."""
        return "office" if choice.key in self.is_office else "actor"


def parties(language: str, under: Stamp | None) -> Parties:
    """Return everybody and every office that the public sees, by name. Two queries, once under a change."""
    known = _known.under(under)
    if language not in known:
        everybody = Actor.objects.live().defer(*UNREAD).order_by("folded", "id")
        people, known_offices = list(everybody[: MOST_OFFERED + 1]), offices(language, under).rows
        if len(people) + len(known_offices) <= MOST_OFFERED:
            found = Parties(told_apart([*(person(actor, language) for actor in people), *known_offices]), {})
        else:
            found = Parties(known_offices, {}, lambda text: [person(actor, language) for actor in called(Actor.objects.live().defer(*UNREAD), text)])
        found.is_office = frozenset(row.key for row in known_offices)
        known[language] = found
    return known[language]


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
