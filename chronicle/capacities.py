"""As what people took part: the title of the day where the source prints none, and whoever held a post that stands without a name."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from actors import wording
from actors.models import Actor, Tenure
from publishing import languages
from publishing.capitals import capfirst
from publishing.partial_dates import Certainty, PartialDate

# A longer time than this says nothing about a title.
LONGEST = dt.timedelta(days=31)


@dataclass
class Titles:
    """What tenures say of the time of an event."""

    # {actor: (titles, their language)}
    of_actors: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)
    # {post: whoever surely held it}
    holders: dict[uuid.UUID, list[Actor]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """The time of an event, and of whom the titles are asked: of people, and of posts who held them."""

    date: PartialDate | None
    actors: Collection[uuid.UUID]
    posts: Collection[uuid.UUID]

    @property
    def can_be_answered(self) -> bool:
        """Whether the time is known closely enough to say anything."""
        return self.date is not None and bool(self.actors or self.posts) and self.date.upper - self.date.lower <= LONGEST


def titles_at(date: PartialDate | None, actors: Collection[uuid.UUID], posts: Collection[uuid.UUID], language: str) -> Titles:
    """Return what these people surely or possibly held, and who surely held these posts, at a time. One query; none for a time that is not known."""
    asked = Asked(date, actors, posts)
    if date is None or not asked.can_be_answered:
        return Titles()
    rows = Tenure.objects.public().filter(Q(actor__in=actors) | Q(post__in=posts)).on(date.lower).on(date.upper)
    return titles_among(rows.select_related("actor", "post__office").in_order(), asked, language)


def titles_of_all(asked: Mapping[uuid.UUID, Asked], language: str) -> dict[uuid.UUID, Titles]:
    """Return what `titles_at` does, of many events at once. One query."""
    known = {key: each for key, each in asked.items() if each.can_be_answered}
    actors, posts = {key for each in known.values() for key in each.actors}, {key for each in known.values() for key in each.posts}
    if not known:
        return {}
    rows = Tenure.objects.public().filter(Q(actor__in=actors) | Q(post__in=posts)).select_related("actor", "post__office").in_order()
    by_key: dict[uuid.UUID, dict[int, Tenure]] = {}
    for place, tenure in enumerate(rows):
        for key in (tenure.actor_id, tenure.post_id):
            by_key.setdefault(key, {})[place] = tenure
    found = {}
    for key, each in known.items():
        tenures = {place: tenure for of in (*each.actors, *each.posts) for place, tenure in by_key.get(of, {}).items()}
        found[key] = titles_among([tenures[place] for place in sorted(tenures)], each, language)
    return found


def titles_among(tenures: Iterable[Tenure], asked: Asked, language: str) -> Titles:
    """Return what tenures, in their order, say of a time. Of several the sure ones are told; the possible ones only where there is none."""
    found, held = Titles(), dict[uuid.UUID, list[tuple[Certainty, Tenure]]]()
    for tenure in tenures:
        certainty = min(tenure.certainty_on(day) for day in (asked.date.lower, asked.date.upper)) if asked.date else Certainty.NO
        if certainty == Certainty.NO:
            continue
        if tenure.actor_id in asked.actors:
            held.setdefault(tenure.actor_id, []).append((certainty, tenure))
        if tenure.post_id in asked.posts and certainty == Certainty.SURELY:
            found.holders.setdefault(tenure.post_id, []).append(tenure.actor)
    for actor, of_actor in held.items():
        best = max(certainty for certainty, _tenure in of_actor)
        said = [wording.tenure_title(tenure, language) for certainty, tenure in of_actor if certainty == best]
        found.of_actors[actor] = (capfirst(", ".join(dict.fromkeys(title for title, _lang in said))), said[0][1])
    return found


def said(row: Any, name: str, event: Any, language: str) -> tuple[str, str]:  # Any: a row of an event, and the event
    """Return (a translated text of a row, its language), of no language in which the event waits for its moment."""
    for code in languages.preference(language):
        if (text := getattr(row, f"{name}_{code}")) and event.tells_of(code):
            return text, code
    return "", language
