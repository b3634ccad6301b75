"""Review: a draft goes to somebody who may publish it, is approved as it is then, or comes back with an answer."""

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts, erasing, locks
from publishing.models import Audit, Review
from publishing.publishable import State
from publishing.review import rounds
from publishing.workflow import TransitionError
from publishing.workflow import transition as move
from tests.browser import Form
from tests.factories import make_kind, publisher
from tests.roles import browser_of, member_of


@pytest.fixture
def author() -> User:
    return member_of("Author")


@pytest.fixture
def editor() -> User:
    return member_of("Editor")


@pytest.fixture
def record(author) -> Article:
    return drafts.create(Article, {"title_en": "Talks", "body_en": "<p>Words.</p>", "kind": make_kind().pk}, by=author)


@pytest.fixture
def pending() -> Article:
    """A public record with changes that are not."""
    found = drafts.create(Article, {"title_en": "Talks", "body_en": "<p>Words.</p>", "kind": make_kind().pk}, by=publisher())
    drafts.publish(found, by=publisher())
    drafts.save(found, {"lead_en": "Later"}, by=publisher())
    return found


def now(record: Article) -> rounds.Round | None:
    return rounds.current(record, rounds.token_of(record))


def stored(record: Article) -> Article:
    return Article.objects.get(pk=record.pk)


def test_author_submits_to_an_editor_who_approves(record, author, editor):
    day = timezone.localdate() + dt.timedelta(days=3)

    rounds.submit(record, by=author, assignee=editor, due_on=day, note="Mind the dates.")

    review = now(record).review
    assert (stored(record).state, review.by, review.assignee, review.due_on, review.note) == (State.IN_REVIEW, author, editor, day, "Mind the dates.")
    rounds.approve(record, by=editor, token=rounds.token_of(record), said="Well done.")
    found = now(record)
    assert (found.is_approved, found.review.approved_by, found.review.said) == (True, editor, "Well done.")
    assert stored(record).state == State.IN_REVIEW


def test_approval_is_for_the_draft_of_that_moment_only(record, author, editor):
    rounds.submit(record, by=author)
    rounds.approve(record, by=editor, token=rounds.token_of(record))

    drafts.save(record, {"lead_en": "Later"}, by=author)

    assert (now(record).is_approved, now(record).is_outdated) == (False, True)
    rounds.approve(record, by=editor, token=rounds.token_of(record))
    assert now(record).is_approved


def test_what_was_saved_since_it_was_read_is_not_approved(record, author, editor):
    rounds.submit(record, by=author)
    read = rounds.token_of(record)
    drafts.save(record, {"lead_en": "Later"}, by=author)

    with pytest.raises(TransitionError, match="saved since you opened it"):
        rounds.approve(record, by=editor, token=read)
    assert now(record).review.approved_at is None


def test_editor_returns_with_an_answer(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)

    rounds.send_back(record, by=editor, said="A source is missing.")

    assert (stored(record).state, now(record)) == (State.DRAFT, None)
    assert [(each.outcome, each.ended_by, each.said) for each in rounds.past(record)] == [("returned", editor, "A source is missing.")]


def test_author_takes_it_back(record, author):
    rounds.submit(record, by=author)

    rounds.send_back(record, by=author)

    assert (stored(record).state, Review.objects.get().outcome) == (State.DRAFT, "taken back")


def test_assignee_without_rights_is_refused_and_nothing_is_submitted(record, author):
    colleague = member_of("Author", "colleague")

    with pytest.raises(TransitionError, match="colleague may not publish this"):
        rounds.submit(record, by=author, assignee=colleague)
    assert (stored(record).state, Review.objects.count(), list(rounds.reviewers(Article).filter(pk=colleague.pk))) == (State.DRAFT, 0, [])


def test_those_may_be_asked_who_work_here_and_may_publish(editor, author):
    member_of("Editor", "gone")
    User.objects.filter(username="gone").update(is_active=False)

    names = list(rounds.reviewers(Article).values_list("username", flat=True))

    assert "editor" in names
    assert not {"gone", "author"} & set(names)


def test_day_that_has_passed_is_refused(record, author):
    with pytest.raises(TransitionError):
        rounds.submit(record, by=author, due_on=timezone.localdate() - dt.timedelta(days=1))


def test_review_of_a_pending_draft_leaves_the_public_record_as_it_is(pending, editor):
    rounds.submit(pending, by=publisher(), assignee=editor)

    assert stored(pending).state == State.PUBLISHED
    rounds.approve(pending, by=editor, token=rounds.token_of(pending))
    assert now(pending).is_approved
    drafts.publish(pending, by=editor)
    assert [(each.outcome, each.ended_by) for each in rounds.past(pending)] == [("published", editor)]


def test_returned_pending_draft_stays(pending, editor):
    rounds.submit(pending, by=publisher(), assignee=editor)

    rounds.send_back(pending, by=editor, said="Not yet.")

    assert (stored(pending).state, drafts.state_of(pending)["lead_en"], now(pending)) == (State.PUBLISHED, "Later", None)


def test_public_record_without_changes_has_nothing_to_review(pending):
    drafts.discard(pending, by=publisher())

    with pytest.raises(TransitionError, match="no unpublished changes"):
        rounds.submit(pending, by=publisher())


def test_discarded_changes_end_their_review(pending, editor):
    rounds.submit(pending, by=publisher(), assignee=editor)

    drafts.discard(pending, by=publisher())

    assert Review.objects.get().outcome == "dropped"


