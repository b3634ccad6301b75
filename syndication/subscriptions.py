"""Which changes concern which partner: by kind and language, and by the tags, actors and places of what changed."""

from dataclasses import dataclass, field
from uuid import UUID

from actors.models import Actor, Place
from chronicle.models import AgreementTag, Attendance, EventTag
from news.models import ArticleTag, Mention
from publishing.models import Change
from syndication.models import Delivery, Partner

# After these nobody can say any more what a record had to do with; whoever keeps no copy of it overlooks them.
TAKING_AWAY = {Change.Kind.WITHDRAWN, Change.Kind.DELETED, Change.Kind.MERGED}
TAG_ROWS = {"article": ArticleTag, "event": EventTag, "agreement": AgreementTag}

Keys = frozenset[UUID]


@dataclass(frozen=True)
class Subjects:
    """What a record has to do with, as the public can see."""

    tags: Keys = frozenset()
    actors: Keys = frozenset()
    places: Keys = frozenset()


@dataclass
class Subscription:
    """What a partner asked for."""

    partner: Partner
    tags: Keys = field(init=False)
    actors: Keys = field(init=False)
    places: Keys = field(init=False)

    def __post_init__(self) -> None:
        for name in ("tags", "actors", "places"):
            setattr(self, name, frozenset(getattr(self.partner, name).values_list("pk", flat=True)))

    def concerns(self, change: Change) -> bool:
        """Tell whether a change is for this partner."""
        partner = self.partner
        if partner.kinds and change.record_kind not in partner.kinds:
            return False
        if partner.languages and change.languages and not set(partner.languages) & set(change.languages):
            return False
        if change.kind in TAKING_AWAY or not (self.tags or self.actors or self.places):
            return True
        found = subjects_of(change.record_kind, change.record)
        if found.tags & self.tags or found.actors & self.actors or found.places & self.places:
            return True
        # It lost what brought it to them, and they have it.
        return Delivery.objects.filter(partner=partner, record=change.record).exists()


def subjects_of(kind: str, key: UUID) -> Subjects:
    """Return what a record has to do with; nothing of what is not public."""
    rows = TAG_ROWS.get(kind)
    tags = frozenset(rows.objects.filter(content_object=key).values_list("tag", flat=True)) if rows else frozenset()
    actors: set[UUID] = {key} if kind == "actor" else set()
    places: set[UUID] = {key} if kind == "place" else set()
    if kind == "article":
        actors |= set(Mention.objects.filter(article=key, actor__isnull=False).values_list("actor", flat=True))
    if kind == "event":
        present = Attendance.objects.filter(event=key)
        actors |= set(present.filter(actor__isnull=False).values_list("actor", flat=True))
        places |= set(present.filter(place__isnull=False).values_list("place", flat=True))
    places |= set(Place.objects.filter(tag__in=tags).values_list("pk", flat=True)) if tags else set()
    return Subjects(tags, frozenset(Actor.objects.live().filter(pk__in=actors).values_list("pk", flat=True)), with_those_around(places))


def with_those_around(places: set[UUID]) -> Keys:
    """Return places with all that they lie in, as far as these are public."""
    known: set[UUID] = set()
    fresh = places
    while fresh:
        rows = Place.objects.live().filter(pk__in=fresh).values_list("pk", "parent")
        known |= {key for key, _parent in rows}
        fresh = {parent for _key, parent in rows if parent is not None} - known
    return frozenset(known)
