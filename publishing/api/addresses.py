"""Where the read API tells of a record."""

import uuid

from django.urls import NoReverseMatch, reverse

from publishing.navigation import absolute


def api_address(kind: str, key: uuid.UUID) -> str:
    """Return where the API tells of a record; "" for a type that it does not know (any more)."""
    try:
        return absolute(reverse(f"api:{kind}-detail", kwargs={"pk": key}))
    except NoReverseMatch:
        return ""
