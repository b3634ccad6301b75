"""How mails reach readers: over a real mail server, with what ends them in their heads, lost by no crash, and no address in any log."""

import datetime as dt
import smtplib

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from publishing import navigation
from publishing.publishable import State
from publishing.workflow import transition
from syndication.digests import mailing, planning, subscribing
from syndication.digests.topics import Topic, What
from syndication.models import Mailing, Reader, Subscription
from tests.factories import make_published_article, publisher
from tests.syndication.digests.mail_server import running
from tests.syndication.digests.reading import ADDRESS, CORRECTIONS, NEWS, fill_in, link, next_morning, subscribed, work

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings):
    with running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield server


def test_mail_as_its_server_gets_it(server, client):
    subscribed()
    article = make_published_article(title_en="Talks & “more”", lead_en="A lead.")

    next_morning()

    ((to, message),) = server.taken
    assert (to, message["To"], message["Auto-Submitted"]) == (ADDRESS, ADDRESS, "auto-generated")
    assert message["List-Id"] == "<daily.en.testserver>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Message-ID"].endswith("@testserver>")
    text, html = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert [part.get_content_type() for part in message.get_payload()] == ["text/plain", "text/html"]
    for part in (text, html):
        assert f"http://testserver/en/news/{article.slug_en}/" in part
        assert "A lead." in part
    assert "Talks &amp; “more”" in html
    # Nothing is fetched that would tell who reads.
    assert "<img" not in html
    # The mail program of the reader ends it without a page, a cookie or a form.
    stop = message["List-Unsubscribe"].strip().strip("<>").removeprefix("http://testserver")
    assert client.post(stop, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded").status_code == 200
    assert (Subscription.objects.count(), Reader.objects.count()) == (0, 0)
    assert client.post(stop).status_code == 200


def test_opening_the_link_that_ends_mails_ends_nothing(client):
    subscribed(NEWS)
    subscribed(CORRECTIONS, often="weekly")
    make_published_article(title_en="Talks")
    stop = link(next_morning()[0], "stop")

    assert "News, every morning" in client.get(stop).content.decode()
    assert Subscription.objects.count() == 2
    client.post(stop)
    # What comes in other mails goes on.
    assert [each.what for each in Subscription.objects.all()] == ["corrections"]


def test_mail_server_that_is_down_loses_nothing(monkeypatch):
    subscribed()
    make_published_article(title_en="Talks")

    def fails(_message: EmailMultiAlternatives) -> int:
        raise smtplib.SMTPServerDisconnected("down")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMultiAlternatives, "send", fails)
        waits = []
        assert next_morning() == []
        for _time in range(8):
            waits.append(round((Mailing.objects.get().next_at - timezone.now()).total_seconds() / 60))
            Mailing.objects.update(next_at=timezone.now())
            assert mailing.send_due() == 0
    make_published_article(title_en="Later")

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    # The next morning comes before the server does.
    assert next_morning() == []
    Mailing.objects.update(next_at=timezone.now())
    assert (mailing.send_due(), mail.outbox[-1].subject) == (1, "Matiane: Talks")
    assert [message.subject for message in next_morning()] == ["Matiane: Later"]


def test_worker_that_dies_after_the_mail_went_sends_the_same_mail_once_more(monkeypatch):
    subscribed()
    make_published_article(title_en="Talks")

    class KilledError(BaseException):
        pass

    def dies(*_args: object) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(mailing, "done", dies)
        with pytest.raises(KilledError):
            next_morning()
    # Another worker leaves it alone for as long as the first may be sending.
    assert work() == []
    Mailing.objects.update(next_at=timezone.now())

    assert mailing.send_due() == 1
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert (first.body, next_morning()) == (second.body, [])


def test_mail_that_another_worker_is_sending_is_not_sent_again(monkeypatch):
    subscribed()
    make_published_article(title_en="Talks")
    sent = []

    def slow(message: EmailMultiAlternatives) -> int:
        sent.append(message.to)
        planning.plan()
        assert mailing.send_due() == 0
        return 1

    monkeypatch.setattr(EmailMultiAlternatives, "send", slow)
    next_morning()

    assert sent == [[ADDRESS]]


