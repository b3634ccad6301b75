"""How often one may try, and that nobody who tries holds the owner off."""

import pytest
from django.test import Client

from accounts import throttling
from publishing.models import Audit
from tests.accounts.doors import FACTOR, code_of, enter, give_app, is_in, make_person, phrase

WRONG = "wrong wrong wrong"


def wrong(client: Client, name: str = "nino", times: int = 1, **more) -> list[int]:
    return [phrase(client, name, WRONG, **more).status_code for _try in range(times)]


def test_sixth_wrong_phrase_from_one_address_is_held_off_and_so_is_the_right_one(client):
    secret = give_app(make_person())

    assert wrong(client, times=6) == [200] * 5 + [429]
    assert enter(client, secret).status_code == 302
    assert not is_in(client)
    assert Audit.objects.filter(action="log-in held off").count() == 1


def test_names_that_nobody_has_are_held_off_alike(client):
    assert wrong(client, "nobody", 6) == [200] * 5 + [429]


def test_spelling_of_a_name_is_no_way_round(client):
    make_person()

    found = [wrong(client, name)[0] for name in ("nino", "NINO", "Nino", "ｎｉｎｏ", "nIno", "niNo")]

    assert found[-1] == 429


@pytest.mark.parametrize("forged", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "Client-IP"])
def test_forged_headers_are_no_way_round(client, forged):
    make_person()

    found = [wrong(client, headers={forged: f"198.51.100.{number}"})[0] for number in range(6)]

    assert found[-1] == 429


def test_behind_a_proxy_the_last_address_counts_and_those_before_it_do_not(client, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    make_person()

    found = [wrong(client, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.5"})[0] for number in range(6)]

    assert found[-1] == 429
    assert wrong(client, headers={"X-Forwarded-For": "203.0.113.5, 203.0.113.6"}) == [200]


def test_one_address_cannot_try_many_names(client):
    found = [wrong(client, f"name{number}")[0] for number in range(throttling.MOST_OF_ADDRESS + 1)]

    assert found[-2:] == [200, 429]


def test_right_phrase_forgets_the_wrong_ones(client):
    secret = give_app(make_person())
    wrong(client, times=4)

    enter(client, secret)

    assert wrong(Client(), times=4) == [200] * 4


def test_owner_gets_in_while_others_try(client):
    """At a device of hers she is counted apart; at a new one, from another address, she has a try as well."""
    secret = give_app(make_person())
    enter(client, secret)
    client.post("/admin/logout/")
    for number in range(throttling.MOST_OF_NAME + 10):
        wrong(Client(), REMOTE_ADDR=f"198.51.100.{number % 100}")
    # And from her own address, by somebody beside her.
    wrong(Client(), times=6)

    assert wrong(Client(), times=1) == [429]
    assert enter(client, secret, steps=1).headers["Location"] == "/admin/"
    assert is_in(client)
    elsewhere = Client(REMOTE_ADDR="203.0.113.77")
    assert phrase(elsewhere).headers["Location"] == FACTOR


def test_while_many_try_each_address_has_one_try(client):
    make_person()
    for number in range(throttling.MOST_OF_NAME):
        wrong(Client(), REMOTE_ADDR=f"198.51.100.{number}")

    assert wrong(Client(), times=2, REMOTE_ADDR="203.0.113.77") == [200, 429]


def test_cookie_of_a_device_is_good_for_its_account_alone(client):
    secret = give_app(make_person())
    make_person("zaza")
    enter(client, secret)
    name = throttling.cookie_of(throttling.digest_of("nino"))
    other = throttling.cookie_of(throttling.digest_of("zaza"))
    thief = Client()
    thief.cookies[other] = client.cookies[name].value

    assert client.cookies[name]["httponly"]
    assert wrong(thief, "zaza", 6)[-1] == 429


def test_known_device_is_held_off_after_ten(client):
    secret = give_app(make_person())
    enter(client, secret)
    client.post("/admin/logout/")

    assert wrong(client, times=11) == [200] * 10 + [429]


def test_codes_cannot_be_guessed_from_many_addresses():
    secret = give_app(make_person())
    found = []
    for number in range(throttling.MOST_CODES + 1):
        client = Client(REMOTE_ADDR=f"198.51.100.{number}")
        phrase(client)
        found.append(client.post(FACTOR, {"code": "000000"}).status_code)

    assert found == [200] * throttling.MOST_CODES + [429]
    # The right one is not taken either: nothing tells that it was right.
    client = Client(REMOTE_ADDR="203.0.113.77")
    phrase(client)
    assert client.post(FACTOR, {"code": code_of(secret)}).status_code == 429
    assert not is_in(client)
