"""The way in: a pass phrase, then a second factor, which is set up at the first log-in."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from lxml import html

from accounts import factors
from accounts.models import Authenticator, RecoveryCode
from publishing.models import Audit
from tests.accounts.doors import ENROL, FACTOR, INDEX, LOGIN, PHRASE, code_of, enter, give_app, is_in, make_person, phrase, secret_on


def deeds() -> list[str]:
    return list(Audit.objects.order_by("pk").values_list("action", flat=True))


def test_pass_phrase_alone_logs_nobody_in(client):
    make_person()

    response = phrase(client)

    assert response.headers["Location"] == FACTOR
    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_first_log_in_sets_up_an_app_and_shows_recovery_codes_once(client):
    user = make_person()
    phrase(client)

    page = client.get(FACTOR, follow=True)
    secret = secret_on(page)
    done = client.post(ENROL, {"code": code_of(secret), "name": "phone"})

    codes = [code.text for code in html.fromstring(done.content).xpath('//ol[@class="codes"]//code')]
    assert page.redirect_chain == [(ENROL, 302)]
    assert len(set(codes)) == factors.CODES
    assert not any(code.replace("-", "") in str(list(RecoveryCode.objects.values())) for code in codes)
    assert is_in(client)
    assert codes[0] not in client.get("/admin/security/").text
    assert [each.name for each in Authenticator.objects.filter(user=user)] == ["phone"]
    assert deeds()[-2:] == ["second factor added", "logged in"]


def test_wrong_code_sets_nothing_up_and_keeps_the_secret(client):
    make_person()
    phrase(client)
    secret = secret_on(client.get(ENROL))

    refused = client.post(ENROL, {"code": "000000"})

    assert refused.status_code == 422
    assert secret_on(refused) == secret
    assert not is_in(client)


def test_whoever_has_a_factor_sets_up_no_other_on_the_way_in(client):
    user = make_person()
    give_app(user)
    phrase(client)

    assert client.get(ENROL).headers["Location"] == FACTOR
    assert client.post(ENROL, {"code": "123456"}).headers["Location"] == FACTOR
    assert Authenticator.objects.count() == 1


def test_of_two_who_set_up_the_first_factor_at_once_one_is_refused():
    make_person()
    owner, thief = Client(), Client()
    pages = []
    for each in (owner, thief):
        phrase(each)
        pages.append(each.get(ENROL))
    owner.post(ENROL, {"code": code_of(secret_on(pages[0]))})

    late = thief.post(ENROL, {"code": code_of(secret_on(pages[1]))})

    assert late.headers["Location"] == FACTOR
    assert is_in(owner)
    assert not is_in(thief)


def test_code_logs_in_once(client):
    secret = give_app(make_person())
    code, other = code_of(secret), Client()
    for each in (client, other):
        phrase(each)

    first, second = (each.post(FACTOR, {"code": code}) for each in (client, other))

    assert first.headers["Location"] == INDEX
    assert is_in(client)
    assert second.status_code == 200
    assert "used before" in second.text


# Half a minute may end between the app and the answer.
@pytest.mark.parametrize("steps", [-2, 3])
def test_code_of_another_minute_is_refused(client, steps):
    secret = give_app(make_person())

    assert enter(client, secret, steps=steps).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("typed", ["", "abc", "١٢٣٤٥٦", "\x00", "1" * 59, "-", "\ud83d"])
def test_nonsense_for_a_code_is_refused_in_words(client, typed):
    give_app(make_person())
    phrase(client)

    assert client.post(FACTOR, {"code": typed.encode("utf-8", "replace").decode()}).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "x" * 30_000, '{"id": "x", "rawId": 1}', '{"id":"AA","rawId":"AA","type":"public-key","response":{}}']
)
def test_nonsense_for_a_passkey_is_refused_in_words(client, answer):
    give_app(make_person())
    phrase(client)

    assert client.post(FACTOR, {"passkey": answer}).status_code == 200
    assert not is_in(client)


def test_recovery_code_is_good_once_and_as_people_type_it():
    user = make_person()
    give_app(user)
    code = factors.new_recovery_codes(user)[0]
    first, second = Client(), Client()

    for each in (first, second):
        phrase(each)
        each.post(FACTOR, {"code": f" {code.upper()} "})

    assert is_in(first)
    assert not is_in(second)
    assert factors.of(user).recovery_codes == factors.CODES - 1
    assert Audit.objects.filter(action="logged in").get().detail == {"factor": "recovery code"}


def test_changed_pass_phrase_ends_what_began_with_the_one_before(client):
    user = make_person()
    secret = give_app(user)
    phrase(client)
    user.set_password("another long one of mine")
    user.save()

    assert client.post(FACTOR, {"code": code_of(secret)}).headers["Location"] == LOGIN
    assert not is_in(client)


def test_what_began_ten_minutes_ago_is_over(client, settings, monkeypatch):
    secret = give_app(make_person())
    phrase(client)
    session = client.session
    session["opening"] = {**session["opening"], "at": session["opening"]["at"] - 601}
    session.save()

    assert client.post(FACTOR, {"code": code_of(secret)}).headers["Location"] == LOGIN


def test_planted_session_does_not_come_along(client):
    """Who planted a session in a browser does not stand at the enrolment that begins in it."""
    make_person()
    client.get(LOGIN)
    session = client.session
    session["planted"] = "1"
    session.save()
    client.cookies["sessionid"] = session.session_key
    thief = Client()
    thief.cookies["sessionid"] = session.session_key

    phrase(client)

    assert thief.get(ENROL).headers["Location"] == LOGIN


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "/\\example.org", "javascript:alert(1)", "http:///example.org"])
def test_nobody_is_led_to_another_site(client, address):
    secret = give_app(make_person())

    client.post(f"{LOGIN}?next={address}", {"username": "nino", "password": PHRASE, "next": address})

    assert client.post(FACTOR, {"code": code_of(secret)}).headers["Location"] == INDEX


def test_known_and_unknown_names_get_one_answer():
    make_person()
    User.objects.create_user("reader", password=PHRASE)

    answers = {
        "".join(line for line in phrase(Client(), name, text).text.splitlines() if "csrf" not in line and 'id="id_username"' not in line)
        for name, text in [("nino", "wrong wrong wrong"), ("nobody", "wrong wrong wrong"), ("reader", PHRASE)]
    }

    assert len(answers) == 1


def test_unknown_name_is_hashed_too(client, settings, monkeypatch):
    """What takes the time is done for every name: the hash of a pass phrase."""
    made = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    from django.contrib.auth.hashers import MD5PasswordHasher  # noqa: PLC0415 - what the tests hash with

    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda self, *given: made.append(1) or encode(self, *given))
    make_person()
    counts = []
    for name in ("nino", "nobody"):
        made.clear()
        phrase(Client(), name, "wrong wrong wrong")
        counts.append(len(made))

    assert counts == [1, 1]


def test_refusals_are_written_down_without_names_that_nobody_has(client):
    make_person()

    phrase(client, "nino", "wrong wrong wrong")
    phrase(client, "my secret phrase", "wrong wrong wrong")

    assert [act.detail for act in Audit.objects.filter(action="log-in refused").order_by("pk")] == [
        {"name": "nino", "tried": "phrase"},
        {"name": "", "tried": "phrase"},
    ]
