"""Changes and withdrawals at a moment to come: done once, as they were scheduled, or refused where it is seen."""

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from library.models import Tag
from news.models import Article
from publishing import changes, drafts, due, scheduling, work
from publishing.models import Change, ChangeHead, Draft, ScheduledStep, Version, Withdrawal
from publishing.publishable import State
from publishing.workflow import Notice, TransitionError
from tests.factories import make_kind, publisher
from tests.publishing.plans import DAY, SECOND, come, correct, make_live, plan, tomorrow


def test_change_becomes_public_at_its_moment_once():
    record = make_live()
    at = tomorrow()
    step = plan(record, at, title_en="New talks", lead_en="Lead")
    before = list(Change.objects.values_list("kind", flat=True))

    assert due.take_all(at - SECOND) == 0
    record.refresh_from_db()
    assert (record.title_en, list(Change.objects.values_list("kind", flat=True))) == ("Talks", before)

    assert [come(step), come(step)] == [1, 0]

    record.refresh_from_db()
    assert (record.title_en, record.lead_en, record.has_draft) == ("New talks", "Lead", False)
    assert list(Change.objects.values_list("kind", flat=True)) == [*before, "retitled"]
    assert not Draft.objects.exists()
    assert Version.objects.filter(record=record.pk, published=True).count() == 2
    step.refresh_from_db()
    assert (step.done_at is not None, step.data, step.base) == (True, {}, {})
    call_command("check_content")


def test_worker_that_was_down_makes_it_good():
    record = make_live()
    plan(record, tomorrow(), title_en="New talks")
    ScheduledStep.objects.update(at=timezone.now() - 3 * DAY)

    assert [work.settle(), work.settle()] == [1, 0]

    record.refresh_from_db()
    assert record.title_en == "New talks"
    # The public saw it now, not when it was planned for.
    assert timezone.now() - Change.objects.latest("sequence").at < DAY


def test_steps_are_taken_in_the_order_of_their_moments():
    record = make_live()
    scheduling.withdrawal(record, by=publisher(), at=timezone.now() + 2 * DAY)
    plan(record, tomorrow(), title_en="New talks")

    assert due.take_all(timezone.now() + 3 * DAY) == 2

    assert list(Change.objects.values_list("kind", flat=True)) == ["published", "retitled", "withdrawn"]


def test_clock_that_jumps_back_does_nothing_twice_and_nothing_early():
    record = make_live()
    at = tomorrow()
    step = plan(record, at, title_en="New talks")

    assert due.take_all(at - 400 * DAY) == 0
    assert come(step) == 1
    assert due.take_all(at - DAY) == 0
    assert come(step) == 0
    assert Change.objects.count() == 2


def test_further_language_of_a_live_record():
    record = make_live()
    step = plan(record, tomorrow(), title_ka="მოლაპარაკება", body_ka="<p>ერთი.</p>")
    assert record.available_languages == ["en"]

    come(step)

    record.refresh_from_db()
    assert record.available_languages == ["en", "ka"]
    assert (Change.objects.latest("sequence").kind, Change.objects.latest("sequence").languages) == ("translated", ["ka"])


def test_chosen_language_only_and_the_other_waits_in_the_draft():
    record = make_live(title_ka="მოლაპარაკება", body_ka="<p>ერთი.</p>")
    drafts.save(record, {"title_en": "New talks", "title_ka": "ახალი"}, by=publisher())
    step = scheduling.change(record, by=publisher(), at=tomorrow(), languages=["ka"])

    come(step)

    record.refresh_from_db()
    assert (record.title_en, record.title_ka, record.has_draft) == ("Talks", "ახალი", True)
    assert drafts.state_of(record)["title_en"] == "New talks"


def test_later_edits_of_the_draft_are_not_part_of_it():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks", lead_en="Lead")
    drafts.save(record, {"title_en": "Newest talks", "body_en": "<p>Two.</p>"}, by=publisher())

    come(step)

    record.refresh_from_db()
    assert (record.title_en, record.lead_en, record.body_en, record.has_draft) == ("New talks", "Lead", "<p>One.</p>", True)
    work_now = drafts.opened(record)
    assert not work_now.conflicts
    assert (work_now.state["title_en"], work_now.state["lead_en"], work_now.state["body_en"]) == ("Newest talks", "Lead", "<p>Two.</p>")


def test_draft_begun_after_the_first_was_discarded_is_asked():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")
    drafts.discard(record, by=publisher())
    drafts.save(record, {"title_en": "Other talks"}, by=publisher())

    come(step)

    record.refresh_from_db()
    assert record.title_en == "New talks"
    assert drafts.opened(record).conflicts == {"title_en": "New talks"}


def test_correction_made_meanwhile_is_kept():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")
    correct(record, lead_en="Corrected")

    come(step)

    record.refresh_from_db()
    assert (record.title_en, record.lead_en) == ("New talks", "Corrected")


def test_scheduled_again_takes_the_place_of_the_first():
    record = make_live()
    first = plan(record, tomorrow(), title_en="New talks")
    second = plan(record, tomorrow() + DAY, title_en="Newest talks")

    assert list(ScheduledStep.objects.open()) == [second]
    assert come(first) == 0
    assert come(second) == 1
    record.refresh_from_db()
    assert record.title_en == "Newest talks"