def test_trash_ends_a_review_and_erasing_forgets_it(record, author):
    rounds.submit(record, by=author)

    move(record, State.TRASHED, by=publisher())

    assert Review.objects.get().outcome == "dropped"
    erasing.erase(record, by=publisher())
    assert not Review.objects.exists()


def test_asked_anew_for_somebody_else(record, author, editor):
    other = member_of("Editor", "other")
    rounds.submit(record, by=author, assignee=editor)

    rounds.submit(record, by=author, assignee=other)

    assert [(each.assignee, each.outcome) for each in rounds.past(record)] == [(other, ""), (editor, "replaced")]


def test_two_open_reviews_of_one_record_cannot_be_stored(record, author):
    rounds.submit(record, by=author)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(record=record.pk, kind="article")


@pytest.mark.parametrize("step", ["submit", "approve", "send_back"])
def test_stranger_takes_no_step(record, author, step):
    stranger = member_of("Author", "stranger")
    if step != "submit":
        rounds.submit(record, by=author)
    more = {"token": rounds.token_of(record)} if step == "approve" else {}

    with pytest.raises(TransitionError):
        getattr(rounds, step)(record, by=stranger, **more)
    assert Review.objects.filter(approved_at=None, ended_at=None).count() == (step != "submit")


def test_nobody_approves_what_they_asked_for(pending):
    rounds.submit(pending, by=publisher())

    with pytest.raises(TransitionError, match="somebody else has to approve"):
        rounds.approve(pending, by=publisher(), token=rounds.token_of(pending))


def test_who_has_locked_a_record_keeps_others_from_submitting(pending, editor):
    locks.lock(stored(pending), by=publisher())

    with pytest.raises(TransitionError, match="Locked by"):
        rounds.submit(pending, by=editor)


def test_every_step_is_written_down(record, author, editor):
    rounds.submit(record, by=author, assignee=editor, note="Read it.")
    rounds.approve(record, by=editor, token=rounds.token_of(record))
    rounds.send_back(record, by=editor, said="No.")

    acts = Audit.objects.filter(record=record.pk, action__startswith="review").order_by("id")
    assert [(act.action, act.by) for act in acts] == [("review asked", author), ("review approved", editor), ("review returned", editor)]
    assert acts[0].detail == {"to": "editor", "due": "", "note": "Read it."}


def test_twin_of_overdue_agrees(record, author):
    rounds.submit(record, by=author, due_on=timezone.localdate())
    today = Review.objects.get()
    assert (today.is_overdue, Review.objects.overdue().exists()) == (False, False)

    Review.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))

    assert (Review.objects.get().is_overdue, Review.objects.overdue().exists()) == (True, True)


# In the form


def opened(user: User, record: Article) -> Form:
    return browser_of(user).open(reverse("admin:news_article_change", args=[record.pk]))


def test_submitted_approved_and_returned_in_the_form(record, author, editor):
    form = opened(author, record).fill(_review_assignee=str(editor.pk), _review_note="Mind the dates.", lead_en="Typed")
    form.press("_submit")
    assert (drafts.state_of(record)["lead_en"], now(record).review.assignee) == ("Typed", editor)

    reader = opened(editor, record)
    assert "Mind the dates." in reader.page
    reader.fill(_review_said="Good.").press("_approve")
    assert now(record).is_approved
    reader.follow().fill(_review_said="But the source?").press("_return")

    assert (stored(record).state, rounds.past(record)[0].said) == (State.DRAFT, "But the source?")


def test_form_refuses_to_approve_what_was_saved_meanwhile(record, author, editor):
    rounds.submit(record, by=author)
    form = opened(editor, record)
    drafts.save(record, {"lead_en": "Later"}, by=author)

    assert form.press("_approve").status_code == 422
    assert now(record).review.approved_at is None


def test_form_refuses_an_assignee_without_rights(record, author):
    form = opened(author, record).fill(_review_assignee=str(author.pk), title_en="Typed")

    assert form.press("_submit").status_code == 422
    assert "may not publish this" in form.page
    assert form["title_en"] == "Typed"
    assert stored(record).state == State.DRAFT


def test_form_keeps_in_sight_what_was_asked_in_vain(record, author):
    form = opened(author, record)
    ask = re.compile(r'<details class="record-step" (open)?>\s*<summary>Review</summary>')
    assert ask.search(form.page)[1] is None
    form.fill(_review_due="2020-01-01", _review_note="Mind the dates.").press("_submit")
    assert (ask.search(form.page)[1], form["_review_note"].strip()) == ("open", "Mind the dates.")


def test_history_and_list_tell_of_the_review(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    rounds.send_back(record, by=editor, said="A source is missing.")
    rounds.submit(record, by=author, assignee=editor)

    browser = browser_of(editor).client
    past = browser.get(reverse("admin:news_article_history", args=[record.pk])).content.decode()

    assert "A source is missing." in past
    assert "review by editor" in browser.get(reverse("admin:news_article_changelist")).content.decode()


def test_stranger_reads_no_note(record, author):
    rounds.submit(record, by=author, note="Secret.")
    stranger = browser_of(member_of("Author", "stranger")).client

    assert "Secret." not in stranger.get(reverse("admin:news_article_changelist")).content.decode()
    assert stranger.get(reverse("admin:news_article_history", args=[record.pk])).status_code in (302, 403, 404)
