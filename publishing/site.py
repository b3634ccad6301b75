"""The site's own settings: name, look, contacts, licence, what lists show."""

from collections.abc import Callable
from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing import navigation, remembered
from publishing.models import SiteSettings

# {name: what makes the column}: what apps above have read along with the row, in the same query.
columns: dict[str, Callable[[], Subquery]] = {}


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    return SimpleLazyObject(read)  # type: ignore[return-value]  # it stands for the row that it will read


def read() -> SiteSettings:
    """Read the row, or return defaults that were never saved."""
    rows = SiteSettings.objects.annotate(**{name: column() for name, column in columns.items()})
    return rows.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე")


_known = remembered.Memory(1)


def of(request: HttpRequest) -> SiteSettings:
    """Return the settings for one request: read once per public change, since every change of them is one."""
    if "site_settings" not in vars(request):
        under = remembered.stamp(request)
        known = _known.under(under)
        if under is not None and "settings" not in known:
            known["settings"] = read()
        vars(request)["site_settings"] = current() if under is None else known["settings"]
    return vars(request)["site_settings"]


def publisher(settings: SiteSettings, language: str) -> dict[str, Any]:
    """Return the site as schema.org's Organization, in one language."""
    logo = settings.logo_light
    known = {
        "@type": "Organization",
        "name": getattr(settings, f"name_{language}") or settings.name,
        "url": navigation.absolute("/"),
        "logo": {"@type": "ImageObject", "url": navigation.absolute(logo.url), "width": logo.width, "height": logo.height} if logo else None,
        "email": settings.email,
        "telephone": settings.phone,
        "sameAs": [address for _label, address in settings.social],
    }
    return {name: value for name, value in known.items() if value}
