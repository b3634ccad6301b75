"""The site's own settings: name, tagline, licence, what lists show."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from publishing.models import SiteSettings


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    return SimpleLazyObject(lambda: SiteSettings.objects.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე"))


def of(request: HttpRequest) -> SiteSettings:
    """Return the settings for one request: read once, whoever asks."""
    if not hasattr(request, "site_settings"):
        request.site_settings = current()
    return request.site_settings
