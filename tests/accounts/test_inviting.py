"""Invitations: a link, good once; who follows it chooses a pass phrase and sets up a second factor."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.models import Invitation
from publishing.models import Audit
from tests.accounts.doors import ENROL, PHRASE, code_of, is_in, make_person, secret_on
from tests.roles import client_of, member_of

LIST, ADD = "/admin/accounts/invitation/", "/admin/accounts/invitation/add/"


def invite(administrator: Client, username: str = "keti", role: str = "Author"):
    return administrator.post(ADD, {"username": username, "mail": "keti@example.org", "groups": [Group.objects.get(name=role).pk]})


def link_on(page) -> str:
    return re.search(r"https?://[^/]+(/admin/invitation/[^<\s]+)", page.text)[1]


@pytest.fixture
def administrator() -> Client:
    return client_of(member_of("Administrator"))


def choose(client: Client, link: str, phrase: str = PHRASE):
    return client.post(link, {"new_password1": phrase, "new_password2": phrase})


def test_invited_person_chooses_a_pass_phrase_and_sets_up_a_factor(administrator, client):
    link = link_on(invite(administrator))
    assert not User.objects.filter(username="keti").exists()

    assert client.get(link).status_code == 200
    assert choose(client, link).headers["Location"] == ENROL
    assert not is_in(client)
    client.post(ENROL, {"code": code_of(secret_on(client.get(ENROL)))})

    user = User.objects.get(username="keti")
    assert is_in(client)
    assert [group.name for group in user.groups.all()] == ["Author"]
    assert (user.is_staff, user.is_superuser, user.email) == (True, False, "keti@example.org")
    deeds = list(Audit.objects.order_by("pk").values_list("action", flat=True))
    assert [deed for deed in deeds if deed.startswith(("invitation", "second"))] == ["invitation made", "invitation accepted", "second factor added"]


def test_link_is_good_once_and_stands_nowhere(administrator, client):
    link = link_on(invite(administrator))
    token = link.split("/")[-2]
    choose(Client(), link)

    assert client.get(link).status_code == 410
    assert choose(client, link).status_code == 410
    assert token not in str(list(Invitation.objects.values())) + str(list(Audit.objects.values())) + administrator.get(LIST).text


def test_invitation_that_ran_out_or_was_taken_back_opens_nothing(administrator, client):
    late, back = (link_on(invite(administrator, name)) for name in ("late", "back"))
    Invitation.objects.filter(username="late").update(ends_at=timezone.now())
    administrator.post(f"{LIST}{Invitation.objects.get(username='back').pk}/delete/", {"post": "yes"})

    assert [choose(client, link).status_code for link in (late, back, "/admin/invitation/x/")] == [410, 410, 410]
    assert not User.objects.filter(username__in=["late", "back"]).exists()
    assert Audit.objects.filter(action="invitation taken back").count() == 1


def test_weak_pass_phrase_makes_no_account(administrator, client):
    link = link_on(invite(administrator))

    assert choose(client, link, "matiane-2026").status_code == 200
    assert choose(client, link, "keti keti keti").status_code == 200
    assert not User.objects.filter(username="keti").exists()
    assert invitations.found(link.split("/")[-2]) is not None


@pytest.mark.parametrize("name", ["nino", "NINO", "with space", "x" * 151])
def test_name_that_is_taken_or_none_is_refused(administrator, name):
    make_person("nino")

    assert invite(administrator, name).status_code == 200
    assert not Invitation.objects.exists()


def test_name_taken_meanwhile_makes_no_second_account(administrator, client):
    link = link_on(invite(administrator))
    make_person("Keti")

    assert choose(client, link).status_code == 410
    assert User.objects.filter(username__iexact="keti").count() == 1


@pytest.mark.parametrize("role", ["Author", "Editor"])
def test_only_administrators_invite(role):
    client = client_of(member_of(role))

    assert [client.get(LIST).status_code, client.get(ADD).status_code, invite(client).status_code] == [403, 403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same(administrator, django_assert_max_num_queries, count):
    for number in range(count):
        invite(administrator, f"keti{number}")

    with django_assert_max_num_queries(10):
        page = administrator.get(LIST).text

    assert page.count("open until") == count
