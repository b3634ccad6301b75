"""Notices to editors: made with the act that they tell of, read at the desk, mailed as each person chose, lost by no mail server."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import changes, drafts, due, erasing, preview_links, scheduling
from publishing.desk_notices import mailing, noting
from publishing.models import DeskNotice, NoticeChoices, Review
from publishing.publishable import State
from publishing.review import comments, inviting, rounds
from publishing.workflow import transition as move
from tests.factories import publisher
from tests.publishing.desk_notices.made import notices
from tests.roles import browser_of, member_of

Kind = DeskNotice.Kind


def test_review_tells_whom_it_concerns(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    rounds.approve(record, by=editor, token=rounds.token_of(record))
    rounds.send_back(record, by=editor, said="No.")

    assert notices() == [("assigned", "editor", "author"), ("approved", "author", "editor"), ("returned", "author", "editor")]


def test_publication_tells_who_wrote_it_and_who_read_it(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    DeskNotice.objects.all().delete()

    drafts.publish(record, by=publisher())

    assert sorted(notices()) == [("published", "author", publisher().username), ("published", "editor", publisher().username)]
    drafts.save(record, {"lead_en": "Corrected"}, by=publisher())
    drafts.publish(record, by=publisher())
    assert len(notices()) == 2


def test_scheduled_text_is_told_when_it_becomes_public(record, author):
    drafts.publish(record, by=publisher(), at=timezone.now() + dt.timedelta(hours=1))
    assert notices() == []

    Article.objects.update(live_at=timezone.now() - dt.timedelta(hours=1), published_at_en=timezone.now() - dt.timedelta(hours=1))
    changes.settle()

    assert notices() == [("published", "author", "")]


def test_mention_and_comment_by_a_review_link_are_told(record, author, editor):
    comments.add(record, by=editor, text="@author, @editor: when?")
    link, _token = preview_links.make(record, by=editor, may_comment=True)
    inviting.say(link, name="Ann", text="@author: look.")

    assert notices() == [("mentioned", "author", "editor"), ("mentioned", "editor", "")]


def test_scheduled_step_that_fails_is_told(record, editor):
    drafts.publish(record, by=editor)
    drafts.save(record, {"lead_en": "Later"}, by=editor)
    step = scheduling.change(record, by=editor, at=timezone.now() + dt.timedelta(hours=1))
    drafts.save(record, {"lead_en": "Meanwhile"}, by=publisher())
    drafts.publish(record, by=publisher())
    DeskNotice.objects.all().delete()

    assert due.take_all(step.at) == 1

    assert notices() == [("failed", "editor", "")]


def test_overdue_review_is_told_once(record, author, editor):
    rounds.submit(record, by=author, assignee=editor, due_on=timezone.localdate())
    DeskNotice.objects.all().delete()
    assert mailing.note_overdue() == 0
    Review.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))

    assert [mailing.note_overdue() for _time in range(2)] == [1, 0]

    assert sorted(notices()) == [("overdue", "author", ""), ("overdue", "editor", "")]


def test_act_that_is_undone_tells_nobody(record, author, editor):
    with transaction.atomic():
        rounds.submit(record, by=author, assignee=editor)
        transaction.set_rollback(True)

    assert notices() == []


def test_accounts_that_are_switched_off_are_told_nothing(record, author, editor):
    User.objects.filter(pk=editor.pk).update(is_active=False)

    noting.note(Kind.ASSIGNED, record, [editor.pk, None], actor=author)

    assert notices() == []


# At the desk


def test_notices_are_counted_listed_and_read(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    comments.add(record, by=author, text="@editor: please.")
    browser = browser_of(editor).client
    front = browser.get(reverse("admin:index")).content.decode()
    assert "author asks you to review" in front
    assert front.count('class="tools__count">2') == 1

    browser.post(reverse("admin:notices_read"), {"notice": str(DeskNotice.objects.get(kind="assigned").pk)})
    assert list(DeskNotice.objects.unread().values_list("kind", flat=True)) == ["mentioned"]
    browser.post(reverse("admin:notices_read"), {"notice": "nonsense"})
    assert DeskNotice.objects.unread().count() == 1
    browser.post(reverse("admin:notices_read"))

    assert not DeskNotice.objects.unread().exists()
    assert "tools__count" not in browser.get(reverse("admin:notices")).content.decode()


def test_nobody_reads_or_marks_the_notices_of_others(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    other = browser_of(member_of("Editor", "other")).client

    other.post(reverse("admin:notices_read"))
    other.post(reverse("admin:notices_read"), {"notice": str(DeskNotice.objects.get().pk)})

    assert "Talks" not in other.get(reverse("admin:notices")).content.decode()
    assert DeskNotice.objects.unread().count() == 1


@pytest.mark.parametrize("name", ["notices", "notice_choices"])
def test_strangers_are_sent_to_the_door(client, name):
    assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_choices_are_kept(editor):
    browser = browser_of(editor).client
    address = reverse("admin:notice_choices")
    chosen = {**dict.fromkeys(Kind.values, "never"), "assigned": "daily", "language": "ka"}

    assert browser.post(address, chosen).status_code == 302
    choices = NoticeChoices.objects.get(person=editor)
    assert (choices.when("assigned"), choices.when("failed"), choices.language) == ("daily", "never", "ka")
    assert browser.post(address, {**chosen, "assigned": "hourly"}).status_code == 200
    assert NoticeChoices.objects.get(person=editor).when("assigned") == "daily"


@pytest.mark.parametrize("count", [1, 8])
def test_list_costs_the_same_at_any_length(record, author, editor, count, django_assert_max_num_queries):
    for number in range(count):
        noting.note(Kind.ASSIGNED, drafts.create(Article, {"title_en": str(number)}, by=author), [editor.pk], actor=author)
    browser = browser_of(editor).client
    browser.get(reverse("admin:notices"))

    # Session, account, rights, notices, their records, how many are unread.
    with django_assert_max_num_queries(7):
        browser.get(reverse("admin:notices"))


def test_notices_go_with_what_is_erased_and_old_ones_are_forgotten(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    DeskNotice.objects.update(read_at=timezone.now() - mailing.KEPT - dt.timedelta(days=1))
    assert mailing.tidy() == 1

    noting.note(Kind.ASSIGNED, record, [editor.pk], actor=author)
    move(record, State.TRASHED, by=publisher())
    erasing.erase(record, by=publisher())

    assert not DeskNotice.objects.exists()
