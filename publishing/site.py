"""The site's own settings: name, tagline, licence, what lists show."""

import datetime as dt

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing.models import SiteSettings


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    return SimpleLazyObject(read)  # type: ignore[return-value]  # it stands for the row that it will read


def read() -> SiteSettings:
    """Read the row, or return defaults that were never saved."""
    return SiteSettings.objects.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე")


# What the last public change left: (number and moment of that change, the settings).
_remembered: tuple[tuple[int, dt.datetime], SiteSettings] | None = None


def of(request: HttpRequest) -> SiteSettings:
    """Return the settings for one request: read once per public change, since every change of them is one."""
    global _remembered  # noqa: PLW0603 - one value per process, replaced whole
    if "site_settings" not in vars(request):
        head = getattr(request, "change_head", None)
        now = (head.sequence, head.moved_at) if head is not None and head.moved_at is not None else None
        kept = _remembered
        if now is None:
            vars(request)["site_settings"] = current()
        elif kept is not None and kept[0] == now:
            vars(request)["site_settings"] = kept[1]
        else:
            found = read()
            _remembered = (now, found)
            vars(request)["site_settings"] = found
    return vars(request)["site_settings"]
