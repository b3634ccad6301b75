"""Titles that texts give people, against the tenures on record: “former” and “de facto” are read, and what is possible is no contradiction."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from actors import capacities
from actors.models import Actor, Post, Tenure
from actors.seats import in_words
from publishing import languages
from publishing.partial_dates import Certainty
from publishing.search import fold


@dataclass
class Record:
    """What is on record of some people, and who held posts of some titles on a day. One query, however many they are."""

    day: dt.date
    # {actor: tenures}, of the people asked for
    tenures: dict[UUID, list[Tenure]] = field(default_factory=dict)
    # {folded title: {post: who surely or possibly held it on the day}}
    posts: dict[str, dict[UUID, list[Tenure]]] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Collection[UUID], titles: Iterable[str], day: dt.date) -> "Record":
        """Read what is on record; `titles` are words as a text has them."""
        found, words = cls(day), sorted({form for title in titles for form in forms_of(title)})
        same = Q(*(Q(**{f"post__title_{code}__in": words}) for code in languages.codes()), _connector=Q.OR)
        rows = Tenure.objects.filter(actor__in=people) | Tenure.objects.filter(same).on(day)
        for tenure in rows.select_related("actor", "post__office"):
            if tenure.actor_id in people:
                found.tenures.setdefault(tenure.actor_id, []).append(tenure)
            if tenure.certainty_on(day):
                for title in capacities.titles_of(tenure.post):
                    found.posts.setdefault(title, {}).setdefault(tenure.post_id, []).append(tenure)
        return found

    def against(self, actor: Actor, capacity: str) -> str:
        """Return in words why somebody cannot be called so on the day; "" where nothing speaks against it."""
        said, words = capacities.read(capacity), {"name": actor, "title": capacity, "day": self.day.isoformat()}
        tenures = self.tenures.get(actor.pk, [])
        own = [tenure for tenure in tenures if is_of(tenure, said.title)]
        sure = [tenure for tenure in own if tenure.certainty_on(self.day) == Certainty.SURELY]
        if said.is_former:
            still = sure and len(own) == len(sure)
            words["tenures"] = periods(sure)
            return _("“%(title)s”, but %(name)s surely still held this on %(day)s: %(tenures)s.") % words if still else ""
        if own:
            never = all(tenure.certainty_on(self.day) == Certainty.NO for tenure in own)
            words["tenures"] = periods(own)
            return _("“%(title)s”, but %(name)s did not hold this on %(day)s: %(tenures)s.") % words if never else ""
        return self.against_others(said.title, words, tenures)

    def against_others(self, title: str, words: dict[str, Any], tenures: Sequence[Tenure]) -> str:
        """Return in words why somebody who never held a post of a title cannot be called so; "" where the title is none that is known."""
        posts = self.posts.get(title, {})
        present = [tenure for tenure in tenures if tenure.certainty_on(self.day)]
        # “Foreign Minister” may be short for “Foreign Minister of Abkhazia”.
        if not posts or any(set(title.split()) <= words_of(tenure.post) for tenure in present):
            return ""
        holders = {key: [each for each in held if is_alone(each) and each.certainty_on(self.day) == Certainty.SURELY] for key, held in posts.items()}
        if all(holders.values()):
            words["tenures"] = periods(tenure for held in holders.values() for tenure in held)
            return _("“%(title)s”, but %(name)s is not on record as this, and on %(day)s somebody else surely held it: %(tenures)s.") % words
        if sure := [tenure for tenure in present if tenure.certainty_on(self.day) == Certainty.SURELY]:
            words["tenures"] = "; ".join(str(tenure) for tenure in sure)
            return _("“%(title)s”, but on %(day)s %(name)s is on record as: %(tenures)s.") % words
        return ""

    def is_known(self, actor: Actor, title: str) -> bool:
        """Tell whether words are the title of a post that the actor held, or of one that was looked for."""
        folded = capacities.read(title).title
        return bool(folded) and (folded in self.posts or any(is_of(tenure, folded) for tenure in self.tenures.get(actor.pk, [])))


def is_of(tenure: Tenure, title: str) -> bool:
    """Tell whether a folded title is that of a tenure."""
    return bool(title) and (capacities.is_title(title, tenure.post) or title == capacities.read(tenure.title_as_printed).title)


def is_alone(tenure: Tenure) -> bool:
    """Tell whether nobody else holds the post at the same time."""
    return tenure.post.seats == 1 and not tenure.is_acting


def words_of(post: Post) -> set[str]:
    """Return the folded words of the titles of a post, and of its office."""
    office = (fold(getattr(post.office, f"name_{code}")) for code in languages.codes())
    return {word for text in (*capacities.titles_of(post), *office) for word in text.split()}


def forms_of(title: str) -> set[str]:
    """Return the ways in which the title of a post may be written that a text has: in small letters or with capitals."""
    capitals = " ".join(word if word in capacities.BETWEEN else word[:1].upper() + word[1:] for word in title.split())
    return {title, capitals, title[:1].upper() + title[1:], title[:1].lower() + title[1:]} - {""}


def periods(tenures: Iterable[Tenure]) -> str:
    """Return tenures in words."""
    return "; ".join(in_words(tenure) for tenure in tenures)
