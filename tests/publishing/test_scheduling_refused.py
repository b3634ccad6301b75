"""What was scheduled and cannot be done: refused in words, with nothing half done."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Byline
from publishing import drafts, due, erasing, locks, scheduling
from publishing.models import Audit, Change, ScheduledStep, Version
from publishing.publishable import State
from publishing.workflow import TransitionError, transition
from tests.factories import make_author, make_tag, publisher
from tests.publishing.plans import DAY, SECOND, come, correct, make_live, plan, refusal, tomorrow
from tests.roles import member_of


def test_correction_in_the_same_place_refuses_it_and_nothing_is_half_done():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks", lead_en="Lead")
    correct(record, title_en="Corrected talks")
    changed = Change.objects.count()

    assert [come(step), come(step)] == [1, 0]

    record.refresh_from_db()
    assert (record.title_en, record.lead_en, Change.objects.count()) == ("Corrected talks", "", changed)
    assert "Title (English)" in refusal(step)
    assert "Title (English)" not in step.refusal_ka
    assert Audit.objects.latest("id").action == "schedule refused"
    assert step.data["lead_en"] == "Lead"
    call_command("check_content")


def test_what_was_withdrawn_by_hand_does_not_come_back():
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")
    drafts.withdraw(record, by=publisher())

    come(step)

    record.refresh_from_db()
    assert record.state == State.WITHDRAWN
    assert "does not come back" in refusal(step)


@pytest.mark.parametrize("loss", ["account", "right", "activity"])
def test_step_of_somebody_who_may_not_do_it_any_more_is_refused(loss):
    record, editor = make_live(), member_of("Editor")
    drafts.save(record, {"title_en": "New talks"}, by=editor)
    step = scheduling.change(record, by=editor, at=tomorrow())
    if loss == "account":
        Version.objects.filter(by=editor).update(by=None)
        ScheduledStep.objects.update(by=None)
    elif loss == "right":
        editor.groups.clear()
    else:
        type(editor).objects.filter(pk=editor.pk).update(is_active=False)

    come(step)

    record.refresh_from_db()
    assert record.title_en == "Talks"
    assert "may not do it any more" in refusal(step)


def test_choice_that_vanished_refuses_it():
    author = make_author("Eka")
    record = make_live()
    step = plan(record, tomorrow(), bylines=[{"author": author.pk}], title_en="New talks")
    author.delete()

    come(step)

    record.refresh_from_db()
    assert (record.title_en, Byline.objects.count()) == ("Talks", 0)
    assert "no longer exists" in refusal(step)


def test_tag_that_vanished_refuses_it():
    tag = make_tag("Talks")
    record = make_live()
    step = plan(record, tomorrow(), tags=[tag.pk])
    tag.delete()

    come(step)

    assert "no longer exists" in refusal(step)


@pytest.mark.parametrize("fate", ["trashed", "erased"])
def test_record_that_went_away(fate):
    record = make_live()
    step = plan(record, tomorrow(), title_en="New talks")
    drafts.withdraw(record, by=publisher())
    transition(record, State.TRASHED, by=publisher())
    if fate == "erased":
        erasing.erase(record, by=publisher())
        assert not ScheduledStep.objects.exists()
        return

    come(step)

    assert "trash" in refusal(step)


def test_failure_of_one_step_does_not_stop_the_others(monkeypatch, caplog):
    first, second = make_live(), make_live(title_en="Other")
    failing = plan(first, tomorrow(), title_en="New")
    step = plan(second, tomorrow() + SECOND, title_en="Newer")
    publish = due.publish
    monkeypatch.setattr(due, "publish", lambda each, *args, **more: publish(each, *args, **more) if each.pk == step.pk else {}["nothing"])

    assert [come(step), come(step)] == [2, 0]

    second.refresh_from_db()
    assert second.title_en == "Newer"
    assert "log says why" in refusal(failing)
    assert "A scheduled step failed" in caplog.text


@pytest.mark.parametrize("moment", [-DAY, dt.timedelta()])
def test_moment_that_has_passed_is_refused(moment):
    record = make_live()
    drafts.save(record, {"title_en": "New"}, by=publisher())

    for act in (scheduling.change, scheduling.withdrawal):
        with pytest.raises(TransitionError, match="has passed"):
            act(record, by=publisher(), at=timezone.now() + moment)
    assert not ScheduledStep.objects.exists()


def test_incomplete_or_empty_change_is_refused_at_once():
    record = make_live()
    with pytest.raises(TransitionError, match="nothing to schedule"):
        scheduling.change(record, by=publisher(), at=tomorrow())
    drafts.save(record, {"kind": ""}, by=publisher())
    with pytest.raises(TransitionError, match="Kind: This field is required"):
        scheduling.change(record, by=publisher(), at=tomorrow())
    record.refresh_from_db()
    assert (record.kind.key, ScheduledStep.objects.count()) == ("news", 0)


def test_author_may_not_schedule():
    record, author = make_live(), member_of("Author")

    for act in (scheduling.change, scheduling.withdrawal):
        with pytest.raises(TransitionError, match="no right"):
            act(record, by=author, at=tomorrow())


def test_record_that_somebody_else_has_locked_is_left_alone():
    record, locker = make_live(), member_of("Editor")
    step = scheduling.withdrawal(record, by=publisher(), at=tomorrow())
    locks.lock(record, by=locker)

    for act in (lambda: scheduling.withdrawal(record, by=publisher(), at=tomorrow()), lambda: scheduling.cancel(step, by=publisher())):
        with pytest.raises(TransitionError, match="Locked by"):
            act()
    come(step)

    record.refresh_from_db()
    assert record.is_live
    assert "Locked by" in refusal(step)
