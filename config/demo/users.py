"""Who does things in the demo."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import transaction

from accounts.demo import DEMO_PASSWORD as PASSWORD
from config.demo.entries import FixtureError

# Accounts and their roles.
ROLES = {"author": "Author", "editor": "Editor", "translator": "Translator (Georgian)", "admin": "Administrator"}


@dataclass(frozen=True)
class Cast:
    """Who writes, who publishes, and who looks after tags and pictures."""

    author: User
    editor: User
    admin: User


def cast() -> Cast:
    """Return the demo's accounts, made where they lack; without DEMO, which knows no passwords, a superuser plays all parts."""
    if settings.DEMO:
        accounts = {name: account(name, role) for name, role in ROLES.items()}
        return Cast(accounts["author"], accounts["editor"], accounts["admin"])
    user = User.objects.filter(is_superuser=True, is_active=True).order_by("pk").first()
    if user is None:
        raise FixtureError("Somebody has to load the demo content: make an account with “manage.py createsuperuser” first.")
    return Cast(user, user, user)


@transaction.atomic
def account(name: str, role: str) -> User:
    """Return an account of the demo, made if it lacks; one that exists keeps its password and rights."""
    if user := User.objects.filter(username=name).first():
        return user
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True, is_superuser=role == "Administrator")
    user.groups.add(Group.objects.get(name=role))
    return user
