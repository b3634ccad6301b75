"""A lost pass phrase: a mail to whoever has an account, the same answer to everybody, and the second factor all the same."""

import re

import pytest
from django.core import mail
from django.test import Client
from django_tasks_db.models import DBTaskResult

from accounts.tasks import send_reset
from accounts.views.resetting import MOST
from publishing.models import Audit
from tests.accounts.doors import FACTOR, LOGIN, code_of, enter, give_app, is_in, make_person, phrase

RESET = "/admin/password_reset/"
NEW = "nine herons above the quiet mill"


def link_to(address: str = "nino@example.org", language: str = "en") -> str:
    send_reset.call(address, language)
    return re.search(r"https?://[^/\s]+(/admin/password_reset/\S+)", mail.outbox[-1].body)[1]


def choose(client: Client, link: str, phrase: str = NEW):
    page = client.get(link)
    return client.post(page.headers.get("Location", link), {"new_password1": phrase, "new_password2": phrase})


def test_everybody_gets_one_answer_and_the_worker_one_task():
    make_person()
    answers = [Client().post(RESET, {"mail": address}) for address in ("nino@example.org", "nobody@example.org")]

    assert len({re.sub('value="[^"]+"', "", answer.text) for answer in answers}) == 1
    assert DBTaskResult.objects.count() == 2
    assert mail.outbox == []


def test_mail_goes_to_the_account_alone():
    make_person()

    send_reset.call("nobody@example.org", "en")
    send_reset.call("NINO@example.org", "ka")

    assert [each.to for each in mail.outbox] == [["nino@example.org"]]


def test_new_pass_phrase_ends_sessions_and_asks_for_the_factor(client):
    user = make_person()
    secret = give_app(user)
    before = Client()
    enter(before, secret)

    assert choose(client, link_to()).headers["Location"] == LOGIN

    assert not is_in(client)
    assert not is_in(before)
    assert phrase(client).status_code == 200
    assert phrase(client, text=NEW).headers["Location"] == FACTOR
    assert not is_in(client)
    client.post(FACTOR, {"code": code_of(secret, steps=1)})
    assert is_in(client)
    assert "pass phrase changed" in Audit.objects.values_list("action", flat=True)


def test_link_is_good_once(client):
    make_person()
    link = link_to()
    choose(client, link)

    assert "used before" in Client().get(link).text


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_account_that_may_not_log_in_gets_no_mail(change):
    user = make_person()
    for name, value in change.items():
        setattr(user, name, value)
    user.save()

    send_reset.call("nino@example.org", "en")

    assert mail.outbox == []


def test_nobody_is_flooded(client):
    answers = {client.post(RESET, {"mail": "nino@example.org"}).status_code for _number in range(MOST + 3)}

    assert answers == {200}
    assert DBTaskResult.objects.count() == MOST


def test_host_of_the_request_is_not_in_the_mail(client, settings):
    make_person()
    settings.ALLOWED_HOSTS = ["*"]

    client.post(RESET, {"mail": "nino@example.org"}, headers={"Host": "evil.example"})
    send_reset.call("nino@example.org", "en")

    assert "evil.example" not in mail.outbox[-1].body
    assert settings.SITE_URL in mail.outbox[-1].body
