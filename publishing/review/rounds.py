"""Review: a draft is submitted to somebody who may publish it, who approves it or returns it.

    rounds.submit(record, by=author, assignee=editor, due_on=day, note="...")
    rounds.approve(record, by=editor, token=rounds.token_of(record), said="...")
    rounds.send_back(record, by=editor, said="...")

A record that was never public moves to "in review" and back; over a public one the pending draft is what is reviewed, and the record
stays as it is. An approval is for the draft as it was then: any later save makes it out of date, and says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User as Account
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes, locks
from publishing.desk_notices import noting
from publishing.models import Draft, Review
from publishing.pending import locked
from publishing.publishable import Publishable, State
from publishing.registry import record_type
from publishing.review.ending import end
from publishing.review.known import REVIEW, may_have
from publishing.rights import User, may, publishes
from publishing.transactions import editorial_act
from publishing.workflow import TransitionError, transition

ASKED, APPROVED, RETURNED, TAKEN_BACK = "review asked", "review approved", "review returned", "review taken back"


@dataclass(frozen=True)
class Round:
    """An open round as it stands now."""

    review: Review
    # Whether the draft was saved since it was approved.
    is_outdated: bool

    @property
    def is_approved(self) -> bool:
        """Whether the draft as it is now is approved."""
        return self.review.approved_at is not None and not self.is_outdated


def reviewers(model: type[Publishable]) -> QuerySet[Account]:
    """Return who may be asked: whoever works at the desk and may publish records of the type."""
    found: QuerySet[Account] = get_user_model().objects.with_perm(
        f"{model._meta.app_label}.publish_{model._meta.model_name}", backend="publishing.signing_in.Accounts"
    )
    return found.filter(is_staff=True).order_by("username")


def token_of(record: Publishable) -> str:
    """Return what names the draft as it is now; "" if there is none."""
    token = Draft.objects.filter(record=record.pk).values_list("token", flat=True).first()
    return str(token) if token else ""


def current(record: Publishable, token: str) -> Round | None:
    """Return the open round of a record whose draft is named by `token`, or None."""
    if not may_have(record, REVIEW):
        return None
    review = Review.objects.open().select_related("by", "assignee", "approved_by").filter(record=record.pk).first()
    return Round(review, is_outdated(review, token)) if review is not None else None


def is_outdated(review: Review, token: str) -> bool:
    """Tell whether an approval is for another draft than the one named by `token`."""
    return review.approved_at is not None and str(review.approved_draft or "") != token


def past(record: Publishable) -> list[Review]:
    """Return all rounds of a record, the newest first, with the people in them."""
    return list(Review.objects.filter(record=record.pk).select_related("by", "assignee", "approved_by", "ended_by"))


def attach(records: Iterable[Publishable]) -> None:
    """Give each record its open round as `review`, in two queries whatever their number; for lists."""
    found = {record.pk: record for record in records}
    rounds = list(Review.objects.open().select_related("assignee").filter(record__in=list(found))) if found else []
    tokens = dict(Draft.objects.filter(record__in=[each.record for each in rounds if each.approved_at]).values_list("record", "token"))
    for review in rounds:
        vars(found[review.record])["review"] = Round(review, is_outdated(review, str(tokens.get(review.record, ""))))


@editorial_act
def submit(record: Publishable, *, by: User, assignee: Account | None = None, due_on: dt.date | None = None, note: str = "") -> Review:
    """Ask for a review of the draft as it is, in the place of a round that is open. TransitionError, and nothing done, if that cannot be."""
    found = locked(record)
    refuse_submission(found, by)
    refuse_request(found, assignee, due_on)
    with changes.holding() as held:
        if found.state == State.DRAFT:
            transition(found, State.IN_REVIEW, by=by)
        end(found.pk, Review.Outcome.REPLACED, by=by)
        said = {"by_id": by.pk, "assignee": assignee, "due_on": due_on, "note": note}
        review = Review.objects.create(record=found.pk, kind=record_type(found).kind, **said)
        noting.note(noting.Kind.ASSIGNED, found, [review.assignee_id], actor=by)
    for entry in held:
        entry()
    detail: dict[str, object] = {"to": assignee.get_username() if assignee else "", "due": due_on.isoformat() if due_on else "", "note": note}
    changes.write_down(by=by, action=ASKED, record=found, detail=detail)
    record.state = found.state
    return review


def refuse_submission(record: Publishable, by: User) -> None:
    """Raise TransitionError if `by` may not ask for a review, or there is nothing to be reviewed."""
    # Whoever writes a pending draft may let it be read; of a draft of its own its author or an editor decides.
    right = "submit" if record.state in (State.DRAFT, State.IN_REVIEW) else "change"
    if not may(by, right, record):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(record, by)
    if record.state == State.TRASHED:
        raise TransitionError(_("The record lies in the trash. Bring it back first."))
    if right == "change" and not token_of(record):
        raise TransitionError(_("There are no unpublished changes to review."))


def refuse_request(record: Publishable, assignee: Account | None, due_on: dt.date | None) -> None:
    """Raise TransitionError if somebody is asked who cannot decide, or for a day that has passed."""
    if assignee is not None and not (assignee.is_active and assignee.is_staff and publishes(assignee, type(record))):
        text = _("%(name)s may not publish this, so they cannot be asked to review it.")
        raise TransitionError(text % {"name": assignee.get_short_name() or assignee.get_username()})
    if due_on is not None and due_on < timezone.localdate():
        raise TransitionError(_("The day by which the review is due has passed. Choose a later one."))


@editorial_act
def approve(record: Publishable, *, by: User, token: str, said: str = "") -> Review:
    """Approve the draft that `token` names, and no other. TransitionError if it was saved since, or `by` may not decide."""
    found = locked(record)
    review = Review.objects.open().select_for_update().filter(record=found.pk).first()
    if not may(by, "publish", found):
        raise TransitionError(_("You have no right to do this with this record."))
    if review is None:
        raise TransitionError(_("Nobody waits for a review of this any more."))
    if review.by_id == by.pk and review.assignee_id != by.pk:
        raise TransitionError(_("You asked for this review yourself, so somebody else has to approve."))
    if token != token_of(found):
        raise TransitionError(_("The draft was saved since you opened it. Read it again, then approve it."))
    review.approved_by_id, review.approved_at, review.approved_draft, review.said = by.pk, timezone.now(), token or None, said
    review.save(update_fields=["approved_by", "approved_at", "approved_draft", "said"])
    noting.note(noting.Kind.APPROVED, found, [review.by_id], actor=by)
    changes.write_down(by=by, action=APPROVED, record=found, detail={"draft": token, "said": said})
    return review


@editorial_act
def send_back(record: Publishable, *, by: User, said: str = "") -> None:
    """Return the draft to whoever submitted it, or take one's own back. TransitionError if nobody waits, or `by` may not decide."""
    found = locked(record)
    review = Review.objects.open().filter(record=found.pk).first()
    is_own = review is not None and review.by_id == by.pk
    if not (is_own or may(by, "submit", found)):
        raise TransitionError(_("You have no right to do this with this record."))
    locks.refuse(found, by)
    if review is None and found.state != State.IN_REVIEW:
        raise TransitionError(_("Nobody waits for a review of this any more."))
    with changes.holding() as held:
        if found.state == State.IN_REVIEW:
            transition(found, State.DRAFT, by=by)
        noting.note(noting.Kind.RETURNED, found, [review.by_id if review is not None else found.created_by_id], actor=by)
        end(found.pk, Review.Outcome.TAKEN_BACK if is_own else Review.Outcome.RETURNED, by=by, said=said)
    for entry in held:
        entry()
    if review is not None:
        changes.write_down(by=by, action=TAKEN_BACK if is_own else RETURNED, record=found, detail={"said": said})
    record.state = found.state
