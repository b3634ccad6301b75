"""Long histories: a page shows what is latest, and what is left stands on pages of its own.

What these functions return is bounded, however long the history of a person or of an office is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Case, Count, Q, When, Window
from django.db.models.functions import RowNumber

from actors.models import Actor, Office, Tenure
from actors.models.tenure import LATEST_FIRST, possibly, surely

# Up to so many rows are shown whole; of more, the latest, and so many on each page of the rest.
WHOLE = 12
LATEST = 10
# Of names, which take less room.
MOST_NAMES = 12
# Posts whose holders stand on the page of their office, and units that it names.
MOST_POSTS = 9
MOST_UNITS = 20
# So many sure and so many possible holders of a post are named for a day, and the holders of so many posts.
MOST_ANSWERS = 10
MOST_ASKED = 40

Row = TypeVar("Row")


@dataclass(frozen=True)
class Cut:
    """The rows that a page shows of a longer list, and how many there are in all."""

    rows: list[Any]  # Any: rows of one kind
    number: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more."""
        return len(self.rows) < self.number


NOTHING = Cut([], 0)


def cut(rows: Sequence[Row], whole: int = WHOLE, latest: int = LATEST) -> Cut:
    """Return a list whole, or its beginning where it is too long."""
    return Cut(list(rows) if len(rows) <= whole else list(rows[:latest]), len(rows))


def held_by(actor: Actor) -> Cut:
    """Return the latest tenures of a person with their posts. One query."""
    return first_of(actor.tenures.public().select_related("post__office").order_by(*LATEST_FIRST), WHOLE, LATEST)


def first_of(rows: Any, whole: int, latest: int) -> Cut:  # Any: a queryset
    """Return what a query finds, or its beginning where that is too long. One query."""
    found = list(rows.annotate(number=Window(Count("pk")))[: whole + 1])
    return Cut(found, len(found)) if len(found) <= whole else Cut(found[:latest], found[0].number)


@dataclass(frozen=True)
class Held:
    """The tenures of a post that a page shows: the latest, and those of a day; `more` is how many of the day are left out."""

    cut: Cut = NOTHING
    sure: tuple[Tenure, ...] = ()
    possible: tuple[Tenure, ...] = ()
    more: int = 0


def held_in(office: Office, posts: int, on: dt.date | None = None) -> dict[UUID, Held]:
    """Return {post: its latest tenures with their actors} of an office with so many posts, and who held them on a day. One query."""
    each = max(1, LATEST // max(1, posts))
    numbered = (
        Tenure.objects.public()
        .filter(post__office=office)
        .annotate(
            every=Window(Count("pk")),
            of_post=Window(Count("pk"), partition_by="post"),
            place=Window(RowNumber(), partition_by="post", order_by=list(LATEST_FIRST)),
        )
    )
    wanted = Q(every__lte=WHOLE) | Q(place__lte=each)
    if on:
        day = {"is_on": is_true(possibly(on)), "is_sure": is_true(surely(on))}
        alike: list[Any] = ["post", *day.values()]  # Any: names and conditions
        numbered = numbered.annotate(
            **day, answers=Window(Count("pk"), partition_by=alike), turn=Window(RowNumber(), partition_by=alike, order_by=list(LATEST_FIRST))
        )
        wanted |= Q(is_on=True, turn__lte=MOST_ANSWERS)
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for tenure in numbered.filter(wanted).select_related("actor").order_by(*LATEST_FIRST):
        found[tenure.post_id].append(tenure)
    return {post: of_one_post(rows, each, on) for post, rows in found.items()}


def of_one_post(rows: Sequence[Any], each: int, on: dt.date | None) -> Held:  # Any: tenures with what was annotated
    """Return what a page shows of one post."""
    latest = Cut([tenure for tenure in rows if tenure.every <= WHOLE or tenure.place <= each], rows[0].of_post)
    answers = [tenure for tenure in rows if on and tenure.is_on and tenure.turn <= MOST_ANSWERS]
    # How many there are is said by each of them.
    total = sum({tenure.is_sure: tenure.answers for tenure in answers}.values())
    sure, possible = (tuple(tenure for tenure in answers if tenure.is_sure is wanted) for wanted in (True, False))
    return Held(latest, sure, possible, total - len(answers))


def is_true(condition: Q) -> Case:
    """Return whether a condition holds, as the database computes it."""
    return Case(When(condition, then=True), default=False, output_field=BooleanField())


def page_of(tenures: Any, number: int) -> Cut:  # Any: a queryset of tenures
    """Return a page of tenures, the latest first, with their sources, and how many there are in all."""
    total = tenures.count()
    return Cut(list(tenures.order_by(*LATEST_FIRST).prefetch_related("sources")[(number - 1) * WHOLE : number * WHOLE]), total)
