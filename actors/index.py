"""All people by letter, or those whom the filters ask for, with the posts that tell why."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from actors import wording
from actors.filters import TenureFilter
from actors.models import Actor, EndStatus, Tenure
from actors.models.tenure import LATEST_FIRST, TenureQuerySet
from publishing import languages, navigation
from publishing.alphabet import Group, groups
from publishing.partial_dates import Certainty
from publishing.remembered import Memory, Stamp

# Titles that are printed under one name; of more, the number is told.
MOST_TITLES = 3
UNREAD = tuple(f"{name}_{code}" for name in ("biography", "summary") for code in languages.codes())

# {language: everybody who has a page}
_everybody = Memory(8)


@dataclass(frozen=True)
class Title:
    """A title of somebody in the index; `certainty` is "surely" or "possibly" where a day was asked for."""

    text: str
    lang: str
    certainty: str = ""


@dataclass(frozen=True)
class Person:
    """A person in the index, with the titles that are of interest; `lang` only where it differs from the page's."""

    key: UUID
    label: str
    lang: str
    url: str
    titles: list[Title] = field(default_factory=list)
    # How many titles more there are.
    more: int = 0
    is_sure: bool = True


def everybody(language: str, under: Stamp | None) -> list[Group[Person]]:
    """Return all who have a page, by the letter of the name in lists. One query, once under a change."""
    known = _everybody.under(under)
    if language not in known:
        actors = Actor.objects.live().with_profile().defer(*UNREAD)
        known[language] = groups([person(actor, language) for actor in actors], language)
    return known[language]


def person(actor: Actor, language: str) -> Person:
    """Return a person as the index prints one."""
    name, code = actor.listed_name(language)
    return Person(actor.pk, name, languages.other(code, language), navigation.record_address(actor, language))


def only(found: Iterable[Group[Person]], sure: Mapping[UUID, bool]) -> list[Group[Person]]:
    """Return those who answer, each with how surely."""
    kept = [Group(group.letter, group.lang, [replace(who, is_sure=sure[who.key]) for who in group.entries if who.key in sure]) for group in found]
    return [group for group in kept if group.entries]


def with_titles(shown: Iterable[tuple[str, Group[Person]]], asked: TenureFilter | None, language: str) -> list[tuple[str, Group[Person]]]:
    """Return the people of a page with their titles: those that are asked for, or those that they hold at present. One query."""
    shown = list(shown)
    on: dt.date | None = asked.asked.get("on") if asked else None
    tenures: TenureQuerySet = asked.qs if asked else Tenure.objects.public().filter(end_status=EndStatus.ONGOING)
    if on and asked:
        tenures = tenures.annotate(sure=asked.is_sure())
    # Any: tenures, with what was annotated
    held: defaultdict[UUID, list[Any]] = defaultdict(list)
    theirs = tenures.filter(actor__in=[who.key for _at, group in shown for who in group.entries]).select_related("post__office")
    for tenure in theirs.order_by(*LATEST_FIRST):
        held[tenure.actor_id].append(tenure)
    return [
        (at, Group(group.letter, group.lang, [told(who, held[who.key], language, is_dated=on is not None) for who in group.entries]))
        for at, group in shown
    ]


def told(who: Person, tenures: list[Any], language: str, *, is_dated: bool) -> Person:  # Any: tenures, `sure` or not where a day is asked for
    """Return a person with the titles of tenures in their order, each title once, the surest first."""
    found: dict[tuple[str, str], str] = {}
    for tenure in sorted(tenures, key=lambda tenure: not tenure.sure) if is_dated else tenures:
        certainty = Certainty.SURELY if is_dated and tenure.sure else Certainty.MAYBE
        found.setdefault(wording.tenure_title(tenure, language), certainty.name.lower() if is_dated else "")
    titles = [Title(text, languages.other(code, language), certainty) for (text, code), certainty in found.items()]
    return replace(who, titles=titles[:MOST_TITLES], more=max(0, len(titles) - MOST_TITLES))
