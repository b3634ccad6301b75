"""Whom somebody met most: on the pages of people and offices, each with the number and the way to all meetings of the two."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils import timezone

from actors import facts
from actors.acquaintances import Asked, Met
from actors.letters import query
from actors.models import Actor, Office
from chronicle.meetings import Party, faced
from chronicle.models import Attendance
from publishing import languages, navigation
from publishing.remembered import Memory

# So many are named.
MOST = 8
UNREAD = [f"{name}_{code}" for name in ("biography", "summary") for code in languages.codes()]

# {(record, language, with texts that are not in it): those met most}
_met = Memory(1024)


def acquaintances(asked: Asked) -> list[Met]:
    """Return the people whom a person or an office met most. Read once under a change: one query."""
    known, place = _met.under(asked.under), (asked.record.pk, asked.language, asked.untranslated)
    if place not in known:
        record: Actor | Office = asked.record
        party = Party("actor" if isinstance(record, Actor) else "office", record.pk)
        has_page = not isinstance(record, Actor) or record.has_profile
        value = record.slug_in(asked.language) if has_page else str(record.pk)
        known[place] = met_most(party, value, asked.language, untranslated=asked.untranslated)
    return known[place]


def met_most(party: Party, value: str, language: str, *, untranslated: bool) -> list[Met]:
    """Return the people whom a party met most, which addresses call `value`. One query."""
    at = timezone.now()
    people = Attendance.objects.listed_in(language, at, untranslated=untranslated)
    if party.field == "actor":
        people = people.exclude(actor=party.key)
    counted = {"number": Count("whole", distinct=True)}
    # Asked of each row: with `IN`, SQLite looks for every live person at every event.
    is_live = Exists(Actor.objects.live(at).filter(pk=OuterRef("actor")))
    most = faced(people.filter(is_live, actor__isnull=False), party, at).order_by().values("actor").annotate(**counted).order_by("-number", "actor")
    each = faced(people.filter(actor=OuterRef("pk")), party, at).order_by().values("actor").annotate(**counted).values("number")
    found: Any = Actor.objects.filter(pk__in=most.values("actor")[:MOST]).defer(*UNREAD).annotate(number=Subquery(each))
    here = navigation.address("chronicle:meetings", language)
    return [met(actor, value, here, language) for actor in sorted(found, key=lambda actor: (-actor.number, actor.folded, actor.pk))]


def met(actor: Any, value: str, here: str, language: str) -> Met:  # Any: an actor, with the number
    """Return somebody who was met."""
    other = actor.slug_in(language) if actor.has_profile else str(actor.pk)
    return Met(facts.actor_label(actor, language), actor.number, here + query({"a": value, "b": other}))
