"""What the operator set for syndication, looked at before anything starts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ValidationError

from syndication.addresses import target_of
from syndication.purging import adapters


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


@register
def cache_can_be_told(**_given: Any) -> list[CheckMessage]:  # Any: as Django calls it
    """Refuse a cache in front of the site that would never be told: it would keep what was withdrawn."""
    hint = "See “A proxy and a cache” in docs/operations.md."
    if bool(settings.PURGE_URL) != bool(settings.PURGE_KIND):
        return [Error("PURGE_KIND and PURGE_URL go together: what cache it is, and where it is told.", hint=hint, id="syndication.E002")]
    if not settings.PURGE_URL:
        return []
    if settings.PURGE_KIND not in adapters.KINDS:
        return [Error(f"PURGE_KIND is {settings.PURGE_KIND}: it is none of {', '.join(adapters.KINDS)}.", hint=hint, id="syndication.E003")]
    found: list[CheckMessage] = []
    for address in settings.PURGE_URL.split(","):
        try:
            target = adapters.target_of(address.strip())
        except ValueError:
            found.append(Error("PURGE_URL: one of its addresses is no web address.", hint=hint, id="syndication.E004"))
            continue
        if settings.PURGE_KIND in adapters.ELSEWHERE and not (target.secure and settings.PURGE_TOKEN):
            found.append(Error(f"PURGE_URL and PURGE_TOKEN: {settings.PURGE_KIND} needs https:// and a secret.", hint=hint, id="syndication.E005"))
    return found
