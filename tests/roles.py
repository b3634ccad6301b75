"""Users by role, and their browsers."""

from django.contrib.auth.models import Group, User
from django.test import Client

from tests.browser import Form


def member_of(role: str, name: str = "") -> User:
    """Make a member of a role ("Author", "Editor", "Administrator")."""
    user = User.objects.create_user(name or role.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def browser_of(user: User) -> Form:
    """Return a browser in which somebody is logged in."""
    return Form(client_of(user))


def client_of(user: User) -> Client:
    """Return a client that is logged in as somebody."""
    client = Client()
    client.force_login(user)
    return client