def test_address_that_is_refused_is_left_alone_and_told_later_what_it_missed(server, client, caplog):
    subscribed()
    make_published_article(title_en="Talks")
    server.to_recipient = "550 no such user Nino@example.org"
    for _morning in range(mailing.PATIENCE):
        next_morning()
    reader = Reader.objects.get()

    assert (reader.refusals, reader.paused_at is not None, Mailing.objects.count()) == (3, True, 0)
    server.to_recipient = "250 OK"
    next_morning()
    assert server.taken == []
    # The reader comes back, by a link of an old mail or by the form.
    subscribing.resume(reader.pk)
    next_morning()
    assert [message["Subject"] for _to, message in server.taken] == ["Matiane: Talks"]
    assert "example.org" not in caplog.text


@pytest.mark.parametrize(("where", "answer"), [("to_recipient", "450 later Nino@example.org"), ("to_text", "451 later")])
def test_mail_that_is_put_off_is_tried_again_and_holds_up_no_other(server, caplog, where, answer):
    subscribed()
    subscribed(address="b@example.org")
    make_published_article(title_en="Talks")
    setattr(server, where, answer)

    next_morning()

    assert sorted(Mailing.objects.values_list("tries", flat=True)) == [1, 1]
    assert Reader.objects.filter(refusals=0).count() == 2
    assert "Nino" not in caplog.text


def test_address_left_alone_for_long_is_deleted():
    subscribed()
    Reader.objects.update(paused_at=timezone.now() - subscribing.KEPT_PAUSED - dt.timedelta(minutes=1))

    subscribing.tidy()

    assert not Reader.objects.exists()


class TestTranslation:
    """One mail when a text is there in the language of the reader, and nothing is kept."""

    @pytest.fixture
    def article(self):
        return make_published_article(title_en="Talks", title_ka="მოლაპარაკება", body_ka="<p>ტექსტი</p>", languages=["en"])

    def wait_for(self, article, **more):
        return subscribed(Topic(What.TRANSLATION, "article", article.pk), language="ka", **more)

    def test_page_in_the_other_language_leads_to_the_form(self, client, article):
        path = f"/ka/subscribe/mail/translation/{article.short_id}/"
        assert path in client.get(navigation.record_address(article, "ka")).content.decode()

        fill_in(client, path)
        client.post(link(work()[0], "confirm"))

        assert Subscription.objects.confirmed().get().language == "ka"
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])
        assert client.get(path).status_code == 302

    def test_is_told_once_and_the_address_is_deleted(self, article):
        self.wait_for(article)
        assert work() == []
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])

        (message,) = work()

        assert "მოლაპარაკება" in message.subject
        assert f"/ka/news/{article.slug_ka}/" in message.body
        assert (Reader.objects.count(), work()) == (0, [])

    def test_address_with_other_mails_stays(self, article):
        subscribed()
        self.wait_for(article)
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])

        work()

        assert [each.what for each in Subscription.objects.all()] == ["news"]

    def test_that_came_between_form_and_confirmation_is_told(self, article):
        subscribing.ask(subscribing.Wanted(ADDRESS, (Topic(What.TRANSLATION, "article", article.pk),), "ka"))
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])
        Mailing.objects.all().delete()
        subscribing.confirm(Subscription.objects.get().asked)

        assert len(work()) == 1

    def test_of_a_text_that_is_withdrawn_is_not_told(self, article):
        self.wait_for(article)
        transition(article, State.WITHDRAWN, by=publisher())

        assert (work(), Reader.objects.count()) == ([], 0)

    def test_withdrawn_before_the_mail_goes_is_not_told(self, article):
        self.wait_for(article)
        transition(article, State.PUBLISHED, by=publisher(), languages=["ka"])
        planning.plan()
        transition(article, State.WITHDRAWN, by=publisher())

        assert (work(), Reader.objects.count()) == ([], 0)
