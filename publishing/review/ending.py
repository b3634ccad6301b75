"""The end of a round of review by what became of the record: called by the steps themselves, so it knows nothing but rows."""

import uuid

from django.utils import timezone

from publishing.desk_notices import noting
from publishing.models import Review
from publishing.publishable import Publishable, State
from publishing.review.known import REVIEW, may_have
from publishing.rights import User

# What a step to a state means for a round that is open.
OUTCOMES = {State.PUBLISHED: Review.Outcome.PUBLISHED, State.TRASHED: Review.Outcome.DROPPED}


def end(record: uuid.UUID, outcome: str, *, by: User | None, said: str = "") -> int:
    """End the open round of a record, if there is one; return how many ended. In a transaction, the record locked."""
    values = {"outcome": outcome, "ended_at": timezone.now(), "ended_by": by.pk if by is not None else None, **({"said": said} if said else {})}
    return Review.objects.open().filter(record=record).update(**values)


def follow(record: Publishable, was: str, to: str, *, by: User, had_draft: bool) -> None:
    """End the round of a record that took a step after which there is nothing left to review, and tell people that it is public.

    `had_draft` says whether the record had unpublished changes before the step.
    """
    outcome = OUTCOMES.get(State(to))
    if outcome is None:
        return
    # What was not submitted, and what has no changes, nobody reviews.
    may_wait = may_have(record, REVIEW) and (was == State.IN_REVIEW or (was != State.DRAFT and had_draft))
    review = Review.objects.open().filter(record=record.pk).first() if may_wait else None
    if record.is_live:
        noting.published(record, review, actor=by, is_new=was != State.PUBLISHED)
    if review is not None:
        end(record.pk, outcome, by=by)
