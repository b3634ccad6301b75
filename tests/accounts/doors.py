"""People at the door of the desk, as they really come in: by posting the pages."""

import base64
import time
from typing import Any

from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from lxml import html

from accounts import totp
from accounts.models import Authenticator

PHRASE = "seven otters drink cold tea"
LOGIN, FACTOR, ENROL = "/admin/login/", "/admin/login/factor/", "/admin/login/enrol/"
INDEX = "/admin/"


def make_person(name: str = "nino", role: str = "Editor", **more: Any) -> User:
    """Make somebody with a pass phrase, and no second factor yet."""
    user = User.objects.create_user(name, f"{name}@example.org", PHRASE, is_staff=True, **more)
    user.groups.add(Group.objects.get(name=role))
    return user


def give_app(user: User) -> bytes:
    """Let somebody have an app for codes; return its secret."""
    secret = totp.new_secret()
    Authenticator.objects.create(user=user, name="phone", secret=totp.lock(secret))
    return secret


def code_of(secret: bytes, *, steps: int = 0) -> str:
    """Return what an app with this secret shows now, or so many half minutes later."""
    return totp.generator(secret).generate(int(time.time()) + steps * totp.STEP).decode()


def phrase(client: Client, name: str = "nino", text: str = PHRASE, **more: Any) -> HttpResponse:
    """Give a name and a pass phrase."""
    return client.post(LOGIN, {"username": name, "password": text, "next": INDEX}, **more)


def enter(client: Client, secret: bytes, name: str = "nino", *, steps: int = 0) -> HttpResponse:
    """Log in with pass phrase and code."""
    phrase(client, name)
    return client.post(FACTOR, {"code": code_of(secret, steps=steps)})


def secret_on(page: HttpResponse) -> bytes:
    """Return the secret that a page of enrolment shows."""
    (shown,) = html.fromstring(page.content).xpath('//code[@class="secret"]')
    return base64.b32decode(shown.text.replace(" ", ""))


def is_in(client: Client) -> bool:
    """Tell whether the desk opens."""
    return client.get(INDEX).status_code == 200
