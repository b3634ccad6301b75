"""Review in the form of a record: to whom a draft goes, until when, and what the reviewer answers."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.models import User as Account
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.drafts import Work
from publishing.presence import name_of
from publishing.publishable import Publishable, State
from publishing.review import rounds
from publishing.rights import User, may
from publishing.workflow import TransitionError

if TYPE_CHECKING:
    from publishing.admin.acts import Act

LONGEST = 2000


class Reviewers(forms.ModelChoiceField):
    """Colleagues, by the names that they call each other."""

    def label_from_instance(self, obj: Account) -> str:
        """Return a colleague's name, and the account where that says more."""
        name = name_of(obj)
        return name if name == obj.get_username() else f"{name} ({obj.get_username()})"


class ReviewForm(forms.Form):
    """What is asked of a reviewer. None of it is needed."""

    _review_assignee = Reviewers(
        required=False,
        queryset=Account.objects.none(),
        label=gettext_lazy("Reviewer"),
        empty_label=gettext_lazy("whoever may publish"),
        error_messages={"invalid_choice": gettext_lazy("Whoever you chose may not publish this, so they cannot be asked to review it.")},
    )
    _review_due = forms.DateField(
        required=False, label=gettext_lazy("Needed by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), localize=False
    )
    _review_note = forms.CharField(
        required=False, max_length=LONGEST, label=gettext_lazy("Note to the reviewer"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, record: Publishable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["_review_assignee"].queryset = rounds.reviewers(type(record))


def review_form(data: Any, record: Publishable, found: "rounds.Round | None") -> ReviewForm:  # Any: a POST
    """Return the form; it begins with what was asked for last."""
    initial = {"_review_assignee": found.review.assignee_id, "_review_due": found.review.due_on} if found is not None else {}
    return ReviewForm(data if "_review_note" in data else None, record=record, initial=initial, auto_id="id%s")


def context(work: Work, by: User, data: Any) -> dict[str, Any]:  # Any: a POST
    """Return what the form says of reviews, and what `by` may do about them."""
    record = work.record
    if record._state.adding:
        return {"review_form": review_form(data, record, None)}
    found = rounds.current(record, work.token)
    is_asker = found is not None and found.review.by_id == by.pk and found.review.assignee_id != by.pk
    return {
        "review": found,
        "may_approve": found is not None and not found.is_approved and not is_asker and may(by, "publish", record),
        "may_return": found is not None and (is_asker or may(by, "submit", record)),
        "is_asker": is_asker,
        "review_form": review_form(data, record, found) if may_ask(work, by) else None,
        "review_answer": data.get("_review_said", ""),
    }


def may_ask(work: Work, by: User) -> bool:
    """Tell whether `by` may ask for a review of the work as it is."""
    state = work.record.state
    if state in (State.DRAFT, State.IN_REVIEW):
        return may(by, "submit", work.record)
    return state != State.TRASHED and work.draft is not None and may(by, "change", work.record)


def submit(act: "Act") -> str:
    """Keep the form and ask for review."""
    act.keep_typed()
    form = ReviewForm(act.request.POST, record=act.record)
    if not form.is_valid():
        raise TransitionError(" ".join(message for messages in form.errors.values() for message in messages))
    values = form.cleaned_data
    review = rounds.submit(
        act.record, by=act.by, assignee=values["_review_assignee"], due_on=values["_review_due"], note=values["_review_note"].strip()
    )
    return _("Submitted to %(name)s for review.") % {"name": name_of(review.assignee)} if review.assignee else _("Submitted for review.")


def approve(act: "Act") -> str:
    """Keep the form and approve what it says; what somebody else saved since the page was opened was not read, so it is not approved."""
    seen, now = act.request.POST.get("_token", ""), rounds.token_of(act.record)
    if seen == now:
        act.keep_typed()
        seen = rounds.token_of(act.record)
    rounds.approve(act.record, by=act.by, token=seen, said=said(act))
    return _("Approved. Any later change of the draft makes the approval out of date.")


def send_back(act: "Act") -> str:
    """Keep the form and return it from review, or take one's own back."""
    act.keep_typed()
    rounds.send_back(act.record, by=act.by, said=said(act))
    return _("Returned to the author as a draft.") if act.record.first_published_at is None else _("Returned. The draft waits here.")


def said(act: "Act") -> str:
    """Return what the reviewer answers."""
    return act.request.POST.get("_review_said", "").replace("\0", "").strip()[:LONGEST]
