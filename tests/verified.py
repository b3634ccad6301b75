"""Test clients that somebody is logged in on have shown a second factor too. The pages that ask for one are tested by posting to them."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from accounts.verified import mark

_log_in = Client._login


def log_in_verified(client: Client, user: User, *backend: Any) -> None:
    """Do what Django's `force_login` does, then mark the session as the desk does after a second factor."""
    _log_in(client, user, *backend)
    session = client.session
    mark(session, user, "authenticator")
    session.save()


def let_force_login_verify() -> None:
    """Have `force_login` and `login` of test clients verify, for the whole run."""
    Client._login = log_in_verified
