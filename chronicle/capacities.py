"""As what people took part: the title of the day where the source prints none, and whoever held a post that stands without a name."""

import datetime as dt
import uuid
from collections.abc import Collection
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


def titles_at(date: PartialDate | None, actors: Collection[uuid.UUID], posts: Collection[uuid.UUID], language: str) -> Titles:
    """Return what these people surely or possibly held, and who surely held these posts, at a time. One query; none for a time that is not known.

    Of several tenures the sure ones are told; the possible ones only where there is none.
    """
    found = Titles()
    if date is None or not (actors or posts) or date.upper - date.lower > LONGEST:
        return found
    rows = Tenure.objects.public().filter(Q(actor__in=actors) | Q(post__in=posts)).on(date.lower).on(date.upper)
    held: dict[uuid.UUID, list[tuple[Certainty, Tenure]]] = {}
    for tenure in rows.select_related("actor", "post__office").in_order():
        certainty = min(tenure.certainty_on(day) for day in (date.lower, date.upper))
        if tenure.actor_id in actors:
            held.setdefault(tenure.actor_id, []).append((certainty, tenure))
        if tenure.post_id in posts and certainty == Certainty.SURELY:
            found.holders.setdefault(tenure.post_id, []).append(tenure.actor)
    for actor, tenures in held.items():
        best = max(certainty for certainty, _tenure in tenures)
        said = [wording.tenure_title(tenure, language) for certainty, tenure in tenures if certainty == best]
        found.of_actors[actor] = (capfirst(", ".join(dict.fromkeys(title for title, _lang in said))), said[0][1])
    return found


def said(row: Any, name: str, event: Any, language: str) -> tuple[str, str]:  # Any: a row of an event, and the event
    """Return (a translated text of a row, its language), of no language in which the event waits for its moment."""
    for code in languages.preference(language):
        if event.tells_of(code) and (text := getattr(row, f"{name}_{code}")):
            return text, code
    return "", language
