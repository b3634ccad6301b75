"""Changes become deliveries: what each says, to whom it goes, how it is signed, tried again, and ended."""

import datetime as dt

import pytest
from django.core import mail
from django.db.models import F
from django.utils import timezone
from standardwebhooks import Webhook

from publishing import drafts
from publishing.api.texts import utc
from publishing.models import Change
from publishing.publishable import State
from publishing.workflow import transition
from syndication import delivering, expanding, notices, pushing, signing
from syndication.models import Attempt, Delivery, Notice, Partner
from tests.factories import (
    make_published_article,
    publisher,
)
from tests.syndication.receiver import body_of, in_order, receiving


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch):
    monkeypatch.setattr(delivering, "PAUSES", [0.0] * 12)
    monkeypatch.setattr(delivering, "REST", 0)


def edit(record, **fields):
    """Change a public record."""
    drafts.save(record, fields, by=publisher())
    drafts.publish(record, by=publisher())


def pushed(partner, rounds=40):
    """Expand and deliver, as the worker does."""
    for _round in range(rounds):
        expanding.expand_all()
        if not delivering.with_work():
            return
        delivering.serve(partner.pk, 100)


def test_nothing_is_written_for_partners_while_publishing(django_assert_num_queries):
    with receiving() as receiver:
        receiver.partner()
        make_published_article(title_en="Visit")

        assert (Delivery.objects.count(), receiver.seen) == (0, [])


def test_change_is_told_signed_and_once():
    make_published_article(title_en="Before")
    with receiving() as receiver:
        partner = receiver.partner()
        article = make_published_article(title_en="A secret title", title_ka="სათაური")
        pushed(partner)
        pushed(partner)

    (key, said), change = receiver.taken[0], Change.objects.latest("sequence")
    assert len(receiver.seen) == 1
    headers = receiver.seen[0][0]
    assert (key, headers["Content-Type"]) == (Delivery.objects.get().message_id, "application/json")
    address = f"http://testserver/api/v1/articles/{article.pk}/"
    pages = {code: f"http://testserver/{code}/news/{slug}/" for code, slug in (("en", article.slug_en), ("ka", article.slug_ka))}
    assert said == {
        "type": "article.published",
        "timestamp": utc(change.at),
        "data": {
            "sequence": change.sequence,
            "kind": "published",
            "object": {"id": str(article.pk), "type": "article", "api_url": address, "url": pages, "into": None},
            "languages": ["en", "ka"],
            "reason": "",
            "at": utc(change.at),
        },
    }


def test_what_is_said_is_what_is_public_when_it_is_sent():
    with receiving() as receiver:
        partner = receiver.partner()
        article = make_published_article(title_en="Visit")
        Change.objects.update(reason="names a secret")
        transition(article, State.WITHDRAWN, by=publisher())
        pushed(partner)

    first, last = (said for _id, said in receiver.taken)
    assert [said["type"] for said in (first, last)] == ["article.published", "article.withdrawn"]
    for said in (first, last):
        assert (said["data"]["object"]["url"], said["data"]["reason"]) == ({}, "")
        assert "visit" not in str(said).lower()


def test_id_stays_over_tries_and_two_secrets_sign_for_a_time():
    answers = iter([500, (302, {"Location": "/other"}), (404, {}), 200, 200, 200])
    with receiving(lambda: next(answers)) as receiver:
        partner = receiver.partner()
        former = signing.new_secret()
        Partner.objects.update(secret=former, former_secret=receiver.secret, former_until=timezone.now() + dt.timedelta(days=1))
        make_published_article(title_en="Visit")
        pushed(partner)
        assert {headers["webhook-id"] for headers, _body, _planned in receiver.seen} == {Delivery.objects.get().message_id}
        assert (len(receiver.seen), Delivery.objects.get().tries, len(receiver.taken)) == (4, 4, 1)
        Webhook(former).verify(receiver.seen[-1][1], receiver.seen[-1][0])
        assert list(Attempt.objects.order_by("pk").values_list("status", flat=True)) == [500, 302, 404, 200]

        # The former one signs no longer than that.
        receiver.secret = former
        Partner.objects.update(former_until=timezone.now())
        make_published_article(title_en="Another")
        pushed(partner)
    assert [len(headers["webhook-signature"].split()) for headers, _body, _planned in receiver.seen] == [2, 2, 2, 2, 1]


