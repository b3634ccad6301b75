"""Second factors, recovery codes and sessions of an account: listed, taken away, ended."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from lxml import html

from accounts import factors, sessions
from accounts.models import Authenticator, Passkey, Session
from publishing.models import Audit
from tests.accounts.doors import ENROL, FACTOR, LOGIN, PHRASE, code_of, enter, give_app, is_in, make_person, phrase, secret_on
from tests.factories import make_superuser
from tests.roles import client_of, member_of

SECURITY, FACTORS, ADD = "/admin/security/", "/admin/security/factors/", "/admin/security/add/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def last_deed() -> tuple[str, dict]:
    act = Audit.objects.order_by("-pk").first()
    return act.action, act.detail


def age(client: Client, seconds: int = 3600) -> None:
    """Let the factor of a session have been shown a while ago."""
    session = client.session
    session["verified"] = {**session["verified"], "at": session["verified"]["at"] - seconds}
    session.save()


def test_sessions_are_listed_by_program_and_network_and_their_keys_are_on_no_page(client, django_assert_max_num_queries):
    secret = give_app(make_person())
    other = Client(headers={"User-Agent": FIREFOX}, REMOTE_ADDR="198.51.100.23")
    enter(other, secret)
    enter(client, secret, steps=1)

    with django_assert_max_num_queries(12):
        page = client.get(SECURITY).text

    assert "Firefox, Linux" in page
    assert "198.51.100.0/24" in page
    assert "198.51.100.23" not in page
    assert [each.session_key for each in Session.objects.all() if each.session_key in page] == []
    assert "198.51.100.23" not in str(other.session.items())


def test_session_is_ended_by_its_owner(client):
    secret = give_app(make_person())
    other = Client()
    enter(other, secret)
    enter(client, secret, steps=1)
    named = Session.objects.get(pk=other.session.session_key).name

    client.post(SECURITY, {"end": named})

    assert not is_in(other)
    assert is_in(client)
    assert last_deed() == ("sessions ended", {"key": str(client.session["_auth_user_id"]), "name": "nino", "sessions": 1})


def test_sessions_of_others_are_out_of_reach(client):
    stranger = client_of(member_of("Author", "stranger"))
    client.force_login(make_person())

    client.post(SECURITY, {"end": Session.objects.get(pk=stranger.session.session_key).name})

    assert is_in(stranger)


def test_all_other_sessions_end_at_once():
    secret = give_app(make_person())
    clients = [Client(), Client()]
    for steps, each in enumerate(clients):
        enter(each, secret, steps=steps)

    clients[1].post(SECURITY, {"end": "others"})

    assert [is_in(each) for each in clients] == [False, True]


@pytest.mark.parametrize("change", ["groups", "permissions", "group's users"])
def test_other_rights_end_the_sessions(client, change):
    user = make_person()
    client.force_login(user)
    author = Group.objects.get(name="Author")

    {
        "groups": lambda: user.groups.set([author]),
        "permissions": lambda: user.user_permissions.add(author.permissions.first()),
        "group's users": lambda: author.user_set.add(user),
    }[change]()

    assert not is_in(client)


def test_changed_pass_phrase_ends_the_other_sessions():
    user = make_person()
    clients = [client_of(user), client_of(user)]
    new = "nine herons above the quiet mill"

    done = clients[0].post("/admin/password_change/", {"old_password": PHRASE, "new_password1": new, "new_password2": new})

    assert done.status_code == 302
    assert [is_in(each) for each in clients] == [True, False]
    assert Session.objects.filter(user=user).count() == 1
    assert last_deed()[0] == "pass phrase changed"


def test_pass_phrase_set_by_an_administrator_ends_the_sessions():
    user, administrator = make_person(), client_of(make_superuser())
    client = client_of(user)
    new = "nine herons above the quiet mill"

    administrator.post(f"/admin/auth/user/{user.pk}/password/", {"password1": new, "password2": new})

    assert not is_in(client)
    assert not Session.objects.filter(user=user).exists()


def test_factor_is_added_and_taken_away_but_not_the_last(client):
    user = make_person()
    give_app(user)
    client.force_login(user)
    other = client_of(user)
    secret = secret_on(client.get(ADD))

    client.post(ADD, {"code": code_of(secret), "name": "tablet"})

    assert [each.name for each in Authenticator.objects.filter(user=user)] == ["phone", "tablet"]
    assert not is_in(other)
    for each in Authenticator.objects.filter(user=user):
        client.post(FACTORS, {"remove": f"authenticator.{each.pk}"})
    assert [each.name for each in Authenticator.objects.filter(user=user)] == ["tablet"]
    assert is_in(client)


def test_factor_of_somebody_else_cannot_be_taken_away(client):
    stranger = make_person("stranger")
    give_app(stranger)
    give_app(stranger)
    client.force_login(make_person())

    found = [
        client.post(FACTORS, {"remove": named}).status_code for named in (f"authenticator.{Authenticator.objects.first().pk}", "x.1", "passkey.x", "")
    ]

    assert found == [404] * 4
    assert len(factors.of(stranger)) == 2


def test_factors_change_only_a_short_while_after_one_was_shown(client):
    user = make_person()
    secret = give_app(user)
    enter(client, secret)
    age(client)

    asked = [client.get(ADD), client.post(FACTORS, {"codes": "1"})]

    assert [each.headers["Location"] for each in asked] == [FACTOR, FACTOR]
    assert factors.of(user).recovery_codes == 0
    assert client.post(FACTOR, {"code": code_of(secret, steps=1)}).headers["Location"] == SECURITY
    assert client.get(ADD).status_code == 200


def test_new_recovery_codes_put_the_old_ones_out_of_use(client):
    user = make_person()
    secret = give_app(user)
    enter(client, secret)
    old = factors.new_recovery_codes(user)[0]

    page = client.post(FACTORS, {"codes": "1"})

    new = html.fromstring(page.content).xpath('//ol[@class="codes"]//code')[0].text
    assert factors.take_code(user, old) is None
    assert factors.take_code(user, new) == "recovery code"


def test_secret_of_an_app_is_not_in_the_database(client):
    user = make_person()
    phrase(client)
    secret = secret_on(client.get(ENROL))
    client.post(ENROL, {"code": code_of(secret)})

    row = Authenticator.objects.get(user=user)

    assert secret not in bytes(row.secret)
    assert secret.hex() not in str(list(Session.objects.values()))


def test_secret_is_locked_anew_under_a_new_key(client, settings):
    secret = give_app(make_person())
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key for everything, long enough to be one of them"  # noqa: S105 - no secret
    enter(client, secret)
    assert is_in(client)

    settings.SECRET_KEY_FALLBACKS = []

    again = Client()
    assert enter(again, secret, steps=1).status_code == 302
    assert is_in(again)


def test_administrator_has_a_second_factor_set_up_anew():
    user = make_person()
    secret = give_app(user)
    Passkey.objects.create(user=user, name="key", handle="x", public_data=b"")
    factors.new_recovery_codes(user)
    client = Client()
    enter(client, secret)
    administrator = client_of(member_of("Administrator"))
    at = f"/admin/security/{user.pk}/"
    assert "phone" in administrator.get(at).text

    administrator.post(at, {"reset": "1"})

    assert not is_in(client)
    assert (len(factors.of(user)), factors.of(user).recovery_codes) == (0, 0)
    phrase(client)
    assert client.get(FACTOR).headers["Location"] == ENROL
    assert last_deed() == ("second factor reset", {"key": str(user.pk), "name": "nino", "sessions": 1})


@pytest.mark.parametrize("role", ["Author", "Editor", "Translator (Georgian)"])
def test_only_administrators_look_after_others(role):
    user = make_person()
    give_app(user)

    client, at = client_of(member_of(role, "somebody")), f"/admin/security/{user.pk}/"

    assert [client.get(at).status_code, client.post(at, {"reset": "1"}).status_code] == [403, 403]
    assert factors.has_any(user)


def test_administrator_does_not_reset_a_superuser():
    superuser = make_superuser()
    give_app(superuser)

    response = client_of(member_of("Administrator")).post(f"/admin/security/{superuser.pk}/", {"reset": "1"})

    assert response.status_code == 403
    assert factors.has_any(superuser)


def test_command_resets_a_second_factor(client, capsys):
    user = make_person()
    secret = give_app(user)
    enter(client, secret)

    call_command("reset_second_factor", "nino")

    assert not is_in(client)
    assert "1 sessions ended" in capsys.readouterr().out
    assert last_deed()[0] == "second factor reset"
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody")


def test_program_and_network_are_all_that_is_kept():
    assert sessions.program_of(FIREFOX) == "Firefox, Linux"
    assert sessions.program_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit Version/18.0 Safari/604.1") == "Safari, iPhone"
    assert sessions.program_of("x" * 5000) == ""
    assert [sessions.network_of(each) for each in ("203.0.113.9", "2001:db8:1:2::3", "unix:")] == ["203.0.113.0/24", "2001:db8:1::/48", ""]


def test_logged_out_session_is_gone(client):
    secret = give_app(make_person())
    enter(client, secret)
    key = client.session.session_key

    client.post("/admin/logout/")

    assert not Session.objects.filter(pk=key).exists()
    client.cookies["sessionid"] = key
    assert client.get("/admin/").headers["Location"].startswith(LOGIN)
