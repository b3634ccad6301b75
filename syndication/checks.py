"""What the operator set for syndication, looked at before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError

from syndication.addresses import target_of


@register
def hub_can_be_told(**_given: Any) -> list[CheckMessage]:  # Any: as Django calls it
    """Refuse a WebSub hub to which nothing would ever be sent: feeds would name it all the same."""
    if not settings.WEBSUB_HUB:
        return []
    try:
        target_of(settings.WEBSUB_HUB)
    except ValidationError as error:
        hint = "Set the whole public address of the hub, such as https://hub.example/, or leave WEBSUB_HUB out. See docs/operations.md."
        return [Error(f"WEBSUB_HUB is {settings.WEBSUB_HUB}: {' '.join(error.messages)}", hint=hint, id="syndication.E001")]
    return []
