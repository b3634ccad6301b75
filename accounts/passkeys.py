"""Passkeys and security keys (WebAuthn level 2): what the browser is asked, and whether its answer is good."""

import ipaddress
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accounts.models import Passkey
from publishing import site

# A browser answers with some kilobytes; more is nobody's passkey.
LONGEST = 20_000
# What the session keeps between the question and the answer.
State = dict[str, Any]


class RefusedError(Exception):
    """An answer of a browser that proves nothing."""


def origin() -> str:
    """Return the origin that a browser must have asked from: that of the site, and no other."""
    parts = urlsplit(settings.SITE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def are_possible() -> bool:
    """Tell whether browsers make passkeys for this site: they need a name, and TLS unless it is this machine's own."""
    parts = urlsplit(settings.SITE_URL)
    try:
        ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        return parts.scheme == "https" or parts.hostname == "localhost"
    return False


def server() -> Fido2Server:
    """Return what asks and judges."""
    party = PublicKeyCredentialRpEntity(name=site.current().name, id=urlsplit(settings.SITE_URL).hostname)
    return Fido2Server(party, verify_origin=lambda asked_from: asked_from == origin())


def known(user: User) -> list[AttestedCredentialData]:
    """Return the public data of somebody's passkeys."""
    return [AttestedCredentialData(bytes(row.public_data)) for row in Passkey.objects.filter(user=user)]


def ask_new(user: User) -> tuple[dict[str, Any], State]:
    """Return what the browser is asked to make a passkey, and what is to be kept until it answers."""
    # What stands for the user in the key tells nobody who it is (section 14.6.1).
    handle = salted_hmac("accounts.passkeys", str(user.pk)).digest()
    person = PublicKeyCredentialUserEntity(id=handle, name=user.get_username(), display_name=user.get_full_name() or user.get_username())
    options, state = server().register_begin(
        person,
        known(user),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return dict(options), kept(state)


def ask(user: User) -> tuple[dict[str, Any], State]:
    """Return what the browser is asked to show a passkey, and what is to be kept until it answers."""
    options, state = server().authenticate_begin(known(user), UserVerificationRequirement.PREFERRED)
    return dict(options), kept(state)


def kept(state: Any) -> State:  # Any: the library's own
    """Return what the library wants back, as a session can keep it."""
    return {name: str(value) for name, value in state.items()}


def parsed(answer: str) -> dict[str, Any]:
    """Return the answer of a browser; RefusedError if it is no such thing."""
    try:
        found = json.loads(answer) if len(answer) <= LONGEST else None
    except ValueError as error:
        raise RefusedError from error
    if not isinstance(found, dict):
        raise RefusedError
    return found


def add(user: User, name: str, state: State, answer: str) -> Passkey:
    """Keep the passkey that a browser made; RefusedError if it did not."""
    found = parsed(answer)
    try:
        made = server().register_complete(state, found)
        data: Any = made.credential_data  # the library has seen to it that there are some
        handle = websafe_encode(data.credential_id)
    except Exception as error:  # whatever the library trips over in what a stranger sent
        raise RefusedError from error
    if Passkey.objects.filter(handle=handle).exists():
        raise RefusedError
    return Passkey.objects.create(user=user, name=name, handle=handle, public_data=bytes(data), counter=made.counter)


def take(user: User, state: State, answer: str) -> Passkey:
    """Return the passkey that a browser showed; RefusedError if it shows none of this user, or one that counts backwards: a copy."""
    found = parsed(answer)
    try:
        shown = server().authenticate_complete(state, known(user), found)
        counter = AuthenticationResponse.from_dict(found).response.authenticator_data.counter
    except Exception as error:  # as above
        raise RefusedError from error
    row = Passkey.objects.get(user=user, handle=websafe_encode(shown.credential_id))
    if (counter or row.counter) and counter <= row.counter:
        raise RefusedError
    # Of two answers at once with one count, one is a copy too.
    if not Passkey.objects.filter(pk=row.pk, counter=row.counter).update(counter=counter, used_at=timezone.now()):
        raise RefusedError
    return row
