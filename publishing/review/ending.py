"""The end of a round of review by what became of the record: called by the steps themselves, so it knows nothing but rows."""

import uuid

from django.utils import timezone

from publishing.models import Review
from publishing.publishable import State
from publishing.rights import User

# What a step to a state means for a round that is open.
OUTCOMES = {State.PUBLISHED: Review.Outcome.PUBLISHED, State.TRASHED: Review.Outcome.DROPPED}


def end(record: uuid.UUID, outcome: str, *, by: User | None, said: str = "") -> int:
    """End the open round of a record, if there is one; return how many ended. In a transaction, the record locked."""
    values = {"outcome": outcome, "ended_at": timezone.now(), "ended_by": by.pk if by is not None else None, **({"said": said} if said else {})}
    return Review.objects.open().filter(record=record).update(**values)


def follow(record: uuid.UUID, to: str, *, by: User) -> None:
    """End the round of a record that took a step after which there is nothing left to review."""
    if outcome := OUTCOMES.get(State(to)):
        end(record, outcome, by=by)
