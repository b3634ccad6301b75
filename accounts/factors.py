"""What second factors somebody has, and what is done with them."""

import base64
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext_noop

from accounts import sessions, totp
from accounts.models import Authenticator, Passkey, RecoveryCode
from accounts.verified import How
from publishing import changes
from publishing.transactions import editorial_act

CODES = 10
# Each has 80 bits, so that its hash needs no salt and nobody guesses it.
CODE_BYTES = 10
# What the audit log calls it.
ADDED = gettext_noop("second factor added")
REMOVED = gettext_noop("second factor removed")
RESET = gettext_noop("second factor reset")
CODES_MADE = gettext_noop("recovery codes made")


@dataclass(frozen=True)
class Factors:
    """What somebody has."""

    authenticators: list[Authenticator]
    passkeys: list[Passkey]
    recovery_codes: int

    def __len__(self) -> int:
        """Return how many there are beside the recovery codes, which are for the day when those are lost."""
        return len(self.authenticators) + len(self.passkeys)


def of(user: User) -> Factors:
    """Return what somebody has. Three queries."""
    authenticators, passkeys = list(Authenticator.objects.filter(user=user)), list(Passkey.objects.filter(user=user))
    return Factors(authenticators, passkeys, RecoveryCode.objects.filter(user=user).count())


def has_any(user: User) -> bool:
    """Tell whether somebody has a second factor."""
    return Authenticator.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


def take_code(user: User, code: str) -> How | None:
    """Take what somebody typed, once: return whether it was a code of an app or a recovery code, None if neither."""
    plain = "".join(code.split()).replace("-", "").lower()
    if plain.isascii() and plain.isdigit():
        taken = any(totp.take(each, plain) for each in Authenticator.objects.filter(user=user))
        return "authenticator" if taken else None
    return "recovery code" if RecoveryCode.objects.filter(user=user, digest=digest_of(user, plain)).delete()[0] else None


def digest_of(user: User, code: str) -> str:
    """Return the hash of a recovery code."""
    return hashlib.sha256(f"{user.pk}:{code}".encode(errors="replace")).hexdigest()


def new_recovery_codes(user: User) -> list[str]:
    """Make recovery codes in place of those before, and return them as they are shown, this once."""
    plain = [base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower() for _number in range(CODES)]
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=digest_of(user, code)) for code in plain)
    return ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in plain]


class TakenError(Exception):
    """Somebody else was faster: there is a second factor already."""


@editorial_act
def add(user: User, make: Callable[[], Authenticator | Passkey], *, first: bool, keep: str | None = None) -> list[str]:
    """Keep what `make` makes, and end all sessions but the one with the key `keep`; return the recovery codes, if there were none before.

    TakenError where this was to be the first factor and is not: two who know a pass phrase cannot both set one up.
    """
    User.objects.select_for_update().get(pk=user.pk)
    if first and has_any(user):
        raise TakenError
    name = make().name
    codes = [] if RecoveryCode.objects.filter(user=user).exists() else new_recovery_codes(user)
    note(user, ADDED, by=user, factor=name, sessions=sessions.end(user, but=keep))
    return codes


@editorial_act
def remove(user: User, factor: Authenticator | Passkey, *, keep: str | None) -> None:
    """Take a factor of one's own away, and end all sessions but the one with the key `keep`."""
    name = factor.name
    factor.delete()
    note(user, REMOVED, by=user, factor=name, sessions=sessions.end(user, but=keep))


@editorial_act
def renew_recovery_codes(user: User, *, keep: str | None) -> list[str]:
    """Make recovery codes in place of those before, and end all sessions but the one with the key `keep`; return them."""
    codes = new_recovery_codes(user)
    note(user, CODES_MADE, by=user, sessions=sessions.end(user, but=keep))
    return codes


@editorial_act
def reset(user: User, *, by: User | None) -> int:
    """Have somebody set up a new second factor at the next log-in; return how many sessions ended. `by` is None on the machine itself."""
    for model in (Authenticator, Passkey, RecoveryCode):
        model.objects.filter(user=user).delete()
    ended = sessions.end(user)
    note(user, RESET, by=by, sessions=ended)
    return ended


def note(user: User, action: str, *, by: User | None, **more: object) -> None:
    """Write down what was done to somebody's account, last in its transaction."""
    changes.write_down(by=by, action=action, detail={"key": str(user.pk), "name": user.get_username(), **more})


@editorial_act
def noted(user: User, action: str, *, by: User | None, **more: object) -> None:
    """Write down what was done to somebody's account, as an act of its own."""
    note(user, action, by=by, **more)
