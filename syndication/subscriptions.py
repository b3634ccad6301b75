"""Which changes concern which partner: by kind and language, and by the tags, actors, offices and places of what changed."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from actors.models import Actor, Office, Place
from chronicle.appearances import public
from chronicle.models import AgreementTag, Attendance, EventTag, Party
from news.models import ArticleTag, Mention
from publishing.models import Change
from syndication.models import Delivery, Partner

# After these nobody can say any more what a record had to do with; whoever keeps no copy of it overlooks them.
TAKING_AWAY = {Change.Kind.WITHDRAWN, Change.Kind.DELETED, Change.Kind.MERGED}
TAG_ROWS = {"article": ArticleTag, "event": EventTag, "agreement": AgreementTag}

Keys = frozenset[UUID]
# What can be asked for beside kinds and languages.
NAMED = ("tags", "actors", "offices", "places")


@dataclass(frozen=True)
class Subjects:
    """What a record has to do with, as the public can see."""

    tags: Keys = frozenset()
    actors: Keys = frozenset()
    offices: Keys = frozenset()
    places: Keys = frozenset()


@dataclass
class Subscription:
    """What a partner asked for."""

    partner: Partner
    tags: Keys = field(init=False)
    actors: Keys = field(init=False)
    offices: Keys = field(init=False)
    places: Keys = field(init=False)

    def __post_init__(self) -> None:
        for name in NAMED:
            setattr(self, name, frozenset(getattr(self.partner, name).values_list("pk", flat=True)))

    def concerns(self, change: Change) -> bool:
        """Tell whether a change is for this partner."""
        partner = self.partner
        if partner.kinds and change.record_kind not in partner.kinds:
            return False
        if partner.languages and change.languages and not set(partner.languages) & set(change.languages):
            return False
        if change.kind in TAKING_AWAY or not any(getattr(self, name) for name in NAMED):
            return True
        found = subjects_of(change.record_kind, change.record)
        if any(getattr(found, name) & getattr(self, name) for name in NAMED):
            return True
        # It lost what brought it to them, and they have it.
        return Delivery.objects.filter(partner=partner, record=change.record).exists()


def subjects_of(kind: str, key: UUID) -> Subjects:
    """Return what a record has to do with; nothing of what is not public."""
    rows = TAG_ROWS.get(kind)
    tags = frozenset(rows.objects.filter(content_object=key).values_list("tag", flat=True)) if rows else frozenset()
    actors, offices, places = ({key} if kind == name else set[UUID]() for name in ("actor", "office", "place"))
    if kind == "article":
        actors |= named(Mention.objects.filter(article=key), "actor")
        offices |= named(Mention.objects.filter(article=key), "office")
    if kind == "event":
        present = Attendance.objects.filter(event=key)
        actors |= named(present, "actor")
        # Nobody may learn of somebody hidden by the office that he was there for.
        offices |= named(public(present, timezone.now()), "office")
        places |= named(present, "place")
    if kind == "agreement":
        parties = Party.objects.filter(agreement=key)
        actors, offices, places = actors | named(parties, "actor"), offices | named(parties, "office"), places | named(parties, "place")
    places |= set(Place.objects.filter(tag__in=tags).values_list("pk", flat=True)) if tags else set()
    people = frozenset(Actor.objects.live().filter(pk__in=actors).values_list("pk", flat=True))
    return Subjects(tags, people, with_those_around(Office, offices), with_those_around(Place, places))


def named(rows: Any, name: str) -> set[UUID]:  # Any: a queryset
    """Return what rows name in a column."""
    return set(rows.filter(**{f"{name}__isnull": False}).values_list(name, flat=True))


def with_those_around(model: Any, keys: set[UUID]) -> Keys:  # Any: offices or places
    """Return records with all that they are part of, as far as these are public."""
    known: set[UUID] = set()
    fresh = keys
    while fresh:
        rows = model.objects.live().filter(pk__in=fresh).values_list("pk", "parent")
        known |= {key for key, _parent in rows}
        fresh = {parent for _key, parent in rows if parent is not None} - known
    return frozenset(known)
