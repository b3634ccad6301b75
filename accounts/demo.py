"""The accounts of the demo, which alone may log in without a second factor: their password is known to everybody, and so is where they work."""

import ipaddress

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "matiane-demo"  # noqa: S105 - known on purpose, in the demo only
# The accounts that `make demo` creates, with what each may do.
DEMO_ACCOUNTS = [
    ("author", _("writes drafts and submits them")),
    ("editor", _("publishes and withdraws")),
    ("translator", _("writes the Georgian texts of everybody’s drafts")),
    ("admin", _("looks after users and settings")),
]
# What only a program in front of the site adds: whoever comes through one does not sit at this machine.
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def lets_in(request: HttpRequest, user: AbstractBaseUser) -> bool:
    """Tell whether somebody may do without a second factor: an account of the demo, on the machine that runs it."""
    if not settings.DEMO or not is_account(user):
        return False
    # The headers themselves may be gone by now, as those of a proxy that nobody trusts.
    is_forwarded = getattr(request, "is_forwarded", False) or any(name in request.headers for name in FORWARDED)
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and not is_forwarded


def is_account(user: AbstractBaseUser) -> bool:
    """Tell whether `make demo` made the account."""
    return user.get_username() in dict(DEMO_ACCOUNTS)


def is_loopback(address: str) -> bool:
    """Tell whether an address is this machine's own."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