def test_steps_about_different_languages_stand_beside_each_other():
    record = make_live(title_ka="მოლაპარაკება", body_ka="<p>ერთი.</p>")
    drafts.save(record, {"title_en": "New talks", "title_ka": "ახალი"}, by=publisher())
    scheduling.change(record, by=publisher(), at=tomorrow(), languages=["ka"])
    second = scheduling.change(record, by=publisher(), at=tomorrow() + DAY, languages=["en"])
    scheduling.withdrawal(record, by=publisher(), at=tomorrow() + 2 * DAY)

    assert ScheduledStep.objects.open().count() == 3
    assert come(second) == 2
    record.refresh_from_db()
    assert (record.title_en, record.title_ka) == ("New talks", "ახალი")


def test_cancelled_step_never_happens():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")

    scheduling.cancel(step, by=publisher())

    assert (come(step), ScheduledStep.objects.count()) == (0, 0)
    assert drafts.state_of(record)["title_en"] == "New talks"


def test_withdrawal_with_its_notice():
    record, successor = make_live(), make_live(title_en="Better")
    notice = Notice(show_date=False, show_title=True, reason={"en": "Wrong."}, successor=successor)
    step = scheduling.withdrawal(record, by=publisher(), at=tomorrow(), notice=notice)
    assert record.is_live

    come(step)

    record.refresh_from_db()
    told = Withdrawal.objects.get(record=record.pk, language="en")
    assert (record.state, told.show_date, told.title, told.reason_en, told.successor) == (State.WITHDRAWN, False, "Talks", "Wrong.", successor.pk)


def test_withdrawal_of_one_language():
    record = make_live(title_ka="მოლაპარაკება", body_ka="<p>ერთი.</p>")
    step = scheduling.withdrawal(record, by=publisher(), at=tomorrow(), languages=["ka"])

    come(step)

    record.refresh_from_db()
    assert (record.available_languages, record.body_ka) == (["en"], "")
    assert drafts.state_of(record)["body_ka"] == "<p>ერთი.</p>"


def test_withdrawal_after_a_scheduled_first_publication():
    record = drafts.create(Article, {"kind": make_kind().pk, "title_en": "Talks", "body_en": "<p>One.</p>"}, by=publisher())
    drafts.publish(record, by=publisher(), at=tomorrow())
    with pytest.raises(TransitionError, match="later than that"):
        scheduling.withdrawal(record, by=publisher(), at=timezone.now() + SECOND)
    step = scheduling.withdrawal(record, by=publisher(), at=timezone.now() + 2 * DAY)
    past = timezone.now() - SECOND
    Article.objects.update(live_at=past, published_at_en=past, listed_at_en=past, listed_at_ka=past)
    ChangeHead.objects.update(next_due_at=past)

    come(step)

    record.refresh_from_db()
    assert record.state == State.WITHDRAWN
    assert list(Change.objects.values_list("kind", flat=True)) == ["published", "withdrawn"]


def test_withdrawal_of_what_is_withdrawn_already_needs_nothing():
    record = make_live()
    step = scheduling.withdrawal(record, by=publisher(), at=tomorrow())
    drafts.withdraw(record, by=publisher())

    come(step)

    step.refresh_from_db()
    assert step.done_at is not None
    assert list(Change.objects.values_list("kind", flat=True)) == ["published", "withdrawn"]


def test_change_that_was_published_by_hand_is_told_once():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")
    drafts.publish(record, by=publisher())

    come(step)

    step.refresh_from_db()
    assert step.done_at is not None
    assert list(Change.objects.values_list("kind", flat=True)) == ["published", "retitled"]


def test_withdrawn_record_is_published_again():
    record = make_live()
    drafts.withdraw(record, by=publisher())
    step = scheduling.change(record, by=publisher(), at=tomorrow())

    come(step)

    record.refresh_from_db()
    assert record.is_live


def test_tag_typed_newly_exists_from_the_moment_on():
    record = make_live()
    step = plan(record, tomorrow(), tags=["+Border talks"])
    assert not Tag.objects.exists()

    come(step)

    assert [str(row.tag) for row in record.tagged.all()] == ["Border talks"]
    record.refresh_from_db()
    assert not record.has_draft


def test_nothing_of_it_moves_the_public_counter():
    record = make_live()
    changes.head()
    before = ChangeHead.objects.values("sequence", "moved_at", "next_due_at").get()

    step = plan(record, tomorrow(), title_en="New talks")
    scheduling.withdrawal(record, by=publisher(), at=tomorrow() + DAY)
    scheduling.cancel(step, by=publisher())

    assert ChangeHead.objects.values("sequence", "moved_at", "next_due_at").get() == before


def test_language_of_the_worker_does_not_matter():
    record = make_live()
    step = plan(record, tomorrow(), corrections=[{"at": timezone.now(), "text_en": "Right."}])

    with translation.override("ka"):
        come(step)

    assert [row.text_en for row in record.corrections.all()] == ["Right."]
    call_command("publish_due")
