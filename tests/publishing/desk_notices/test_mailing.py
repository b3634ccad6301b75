"""Notices by mail: as each person chose, of what they may see when it is sent, lost by no mail server that is down."""

import datetime as dt
import smtplib

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from publishing import drafts
from publishing.desk_notices import mailing, noting
from publishing.models import DeskNotice, NoticeChoices
from publishing.review import comments, rounds
from tests.publishing.desk_notices.made import notices
from tests.roles import browser_of

Kind = DeskNotice.Kind


def test_mail_names_the_record_and_leads_to_it_and_says_nothing_of_its_text(record, author, editor):
    rounds.submit(record, by=author, assignee=editor, note="Mind the secret dates.")

    assert mailing.send_due() == 1

    (message,) = mail.outbox
    assert message.to == ["editor@example.org"]
    assert "author asks you to review “Talks”." in message.subject
    assert reverse("admin:news_article_change", args=[record.pk]) in message.body
    assert not any(word in message.body for word in ("Secret", "secret"))
    assert mailing.send_due() == 0


def test_what_waits_goes_in_one_mail(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    comments.add(record, by=author, text="@editor: please.")

    mailing.send_due()

    assert [message.subject.partition(" (")[0] for message in mail.outbox] == ["2 notices"]


def test_who_may_not_see_the_record_any_more_is_told_nothing_of_it(record, author, editor):
    rounds.submit(record, by=author, assignee=editor)
    editor.groups.clear()

    assert (mailing.send_due(), mail.outbox) == (0, [])
    assert DeskNotice.objects.get().mailed_at is None
    page = browser_of(editor).client.get(reverse("admin:notices")).content.decode()
    assert "Talks" not in page
    assert "cannot open any more" in page


def test_mail_server_down_for_a_day_loses_nothing(record, author, editor, monkeypatch):
    rounds.submit(record, by=author, assignee=editor)

    def fails(_message: EmailMessage) -> int:
        raise smtplib.SMTPServerDisconnected("down")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", fails)
        waits = []
        for _time in range(40):
            DeskNotice.objects.update(next_at=timezone.now())
            assert mailing.send_due() == 0
            waits.append((DeskNotice.objects.get().next_at - timezone.now()).total_seconds())

    # Longer and longer, up to an hour.
    assert [round(wait / 60) for wait in waits[:7]] == [1, 2, 4, 8, 16, 32, 60]
    assert max(waits) <= 3600
    DeskNotice.objects.update(next_at=timezone.now())
    assert (mailing.send_due(), len(mail.outbox)) == (1, 1)
    assert DeskNotice.objects.get().mailed_at is not None


def test_what_another_worker_is_sending_is_not_sent_again(record, author, editor, monkeypatch):
    rounds.submit(record, by=author, assignee=editor)
    sent = []

    def slow(message: EmailMessage) -> int:
        sent.append(message.to)
        # Another worker looks while this one sends.
        assert mailing.send_due() == 0
        return 1

    monkeypatch.setattr(EmailMessage, "send", slow)

    assert (mailing.send_due(), sent) == (1, [["editor@example.org"]])


@pytest.mark.parametrize(("when", "expected"), [("now", 1), ("daily", 0), ("never", 0)])
def test_each_person_chooses_when(record, author, editor, when, expected):
    NoticeChoices.objects.create(person=editor, chosen={"assigned": when}, language="en")

    rounds.submit(record, by=author, assignee=editor)

    assert mailing.send_due() == expected
    notice = DeskNotice.objects.get()
    assert (notice.next_at is None) == (when == "never")
    if when == "daily":
        DeskNotice.objects.update(next_at=notice.next_at - dt.timedelta(days=1))
        assert (timezone.localtime(notice.next_at).hour, mailing.send_due()) == (noting.DAILY_HOUR, 1)


def test_mail_speaks_the_language_that_was_chosen(record, author, editor):
    NoticeChoices.objects.create(person=editor, language="ka")
    rounds.submit(record, by=author, assignee=editor)

    mailing.send_due()

    assert "გთხოვთ" in mail.outbox[0].subject


def test_account_without_an_address_is_told_at_the_desk_alone(record, author, editor):
    User.objects.filter(pk=editor.pk).update(email="")

    rounds.submit(record, by=author, assignee=editor)

    assert (mailing.send_due(), notices()) == (0, [("assigned", "editor", "author")])


def test_title_makes_no_header(record, author, editor):
    drafts.save(record, {"title_en": "Talks"}, by=author)
    Article.objects.update(working_title="Talks\r\nBcc: somebody@example.org")
    rounds.submit(record, by=author, assignee=editor)

    assert mailing.send_due() == 1
    assert "\n" not in mail.outbox[0].subject