def test_record_is_told_in_order_and_others_do_not_wait():
    bad = make_published_article(title_en="Bad")
    with receiving() as receiver:
        partner = receiver.partner()
        for number in range(3):
            edit(bad, title_en=f"Bad {number}")
        good = make_published_article(title_en="Good")
        failing = {str(bad.pk)}
        receiver.plan = lambda: 200

        real = delivering.post
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(delivering, "PAUSES", [3600.0] * 12)
            patch.setattr(delivering, "post", lambda *sent: refused() if names(sent[1], failing) else real(*sent))
            for _round in range(6):
                pushed(partner, 1)
            assert [said["data"]["object"]["id"] for _id, said in receiver.taken] == [str(good.pk)]
            # One try of the first; those behind it were not tried at all.
            assert Delivery.objects.waiting().count() == 3
            assert sorted(Delivery.objects.waiting().values_list("tries", flat=True)) == [0, 0, 1]
        Delivery.objects.waiting().update(next_at=timezone.now())
        pushed(partner)

    assert (in_order(receiver), len(receiver.taken), Delivery.objects.waiting().count()) == (True, 4, 0)


def names(body, keys):
    return any(key in body.decode() for key in keys)


def refused():
    raise delivering.NotSentError("told to")


def test_gone_ends_it_and_switching_on_goes_on_where_it_ended():
    with receiving(lambda: 410) as receiver:
        partner = receiver.partner()
        make_published_article(title_en="One")
        pushed(partner)
        make_published_article(title_en="Two")
        pushed(partner)
        partner.refresh_from_db()
        assert (partner.condition, len(receiver.seen), Notice.objects.get().kind) == ("gone", 1, "gone")
        notices.send_due()
        assert (len(mail.outbox), mail.outbox[0].to, "410" in mail.outbox[0].body) == (1, ["partner@example.org"], True)

        receiver.plan = lambda: 200
        delivering.resume(partner)
        pushed(partner)
    assert (len(receiver.taken), in_order(receiver), Delivery.objects.waiting().count()) == (2, True, 0)


def test_receiver_that_asks_for_time_gets_it(monkeypatch):
    answers = iter([(429, {"Retry-After": "7200"}), 200, 200])
    with receiving(lambda: next(answers)) as receiver:
        partner = receiver.partner()
        for name in ("One", "Two"):
            make_published_article(title_en=name)
        pushed(partner)
        partner.refresh_from_db()
        asked = timezone.now() + dt.timedelta(seconds=7100)
        assert (len(receiver.seen), partner.resume_at > asked, Delivery.objects.order_by("-next_at").first().next_at > asked) == (1, True, True)
        Partner.objects.update(resume_at=timezone.now())
        pushed(partner)
        assert [body_of(each)["data"]["sequence"] for each in receiver.seen] == [1, 2]


def test_contact_is_told_at_first_after_a_day_and_at_the_end_once_each(settings, monkeypatch):
    with receiving(lambda: 500) as receiver:
        partner = receiver.partner()
        make_published_article(title_en="One")
        for days in (0, 0, 1, 1, 2):
            Partner.objects.update(failing_since=F("failing_since") - dt.timedelta(days=days), resume_at=None)
            Delivery.objects.update(tried_at=F("tried_at") - dt.timedelta(days=days))
            pushed(partner, 1)
            notices.note_days()
        Delivery.objects.update(tries=12, next_at=timezone.now())
        Partner.objects.update(resume_at=None)
        pushed(partner, 1)
        pushed(partner, 1)
        notices.note_days()

    partner.refresh_from_db()
    assert (partner.condition, Delivery.objects.waiting().count()) == ("suspended", 1)
    assert list(Notice.objects.values_list("kind", flat=True)) == ["first", "day", "suspended"]

    # A mail server that is down loses none of them, and one that answers sends each once.
    settings.EMAIL_BACKEND = "tests.syndication.test_deliveries.Down"
    assert notices.send_due() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Notice.objects.update(next_at=timezone.now())
    assert (notices.send_due(), notices.send_due(), len(mail.outbox)) == (3, 0, 3)
    assert "suspended" in mail.outbox[2].subject
    assert all(receiver.address in message.body for message in mail.outbox)


class Down:
    """A mail server that does not answer."""

    def __init__(self, *args, **more):
        pass

    def send_messages(self, messages):
        raise OSError("down")


def test_message_that_is_never_taken_ends_alone_where_others_arrive():
    with receiving(lambda: 200) as receiver:
        partner = receiver.partner()
        make_published_article(title_en="One")
        expanding.expand_all()
        now = timezone.now()
        Delivery.objects.update(tries=12, tried_at=now - dt.timedelta(days=3))
        receiver.plan = lambda: 500
        pushed(partner, 1)

    partner.refresh_from_db()
    assert (Delivery.objects.get().outcome, partner.is_active) == ("given_up", True)


def test_what_is_old_is_forgotten_but_for_the_last_of_each_record():
    article = make_published_article(title_en="Visit")
    with receiving() as receiver:
        partner = receiver.partner()
        for number in range(2):
            edit(article, title_en=f"Visit {number}")
        pushed(partner)
    Delivery.objects.update(done_at=timezone.now() - dt.timedelta(days=100))
    Attempt.objects.update(at=timezone.now() - dt.timedelta(days=40))

    pushing.tidy()

    assert list(Delivery.objects.values_list("sequence", flat=True)) == [3]
    assert not Attempt.objects.exists()
