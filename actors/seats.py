"""Posts that only one can hold: who surely held them when, and that no two did."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When
from django.utils.translation import gettext as _

from actors.models import Actor, Office, Post, Tenure
from publishing.publishable import State
from publishing.workflow import TransitionError


def is_sole() -> Case:
    """Return whether nobody else can hold the post of a tenure at the same time, as the database computes it."""
    alone = Exists(Post._base_manager.filter(pk=OuterRef("post"), seats=1))
    return Case(When(alone, is_acting=False, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())


def out_of_step() -> QuerySet[Tenure]:
    """Return the tenures whose column differs from what follows from the post."""
    return Tenure.objects.annotate(should=is_sole()).exclude(is_sole=is_sole())


def settle(record: Actor | Office) -> None:
    """Bring the tenures of an actor, or of the posts of an office, up to date, and see that no two of one seat meet. In the transaction of the step.

    The posts are locked in one order for everybody: of two editors who fill one seat at the same moment, the second is told.
    """
    theirs = Tenure.objects.filter(actor=record) if isinstance(record, Actor) else Tenure.objects.filter(post__office=record)
    if not theirs.exists():
        return
    posts = list(Post._base_manager.select_for_update().filter(pk__in=theirs.values("post"), seats=1).order_by("pk"))
    wrong = list(out_of_step().filter(pk__in=theirs.values("pk")).values_list("pk", flat=True))
    if wrong:
        Tenure.objects.filter(pk__in=wrong).update(is_sole=is_sole())
    # Whoever takes something back is never kept from it.
    if record.state != State.PUBLISHED:
        return
    held = defaultdict(list)
    for tenure in Tenure.objects.filter(post__in=posts, is_acting=False).select_related("actor"):
        held[tenure.post_id].append(tenure)
    for post in posts:
        for one, other in meetings(held[post.pk]):
            if isinstance(record, Office) or record.pk in (one.actor_id, other.actor_id):
                raise TransitionError(two_in_one_seat(post, one, other))


def meetings(tenures: Iterable[Tenure]) -> Iterator[tuple[Tenure, Tenure]]:
    """Yield pairs of tenures of different people that surely held at the same time, for more than the day of a hand-over."""
    spans = sorted(((span, tenure) for tenure in tenures if (span := tenure.sure_span())), key=lambda found: found[0])
    last: tuple[tuple[dt.date, dt.date], Tenure] | None = None
    for span, tenure in spans:
        if last is not None and span[0] < last[0][1]:
            yield last[1], tenure
        if last is None or span[1] > last[0][1]:
            last = (span, tenure)


def two_in_one_seat(post: Post, one: Tenure, other: Tenure) -> str:
    """Return in words that two tenures of one seat meet."""
    return _("“%(post)s” has one seat, and two tenures surely hold it at the same time: %(one)s and %(other)s.") % {
        "post": post,
        "one": in_words(one),
        "other": in_words(other),
    }


def in_words(tenure: Tenure) -> str:
    """Return a tenure for editors: who, from when to when."""
    ends = str(tenure.end or "") or str(tenure.get_end_status_display())
    return f"{tenure.actor} ({tenure.start or '?'} – {ends})"


def differences() -> Iterator[str]:
    """Yield each tenure whose column is wrong."""
    for tenure in out_of_step():
        yield f"tenure {tenure.pk}: is_sole is {tenure.is_sole}"


def fix() -> None:
    """Set the column of every tenure right."""
    Tenure.objects.update(is_sole=is_sole())
