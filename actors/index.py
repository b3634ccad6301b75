"""All people by letter, all offices as a tree."""

from collections import defaultdict
from dataclasses import dataclass, field

from actors import wording
from actors.models import Actor, EndStatus, Office, Tenure
from publishing import languages, navigation
from publishing.alphabet import Group, groups


@dataclass(frozen=True)
class Person:
    """A person in the index, with the titles that go on; `*_lang` only where it differs from the page's."""

    label: str
    lang: str
    url: str
    titles: list[tuple[str, str]]


@dataclass
class Branch:
    """An office with what is part of it."""

    label: str
    lang: str
    url: str
    kind: str
    units: list["Branch"] = field(default_factory=list)


def people(language: str) -> list[Group[Person]]:
    """Return everybody who has a page, by the letter of the name in lists. Two queries."""
    unread = [f"{name}_{code}" for name in ("biography", "summary") for code in languages.codes()]
    actors = list(Actor.objects.live().with_profile().defer(*unread))
    titles: defaultdict[object, list[tuple[str, str]]] = defaultdict(list)
    present = Tenure.objects.public().filter(end_status=EndStatus.ONGOING, actor__has_profile=True).select_related("post__office")
    for tenure in present.in_order():
        title, code = wording.tenure_title(tenure, language)
        titles[tenure.actor_id].append((title, languages.other(code, language)))
    return groups([person(actor, language, titles[actor.pk]) for actor in actors], language)


def person(actor: Actor, language: str, titles: list[tuple[str, str]]) -> Person:
    """Return a person as the index prints one."""
    name, code = actor.listed_name(language)
    return Person(name, languages.other(code, language), navigation.record_address(actor, language), titles)


def tree(language: str) -> list[Branch]:
    """Return the offices that are part of none that the public sees, each with its own units. One query."""
    unread = [f"{name}_{code}" for name in ("description", "summary") for code in languages.codes()]
    offices = list(Office.objects.live().defer(*unread).order_by("folded", "id"))
    branches = {office.pk: branch(office, language) for office in offices}
    top: list[Branch] = []
    for office in offices:
        above = branches.get(office.parent_id) if office.parent_id else None
        (top if above is None else above.units).append(branches[office.pk])
    return top


def branch(office: Office, language: str) -> Branch:
    """Return an office as the tree prints one."""
    name, code = wording.office_name(office, language)
    return Branch(name, languages.other(code, language), navigation.record_address(office, language), str(office.get_kind_display()))
