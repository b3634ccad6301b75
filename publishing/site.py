"""The site's own settings: name, tagline, licence, what lists show."""

from django.utils.functional import SimpleLazyObject

from publishing.models import SiteSettings


def current() -> SiteSettings:
    """Return the settings row, or defaults that were never saved. One query, made when first read."""
    return SimpleLazyObject(lambda: SiteSettings.objects.filter(pk=1).first() or SiteSettings(name_en="Matiane", name_ka="მატიანე"))
