"""The site's own settings: name, tagline, licence, what lists show."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing import remembered
from publishing.models import SiteSettings


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    return SimpleLazyObject(read)  # type: ignore[return-value]  # it stands for the row that it will read


def read() -> SiteSettings:
    """Read the row, or return defaults that were never saved."""
    return SiteSettings.objects.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე")


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
