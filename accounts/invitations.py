"""Invitations: a link that is good once, for some days. Who made it hands it over; here only its hash is kept."""

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.models import Invitation
from publishing import changes
from publishing.transactions import editorial_act

MADE, TAKEN_BACK, ACCEPTED = gettext_noop("invitation made"), gettext_noop("invitation taken back"), gettext_noop("invitation accepted")
DAYS = 7
TOKEN_BYTES = 32


def new_token() -> str:
    """Return what stands in a link: 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest_of(token: str) -> str:
    """Return what is kept of it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def until() -> dt.datetime:
    """Return until when one of now is good."""
    return timezone.now() + dt.timedelta(days=DAYS)


def found(token: str) -> Invitation | None:
    """Return the invitation that a link belongs to, if it is still good."""
    return Invitation.objects.open().filter(digest=digest_of(token)).first()


@editorial_act
def accept(invitation: Invitation, phrase: str) -> User | None:
    """Make the account; None where somebody was faster, or the name is taken by now."""
    taken = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if not taken or User.objects.filter(username__iexact=invitation.username).exists():
        return None
    user = User.objects.create_user(invitation.username, invitation.mail, phrase, is_staff=True)
    user.groups.set(Group.objects.filter(pk__in=invitation.groups.values("pk")))
    said: dict[str, object] = {"key": str(user.pk), "name": user.get_username(), "roles": [group.name for group in user.groups.order_by("name")]}
    changes.write_down(by=user, action=ACCEPTED, detail=said)
    return user
