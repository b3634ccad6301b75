"""The signature of messages, by Standard Webhooks: whoever has the secret can tell that it was us, and when."""

import base64
import datetime as dt
import secrets
from collections.abc import Iterable

from standardwebhooks import Webhook

BYTES = 32


def new_secret() -> str:
    """Return a new secret, as Standard Webhooks writes one."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"


def headers(message_id: str, body: str, at: dt.datetime, known: Iterable[str]) -> dict[str, str]:
    """Return the headers of a message, signed with each of the secrets that are `known`, the newest first."""
    at = at.astimezone(dt.UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(message_id, at, body) for secret in known),
    }
